import { Controller, Param } from '@nestjs/common';
import { resolveSettings } from '../../../../../libs/callhome/src/index.js';
import type { SettingsException } from '../../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  ExceptionStore,
  NOTHING_SAID,
  PersistenceError,
  SettingsLayerStore,
  type NewException,
  type SettingsException as SettingsExceptionRow,
} from '../../../../../libs/persistence/src/index.js';
import type { Caller } from '../../access/caller.js';
import { mayTouch, requireScope } from '../../access/owner-scope.js';
import { ApiProblem } from '../../api/api-problem.js';
import { Endpoint, type BodyOf, type QueryOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { RequestBody, RequestCaller, RequestPage, RequestQuery } from '../../api/input.js';
import type { PageRequest } from '../../api/page-request.js';
import { judgeSettings } from '../layers/judge-layer.js';
import { LayerWriting } from '../layers/layer-writing.js';
import { refuseManaged } from '../layers/refuse-change.js';
import { Scopes, type KnownScope } from '../scopes.js';
import { applianceIdOf, exceptionView } from './exception-views.js';

/** Wishes to set a locked key all the same, and what becomes of them. */
@Controller()
export class ExceptionsController {
  constructor(
    private readonly exceptions: ExceptionStore,
    private readonly layers: SettingsLayerStore,
    private readonly appliances: ApplianceStore,
    private readonly writing: LayerWriting,
    private readonly scopes: Scopes,
  ) {}

  @Endpoint('listExceptions')
  async list(
    @RequestQuery() { state, scope }: QueryOf<'listExceptions'>,
    @RequestPage() page: PageRequest,
    @RequestCaller() caller: Caller,
  ) {
    const among = caller.scope === null ? undefined : [...caller.scope.layers];
    const filter = { state, scope, among };
    const rows = await this.exceptions.list(filter, page.fetch, page.after);
    return page.of(rows, {
      total: await this.exceptions.count(filter),
      after: (row) => row.id,
      views: (shown) => this.views(shown),
    });
  }

  @Endpoint('createException')
  async create(
    @RequestBody() body: BodyOf<'createException'>,
    @RequestCaller() caller: Caller,
  ): Promise<SettingsException> {
    requireScope(caller, body.scope);
    const known = await this.scopes.require(body.scope);
    await this.requireRight(body);
    const lockedBy = await this.requireLock(known, body.key);
    const { scope, key, reason, value = null } = body;
    return this.view(await this.add({ scope, key, value, reason, lockedBy, requestedBy: caller.username }));
  }

  @Endpoint('getException')
  async get(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<SettingsException> {
    return this.view(await this.require(id, caller));
  }

  @Endpoint('grantException')
  async grant(
    @Param('id') id: string,
    @RequestBody() { note }: BodyOf<'grantException'>,
    @RequestCaller() caller: Caller,
  ): Promise<SettingsException> {
    const row = await this.requireOfAnother(id, caller);
    if (row.state === 'requested') await this.requireGrantable(row);
    return this.view(await this.exceptions.decide(id, 'granted', { by: caller.username, note }));
  }

  @Endpoint('denyException')
  async deny(
    @Param('id') id: string,
    @RequestBody() { note }: BodyOf<'denyException'>,
    @RequestCaller() caller: Caller,
  ): Promise<SettingsException> {
    await this.requireOfAnother(id, caller);
    return this.view(await this.exceptions.decide(id, 'denied', { by: caller.username, note }));
  }

  @Endpoint('withdrawException')
  async withdraw(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<SettingsException> {
    const { requestedBy } = await this.require(id, caller);
    if (requestedBy !== caller.username) {
      throw new ApiProblem('forbidden', { detail: `Only ${requestedBy} can take this wish back.` });
    }
    return this.view(await this.exceptions.decide(id, 'withdrawn', { by: caller.username, note: null }));
  }

  private async add(fresh: NewException): Promise<SettingsExceptionRow> {
    try {
      return await this.exceptions.add(fresh);
    } catch (cause) {
      if (!(cause instanceof PersistenceError) || cause.code !== 'DUPLICATE') throw cause;
      throw new ApiProblem(
        'illegal-transition',
        {
          detail: `Somebody has asked for ${fresh.key} on ${fresh.scope} already, and it is undecided.`,
          allowed: [],
          help: 'Wait for the decision, or have that wish taken back.',
        },
        { cause },
      );
    }
  }

  private async require(id: string, caller: Caller): Promise<SettingsExceptionRow> {
    const row = found(await this.exceptions.get(id));
    return found(mayTouch(caller, row.scope) ? row : null);
  }

  private async requireOfAnother(id: string, caller: Caller): Promise<SettingsExceptionRow> {
    const row = await this.require(id, caller);
    if (row.requestedBy === caller.username) throw new ApiProblem('self-approval');
    return row;
  }

  private async requireRight({ key, value = null }: BodyOf<'createException'>): Promise<void> {
    const ofDomain = judgeSettings({ [key]: value }).map((error) => ({ ...error, pointer: '/value' }));
    const ofDestination =
      key === 'destination' && typeof value === 'string' ? await this.writing.judgeDestination(value, '/value') : [];
    const errors = [...ofDomain, ...ofDestination];
    if (errors.length > 0) throw new ApiProblem('validation', { errors });
  }

  /** Gives the scope that locks the key. */
  private async requireLock(known: KnownScope, key: BodyOf<'createException'>['key']): Promise<string> {
    const { lockedBy } = resolveSettings(await this.writing.over(known))[key];
    const own = await this.layers.get(known.scope);
    if (lockedBy !== null && own?.exempt.includes(key) !== true) return lockedBy.scope;
    throw new ApiProblem('illegal-transition', {
      detail: lockedBy === null ? `No layer over ${known.scope} locks ${key}.` : `${key} has an exception already.`,
      allowed: [],
      help: `Nothing has to be granted: set ${key} in the layer ${known.scope}.`,
    });
  }

  // What was right when it was asked for may not be any more: a file may own the layer, the appliance may be gone.
  private async requireGrantable(row: SettingsExceptionRow): Promise<void> {
    await this.scopes.require(row.scope);
    await this.requireRight(row);
    const before = (await this.layers.get(row.scope)) ?? NOTHING_SAID;
    refuseManaged({ before, after: { ...before, settings: { ...before.settings, [row.key]: row.value } } });
  }

  private async views(rows: readonly SettingsExceptionRow[]): Promise<SettingsException[]> {
    const names = await this.appliances.namesOf(rows.map(applianceIdOf));
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    return rows.map((row) => exceptionView(row, nameOf.get(applianceIdOf(row)) ?? applianceIdOf(row)));
  }

  private async view(row: SettingsExceptionRow): Promise<SettingsException> {
    const [view] = await this.views([row]);
    return found(view);
  }
}
