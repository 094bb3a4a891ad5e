import { Controller, Param } from '@nestjs/common';
import { resolveSettings } from '../../../../../libs/callhome/src/index.js';
import type { DriftRow, Layer, Operation, Plan } from '../../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  AppliedStore,
  instanceScope,
  SettingsLayerStore,
  SweepStore,
} from '../../../../../libs/persistence/src/index.js';
import type { Caller } from '../../access/caller.js';
import { requireScope } from '../../access/owner-scope.js';
import { Endpoint, type BodyOf, type QueryOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../../api/input.js';
import { iso, isoOrNull } from '../../api/iso.js';
import type { PageRequest } from '../../api/page-request.js';
import { operationView } from '../../operations/operation-view.js';
import { Planning } from '../../rollouts/planning.js';
import { layerView } from '../layers/layer-views.js';
import { LayerWriting } from '../layers/layer-writing.js';
import { Scopes } from '../scopes.js';
import { adoptedSet, driftedKeys, keysNotAsAsked } from './drift-keys.js';
import { DriftScan, type DriftFound } from './drift-scan.js';
import type { DriftFacts } from './drift-state.js';

/** Under so many appliances the list is counted; above, only the appliances are. */
const COUNTED_UP_TO = 10_000;
const NOTE_MAX_CHARS = 500;

/** Appliances that do not show what is asked for, and the ways out. */
@Controller()
export class DriftController {
  constructor(
    private readonly scan: DriftScan,
    private readonly scopes: Scopes,
    private readonly appliances: ApplianceStore,
    private readonly layers: SettingsLayerStore,
    private readonly applied: AppliedStore,
    private readonly writing: LayerWriting,
    private readonly planning: Planning,
    private readonly sweeps: SweepStore,
  ) {}

  @Endpoint('listDrift')
  async list(
    @RequestQuery() { scope, state }: QueryOf<'listDrift'>,
    @RequestPage() page: PageRequest,
    @RequestCaller() caller: Caller,
  ) {
    // To an owner the whole fleet is what the owner sees of it.
    if (scope !== 'fleet') requireScope(caller, scope);
    await this.scopes.require(scope);
    const among = caller.scope === null ? null : new Set(caller.scope.applianceIds);
    const members = await this.scan.members({ scope, state, among });
    const isCounted = members.length <= COUNTED_UP_TO;
    const rows: DriftFound[] = [];
    let total = 0;
    for await (const row of this.scan.found({ state }, members, isCounted ? null : page.after)) {
      total += 1;
      if (rows.length < page.fetch && isAfter(row, page.after)) rows.push(row);
      if (!isCounted && rows.length === page.fetch) break;
    }
    return page.of(rows, {
      total: isCounted ? total : members.length,
      after: (row) => row.sortKey,
      views: (shown) => this.views(shown),
    });
  }

  @Endpoint('readDrift')
  async read(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Operation> {
    await this.scopes.require(instanceScope(id));
    return operationView(await this.sweeps.request('check', id, caller.username));
  }

  @Endpoint('acceptDrift')
  async accept(
    @Param('id') id: string,
    @RequestBody() { keys: asked, reason }: BodyOf<'acceptDrift'>,
    @RequestCaller() caller: Caller,
  ): Promise<Layer> {
    const known = await this.scopes.require(instanceScope(id));
    const { readAt, ...drift } = await this.driftOf(id);
    const keys = driftedKeys(drift, asked);
    const set = adoptedSet(keys, found(drift.observed));
    const provenance = `found on the appliance ${iso(found(readAt))}: ${keys.join(', ')}`;
    const row = await this.writing.write(known, {
      change: (now) => ({ ...now, settings: { ...now.settings, ...set }, note: noteOf(provenance, reason) }),
      expectedRevision: null,
      by: caller.username,
      cause: 'adoption',
    });
    return layerView(known.scope, row);
  }

  @Endpoint('revertDrift')
  async revert(
    @Param('id') id: string,
    @RequestBody() { keys: asked }: BodyOf<'revertDrift'>,
    @RequestCaller() caller: Caller,
  ): Promise<Plan> {
    await this.scopes.require(instanceScope(id));
    const keys = driftedKeys(await this.driftOf(id), asked);
    const among = caller.scope === null ? null : new Set(caller.scope.applianceIds);
    const plan = await this.planning.plan({ selector: { applianceIds: [id] }, keys, by: caller.username, among });
    return this.planning.view(plan);
  }

  private async driftOf(id: string): Promise<DriftFacts & { readAt: Date | null }> {
    const [facts] = await this.appliances.facts([id]);
    const { callHome, callHomeAt } = found(facts).observation;
    const layersOf = await this.layers.forAppliances([id]);
    const applied = await this.applied.of([id]);
    return {
      effective: resolveSettings(layersOf(id)),
      observed: callHome,
      applied: applied.get(id),
      readAt: callHomeAt,
    };
  }

  private async views(rows: readonly DriftFound[]): Promise<DriftRow[]> {
    const names = new Map((await this.appliances.namesOf(rows.map(({ id }) => id))).map((row) => [row.id, row]));
    return rows.map((row) => ({
      applianceId: row.id,
      applianceName: names.get(row.id)?.name ?? row.id,
      hostName: names.get(row.id)?.hostName ?? null,
      state: row.state,
      readAt: isoOrNull(row.readAt),
      keys: keysNotAsAsked(row),
    }));
  }
}

// Inventory order is the byte order of these keys, as the database has it.
function isAfter({ sortKey }: DriftFound, after: string | null): boolean {
  return after === null || Buffer.compare(Buffer.from(sortKey), Buffer.from(after)) > 0;
}

function noteOf(provenance: string, reason: string | null): string {
  return (reason === null ? provenance : `${provenance}; ${reason}`).slice(0, NOTE_MAX_CHARS);
}
