import { Controller, Param } from '@nestjs/common';
import type { Layer } from '../../../../../libs/contract/src/index.js';
import { NOTHING_SAID, SettingsLayerStore, type SettingsLayer } from '../../../../../libs/persistence/src/index.js';
import type { Caller } from '../../access/caller.js';
import { Endpoint, type BodyOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { RequestBody, RequestPage } from '../../api/input.js';
import type { PageRequest } from '../../api/page-request.js';
import { Planning } from '../../rollouts/planning.js';
import { Scopes, type KnownScope } from '../scopes.js';
import { judgeLayerBody } from './judge-layer.js';
import { layerView, revisionView } from './layer-views.js';
import { RequestLayerWriter, type LayerWriter } from './layer-writer.js';
import { LayerWriting, type LayerWish } from './layer-writing.js';
import { mergedLayer, revertedLayer, wholeLayer } from './layer-changes.js';

@Controller()
export class LayersController {
  constructor(
    private readonly layers: SettingsLayerStore,
    private readonly writing: LayerWriting,
    private readonly scopes: Scopes,
    private readonly planning: Planning,
  ) {}

  @Endpoint('listLayers')
  async list(@RequestPage() page: PageRequest) {
    const rows = (await this.layers.list()).filter(saysSomething);
    return page.among(
      rows,
      (row) => row.scope,
      (row) => layerView(row.scope, row),
    );
  }

  @Endpoint('getLayer')
  async get(@Param('scope') scope: string): Promise<Layer> {
    await this.scopes.require(scope);
    return layerView(scope, await this.layers.get(scope));
  }

  @Endpoint('putLayer', judgeLayerBody)
  put(
    @Param('scope') scope: string,
    @RequestBody() body: BodyOf<'putLayer'>,
    @RequestLayerWriter() writer: LayerWriter,
  ): Promise<Layer> {
    return this.write(scope, { change: (now) => wholeLayer(now, body), cause: 'edit' }, writer);
  }

  @Endpoint('patchLayer', judgeLayerBody)
  patch(
    @Param('scope') scope: string,
    @RequestBody() body: BodyOf<'patchLayer'>,
    @RequestLayerWriter() writer: LayerWriter,
  ): Promise<Layer> {
    return this.write(scope, { change: (now) => mergedLayer(now, body), cause: 'edit' }, writer);
  }

  @Endpoint('listLayerRevisions')
  async listRevisions(@Param('scope') scope: string, @RequestPage() page: PageRequest) {
    await this.scopes.require(scope);
    const now = await this.layers.get(scope);
    const before = page.after === null ? null : Number(page.after);
    return page.of(await this.layers.revisions(scope, page.fetch, before), {
      total: now?.revision ?? 0,
      after: (row) => String(row.revision),
      views: (rows) => rows.map(revisionView),
    });
  }

  @Endpoint('revertLayer')
  async revert(
    @Param('scope') scope: string,
    @RequestBody() { revision, note }: BodyOf<'revertLayer'>,
    @RequestLayerWriter() writer: LayerWriter,
  ): Promise<Layer> {
    await this.scopes.require(scope);
    const earlier = revision === 0 ? NOTHING_SAID : found(await this.layers.revision(scope, revision));
    return this.write(scope, { change: (now) => revertedLayer(now, earlier, note), cause: 'revert' }, writer);
  }

  private async write(
    scope: string,
    wish: Pick<LayerWish, 'change' | 'cause'>,
    { caller, expectedRevision, isDryRun }: LayerWriter,
  ): Promise<Layer> {
    const known = await this.scopes.require(scope);
    const row = await this.writing.write(known, { ...wish, expectedRevision, by: caller.username });
    const view = layerView(scope, row);
    return isDryRun ? { ...view, effect: await this.effectOf(known, caller) } : view;
  }

  // Within the rehearsal the stores already see the layer as it would be.
  private effectOf({ scope }: KnownScope, { username, scope: own }: Caller): Promise<Layer['effect']> {
    const among = own === null ? null : new Set(own.applianceIds);
    return this.planning.effectOf({ selector: { scope }, keys: null, by: username, among });
  }
}

function saysSomething({ settings, locks, exempt }: SettingsLayer): boolean {
  return Object.keys(settings).length > 0 || locks.length > 0 || exempt.length > 0;
}
