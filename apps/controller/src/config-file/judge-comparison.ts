import { isDeepStrictEqual } from 'node:util';
import {
  groupTies,
  parseScope,
  SETTING_KEYS,
  settingsResolver,
  type Layer,
  type LayerSet,
  type Place,
} from '../../../../libs/callhome/src/index.js';
import type { ProblemError } from '../../../../libs/contract/src/index.js';
import { groupScope, rankOf, type LayerContent } from '../../../../libs/persistence/src/index.js';
import { judgeExpiry } from '../settings/layers/judge-layer.js';
import type { FleetState, LayerEditing } from './compare-file.js';
import { pointerOf } from './shape-problems.js';
import type { WantedLayer } from './wanted-layer.js';

/** The layers as they would be once a file is taken over, and where appliances stand that it names. */
export interface WouldBe {
  layers: readonly Layer[];
  places: ReadonlyMap<string, Place>;
}

/** All layers with the edits of a file in them. `priorities` are those that groups would have. */
export function layersAfter(
  { layers }: Pick<FleetState, 'layers'>,
  edits: readonly LayerEditing[],
  priorities: ReadonlyMap<string, number>,
): Layer[] {
  const said = new Map<string, LayerContent>(layers);
  for (const { scope, after } of edits) said.set(scope, after);
  return [...said].map(([scope, content]) => ({
    scope,
    rank: rankOf(scope),
    priority: priorities.get(scope) ?? 0,
    revision: layers.get(scope)?.revision ?? 0,
    by: null,
    at: null,
    set: content.settings,
    locked: content.locks,
    exempt: content.exempt,
    note: content.note,
    lockReasons: content.lockReasons,
  }));
}

/** The priorities that groups would have, by scope: those of the file, the next free ones, or those they have. */
export function prioritiesAfter(
  { groups }: Pick<FleetState, 'groups'>,
  wanted: readonly WantedLayer[],
): Map<string, number> {
  const priorities = new Map([...groups].map(([name, { priority }]) => [groupScope(name), priority]));
  const ofGroups = wanted.filter(({ scope }) => rankOf(scope) === 'group');
  for (const { scope, priority } of ofGroups) if (priority !== undefined) priorities.set(scope, priority);
  for (const { scope } of ofGroups) {
    if (!priorities.has(scope)) priorities.set(scope, Math.max(0, ...priorities.values()) + PRIORITY_STEP);
  }
  return priorities;
}

/** As far apart as the priorities of groups that an appliance names first. */
const PRIORITY_STEP = 10;

/** Overrides of a file that are over already. One that is there with the same end, and is yet to be taken away, may be. */
export function expiryProblems(
  wanted: readonly WantedLayer[],
  { layers }: Pick<FleetState, 'layers'>,
  now: Date,
): ProblemError[] {
  return wanted.flatMap(({ scope, expiresAt, pointer }) => {
    if (!expiresAt || layers.get(scope)?.expiresAt?.getTime() === expiresAt.getTime()) return [];
    const text = Number.isNaN(expiresAt.getTime()) ? 'never' : expiresAt.toISOString();
    return judgeExpiry(scope, text, now).map((problem) => ({ ...problem, pointer: `${pointer}/expires` }));
  });
}

/** Values of a file that a broader layer locks, be it one of the file itself. A value that was there before may stay. */
export function lockedProblems(edits: readonly LayerEditing[], { layers, places }: WouldBe): ProblemError[] {
  const resolver = settingsResolver(layers);
  const fleet = layers.filter(({ rank }) => rank === 'fleet');
  return edits.flatMap(({ scope, pointer, before, after }) => {
    const changed = SETTING_KEYS.filter(
      (key) => isSetAnew(before.settings, after.settings, key) && !after.exempt.includes(key),
    );
    if (changed.length === 0 || scope === 'fleet') return [];
    const place = places.get(parseScope(scope).id ?? '');
    // What members of a site or group have in common beyond it is the fleet.
    const over = place === undefined ? fleet : resolver.layersOf(place).filter((layer) => layer.scope !== scope);
    return changed.flatMap((key) => {
      const lock = over.find(({ locked }) => locked.includes(key));
      if (lock === undefined) return [];
      const reason = lock.lockReasons[key] ?? lock.note;
      const detail = `${key} is locked by ${lock.scope}${reason === null ? '' : `: ${reason}`}`;
      return [{ pointer: `${pointer}${pointerOf(['settings', key])}`, code: 'locked', detail }];
    });
  });
}

/** Groups of one priority that would set the same key, one of which the file writes or moves. */
export function tieProblems(layers: readonly Layer[], wanted: readonly WantedLayer[]): ProblemError[] {
  const pointers = new Map(wanted.map(({ scope, pointer }) => [scope, pointer]));
  return groupTies(layers).flatMap(({ groups, priority, keys }) => {
    const scope = groups.findLast((group) => pointers.has(group));
    if (scope === undefined) return [];
    const detail = `${groups.join(' and ')} have the priority ${priority} and both set ${keys.join(', ')}`;
    return [{ pointer: pointers.get(scope) ?? '', code: 'tie', detail }];
  });
}

function isSetAnew(before: LayerSet, after: LayerSet, key: (typeof SETTING_KEYS)[number]): boolean {
  return after[key] !== undefined && !isDeepStrictEqual(before[key], after[key]);
}
