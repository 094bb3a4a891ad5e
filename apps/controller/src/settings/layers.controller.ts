import { Controller, Param } from '@nestjs/common';
import { layerScopeSchema, type Layer, type LayerSettings } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  DestinationStore,
  instanceScope,
  rankOf,
  SettingsLayerStore,
  type SettingsLayer,
} from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestEdit, RequestPage, type Edit } from '../api/input.js';
import { isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { judgeLayerBody, warningsOf } from './judge-layer.js';

type Change = Pick<Layer, 'settings' | 'locks' | 'note'>;

@Controller()
export class LayersController {
  constructor(
    private readonly layers: SettingsLayerStore,
    private readonly appliances: ApplianceStore,
    private readonly destinations: DestinationStore,
  ) {}

  @Endpoint('listLayers')
  async list(@RequestPage() page: PageRequest) {
    const rows = (await this.layers.list()).filter(setsSomething);
    return page.among(
      rows,
      (row) => row.scope,
      (row) => layerView(row.scope, row),
    );
  }

  @Endpoint('getLayer')
  async get(@Param('scope') scope: string): Promise<Layer> {
    await this.requireScope(scope);
    return layerView(scope, await this.layers.get(scope));
  }

  @Endpoint('putLayer', judgeLayerBody)
  async put(
    @Param('scope') scope: string,
    @RequestBody() body: BodyOf<'putLayer'>,
    @RequestEdit() edit: Edit,
  ): Promise<Layer> {
    await this.requireScope(scope);
    return this.write(scope, body, edit);
  }

  @Endpoint('patchLayer', judgeLayerBody)
  async patch(
    @Param('scope') scope: string,
    @RequestBody() body: BodyOf<'patchLayer'>,
    @RequestEdit() edit: Edit,
  ): Promise<Layer> {
    await this.requireScope(scope);
    const now = layerView(scope, await this.layers.get(scope));
    const merged: Change = {
      settings: { ...now.settings, ...body.settings },
      locks: body.locks ?? now.locks,
      note: body.note === undefined ? now.note : body.note,
    };
    return this.write(scope, merged, edit);
  }

  private async write(scope: string, change: Change, edit: Edit): Promise<Layer> {
    await this.requireDestination(change.settings.destination);
    const settings = definedOnly(change.settings);
    const row = await this.layers.put(
      {
        scope,
        rank: rankOf(scope),
        priority: 0,
        settings: settings as SettingsLayer['settings'],
        locks: change.locks,
        note: change.note,
        updatedBy: edit.by,
      },
      edit.version,
    );
    return layerView(scope, row);
  }

  // Only scopes that exist: the fleet, and appliances of the inventory.
  private async requireScope(scope: string): Promise<void> {
    if (!layerScopeSchema.safeParse(scope).success) {
      throw new ApiProblem('not-found', { detail: 'A scope is `fleet`, or `instance:` and the id of an appliance.' });
    }
    if (scope === 'fleet') return;
    const id = scope.slice(instanceScope('').length);
    if ((await this.appliances.get(id)) === null) throw new ApiProblem('not-found');
  }

  private async requireDestination(id: string | null | undefined): Promise<void> {
    if (id === null || id === undefined || (await this.destinations.get(id)) !== null) return;
    throw new ApiProblem('validation', {
      errors: [
        { pointer: '/settings/destination', code: 'unknown-destination', detail: 'there is no such destination' },
      ],
    });
  }
}

function setsSomething({ settings, locks }: SettingsLayer): boolean {
  return Object.keys(settings).length > 0 || locks.length > 0;
}

function definedOnly(settings: LayerSettings): LayerSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function layerView(scope: string, row: SettingsLayer | null): Layer {
  return {
    scope,
    revision: row?.revision ?? 0,
    settings: row?.settings ?? {},
    locks: [...(row?.locks ?? [])],
    note: row?.note ?? null,
    updatedBy: row?.updatedBy ?? null,
    updatedAt: isoOrNull(row?.updatedAt ?? null),
    warnings: warningsOf(row?.settings ?? {}),
  };
}
