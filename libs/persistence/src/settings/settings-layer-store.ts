import { LessThan } from 'typeorm';
import {
  parseScope,
  settingsResolver,
  type Layer,
  type SettingKey,
  type SettingsResolver,
} from '../../../callhome/src/index.js';
import type { Database, Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { PersistenceError } from '../persistence-error.js';
import { holdPlaces } from '../places/ensure-places.js';
import { changedKeys, NOTHING_SAID } from './changed-keys.js';
import { expireOverrides } from './expire-overrides.js';
import { selectLayers, toLayer } from './layer-rows.js';
import { layersOfAppliances } from './layers-of-appliances.js';
import { lockGroups, refuseTies } from './refuse-ties.js';
import { SettingsRevisionTable, type SettingsLayer, type SettingsRevision } from './settings-layer.table.js';
import { writeLayer, type Authorship, type LayerEdit } from './write-layer.js';

/** A revision, and how it differs from the one before it. */
export interface LayerRevision extends SettingsRevision {
  changedKeys: SettingKey[];
}

/** A layer to write, if it still is at `expectedRevision`; 0: it does not exist yet. */
export interface ExpectedEdit {
  edit: LayerEdit;
  expectedRevision: number;
}

/** What the layers say, now and before. A scope without a row sets nothing and has revision 0. */
export class SettingsLayerStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  async get(scope: string): Promise<SettingsLayer | null> {
    const [row] = await selectLayers(this.database.source.manager, 'l.scope = $1', [scope]);
    return row ?? null;
  }

  /** The layers of these scopes, or all; in the order of their scopes. */
  list({ scopes = null }: { scopes?: readonly string[] | null } = {}): Promise<SettingsLayer[]> {
    return selectLayers(this.database.source.manager, '$1::text[] IS NULL OR l.scope = ANY ($1)', [scopes]);
  }

  /**
   * Writes a layer whole, and its revision.
   * @throws {PersistenceError} VERSION_MISMATCH - `details` give scope and the revision that it is at; PRIORITY_TIE -
   * another group of this priority sets a key of it; NOT_FOUND - no such site or group.
   */
  async put(edit: LayerEdit, expectedRevision: number, author: Authorship): Promise<SettingsLayer> {
    const [written] = await this.putAll([{ edit, expectedRevision }], author);
    if (!written) throw new PersistenceError('NOT_FOUND', { scope: edit.scope });
    return written;
  }

  /**
   * Writes layers, each scope once: all of them, or none.
   * @throws {PersistenceError} VERSION_MISMATCH, PRIORITY_TIE, NOT_FOUND - as `put`.
   */
  putAll(edits: readonly ExpectedEdit[], author: Authorship): Promise<SettingsLayer[]> {
    return this.database.transaction((tx) => this.putWithin(tx, edits, author));
  }

  /** As `putAll`, as a part of a transaction of more. */
  async putWithin(tx: Transaction, edits: readonly ExpectedEdit[], author: Authorship): Promise<SettingsLayer[]> {
    const inOrder = edits.toSorted((a, b) => (a.edit.scope < b.edit.scope ? -1 : 1));
    const named = (rank: 'site' | 'group') =>
      inOrder.flatMap(({ edit }) => {
        const parts = parseScope(edit.scope);
        return parts.rank === rank ? [parts.id] : [];
      });
    const groups = named('group');
    if (groups.length > 0) await lockGroups(tx);
    await holdPlaces(tx, { site: null, groups });
    for (const site of named('site')) await holdPlaces(tx, { site, groups: [] });
    const written: SettingsLayer[] = [];
    // One after the other in the order of the scopes, so that two writers wait for each other instead of deadlocking.
    for (const each of inOrder) written.push(await writeLayer(tx, each, author));
    await refuseTies(tx, groups);
    await this.changed(tx, written);
    return written;
  }

  /** Revisions of a layer, newest first; `before` is the last number seen. */
  async revisions(scope: string, limit: number, before: number | null): Promise<LayerRevision[]> {
    const rows = await this.database.source.getRepository(SettingsRevisionTable).find({
      where: { scope, ...(before !== null && { revision: LessThan(before) }) },
      order: { revision: 'DESC' },
      take: limit + 1,
    });
    return rows
      .slice(0, limit)
      .map((row, i) => ({ ...row, changedKeys: changedKeys(rows[i + 1] ?? NOTHING_SAID, row) }));
  }

  /** What a layer said at revision `n`; null: never written. Revision 0 is the one that says nothing, and has no row. */
  revision(scope: string, n: number): Promise<SettingsRevision | null> {
    return this.database.source.getRepository(SettingsRevisionTable).findOneBy({ scope, revision: n });
  }

  /** The keys of which value or lock are others now than at `revision`; one that never was counts as empty. */
  async changedSince(scope: string, revision: number): Promise<SettingKey[]> {
    const now = await this.get(scope);
    const then = await this.revision(scope, revision);
    return changedKeys(then ?? NOTHING_SAID, now ?? NOTHING_SAID);
  }

  /**
   * The layers of many appliances, in two queries whatever their number. What is answered gives those of one, broadest
   * first, without the built-in one.
   */
  forAppliances(ids: readonly string[]): Promise<(id: string) => Layer[]> {
    return layersOfAppliances(this.database.source.manager, ids);
  }

  /** All layers of the fleet in one index, for work over many appliances. It shows what was there when it was made. */
  async resolver(): Promise<SettingsResolver> {
    return settingsResolver((await this.list()).map(toLayer));
  }

  /**
   * Ends up to `limit` overrides that are over by `now`: each gets a revision without them, and its scope is answered.
   * Any number of controllers may call it at once. What follows on appliances is for a plan.
   */
  expireDue(now: Date, limit: number): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const ended = await expireOverrides(tx, now, limit);
      await this.changed(tx, ended);
      return ended.map(({ scope }) => scope);
    });
  }

  private changed(tx: Transaction, layers: readonly { scope: string }[]): Promise<void> {
    return this.events.append(
      tx,
      layers.map(({ scope }) => ({ topic: 'layers', type: 'layer.changed', subject: scope })),
    );
  }
}
