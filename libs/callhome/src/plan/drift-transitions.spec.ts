import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layerAt } from '../settings/layers.fake.js';
import { resolveSettings } from '../settings/resolve-settings.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import { adoptionOf } from './adoption-of.js';
import { afterSteps } from './after-steps.js';
import { anyObserved, anySet } from './any-reading.fake.js';
import { appliedAfter, askedOf } from './applied-after.js';
import type { AppliedSettings } from './applied-settings.js';
import { driftOf, withConflicts } from './drift-of.js';
import { DRIFT_EVENTS, DRIFT_TRANSITIONS, nextDrift } from './drift-transitions.js';
import type { DriftEvent } from './drift-transitions.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { planRollback } from './plan-rollback.js';
import type { RollbackFacts } from './plan-rollback.js';
import { planSettings } from './plan-settings.js';
import { observed } from './readings.fake.js';
import { SETTING_DRIFTS } from './setting-drift.js';
import type { SettingDrift } from './setting-drift.js';

// Typed by hand from the design's drift machine: its eight states, and its moves read, apply, accept, revert, save.
const ASKED: SettingDrift[] = ['unknown', 'pending', 'drifted', 'conflict', 'in-sync', 'unsaved', 'not-applicable'];
const DIFFERS: SettingDrift[] = ['pending', 'drifted', 'conflict'];
const EVERY: SettingDrift[] = [...ASKED, 'unmanaged'];
const DESIGN: [event: DriftEvent, from: SettingDrift[], to: SettingDrift][] = [
  ['read-same', ASKED, 'in-sync'],
  ['read-unsaved', EVERY, 'unsaved'],
  ['read-behind', ASKED, 'pending'],
  ['read-different', EVERY, 'drifted'],
  ['unreadable', EVERY, 'unknown'],
  ['read-lacking', EVERY, 'not-applicable'],
  ['desired-changed', EVERY, 'pending'],
  ['accepted', EVERY, 'in-sync'],
  ['not-asked', EVERY, 'unmanaged'],
  ['applied', DIFFERS, 'in-sync'],
  ['applied-unsaved', [...DIFFERS, 'in-sync'], 'unsaved'],
  ['reverted', ['drifted', 'conflict'], 'in-sync'],
  ['rolled-back', ['in-sync', 'unsaved'], 'pending'],
  ['saved', ['unsaved'], 'in-sync'],
  ['conflict', ['unknown', 'pending', 'drifted'], 'conflict'],
];
const designed = (state: SettingDrift, event: DriftEvent) =>
  DESIGN.find(([on, from]) => on === event && from.includes(state))?.[2];

describe('nextDrift', () => {
  it.each(EVERY.flatMap((state) => DRIFT_EVENTS.map((event) => ({ state, event, to: designed(state, event) }))))(
    'leads from $state by $event to $to',
    ({ state, event, to }) => {
      if (to !== undefined) {
        expect(nextDrift(state, event)).toBe(to);
        return;
      }
      const details = expect.objectContaining({ state, event, allowed: expect.any(String) });
      expect(() => nextDrift(state, event)).toThrow(
        expect.objectContaining({ code: 'DRIFT_TRANSITION_ILLEGAL', retryable: false, details }),
      );
    },
  );

  it('knows the states and the events of the design and no other', () => {
    expect([...SETTING_DRIFTS].toSorted()).toEqual(EVERY.toSorted());
    expect(Object.keys(DRIFT_TRANSITIONS).toSorted()).toEqual(EVERY.toSorted());
    expect([...DRIFT_EVENTS].toSorted()).toEqual(DESIGN.map(([event]) => event).toSorted());
  });

  it('reaches every state from unknown, and every state has a way out', () => {
    const reached = new Set<SettingDrift>(['unknown']);
    for (const state of reached) for (const next of Object.values(DRIFT_TRANSITIONS[state])) reached.add(next);
    expect([...reached].toSorted()).toEqual(EVERY.toSorted());
    const stuck = EVERY.filter((state) => Object.values(DRIFT_TRANSITIONS[state]).every((next) => next === state));
    expect(stuck).toEqual([]);
  });
});

// What each thing that happens may be called; whatever driftOf then says has to be a move of one of these names.
const READ: DriftEvent[] = ['read-same', 'read-unsaved', 'read-behind', 'read-different', 'unreadable', 'read-lacking'];
const NAMES = {
  read: [...READ, 'not-asked'],
  ask: ['desired-changed', 'accepted', 'not-asked', ...READ],
  accept: ['accepted', 'read-unsaved'],
  push: ['applied', 'applied-unsaved', 'reverted', 'saved'],
  // A rollback ends in a reading, and a layer may have come to ask for the old value meanwhile.
  rollback: ['rolled-back', ...READ],
  save: ['saved'],
  conflict: ['conflict'],
} as const satisfies Record<string, readonly DriftEvent[]>;
type Doing = keyof typeof NAMES;

interface World {
  set: Parameters<typeof layerAt>[1] & object;
  shows: ObservedCallHome;
  applied: AppliedSettings;
  /** The last push, which can be rolled back. */
  last: Pick<RollbackFacts, 'changes' | 'before'> | null;
}

const effectiveIn = ({ set }: World) => resolveSettings([layerAt('instance:app_1', set)]);
const driftIn = (world: World) => driftOf(effectiveIn(world), world.shows, world.applied);
const END = { at: '2026-11-23T14:00:00Z', rolloutId: 'rol_1' };

describe('driftOf', () => {
  const doing = fc.oneof(
    fc.record({ kind: fc.constant('read' as const), reading: anyObserved }),
    fc.record({ kind: fc.constant('ask' as const), set: anySet }),
    fc.record({ kind: fc.constantFrom('accept', 'push', 'rollback', 'save', 'conflict') }),
  );

  it('makes no move that the table lacks, whatever is read, asked, pushed, taken over, rolled back or saved', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(doing, { maxLength: 12 }), (doings) => {
        let world: World = { set: {}, shows: observed(), applied: {}, last: null };
        for (const each of doings) {
          for (const [was, is, kind] of movesOf(world, each)) {
            if (was === is) continue;
            seen.add(kind);
            const legal = NAMES[kind].filter((event) => DRIFT_TRANSITIONS[was][event] === is);
            expect({ was, is, kind, legal: legal.length > 0 }).toEqual({ was, is, kind, legal: true });
          }
          world = after(world, each);
        }
      }),
      { numRuns: 500 },
    );
    expect([...seen].toSorted()).toEqual(Object.keys(NAMES).toSorted());
  });
});

type Happening = { kind: Doing; reading?: ObservedCallHome; set?: object };

/** What becomes of each setting of the appliance, word by word. */
function movesOf(world: World, each: Happening): [SettingDrift, SettingDrift, Doing][] {
  const next = after(world, each);
  const then = driftIn(next);
  const now = each.kind === 'conflict' ? withConflicts(then, PUSHED_KEYS) : then;
  return PUSHED_KEYS.map((key) => [wordOf(driftIn(world)[key], world.shows), wordOf(now[key], next.shows), each.kind]);
}

function wordOf(drift: SettingDrift, { unsaved }: ObservedCallHome): SettingDrift {
  return drift === 'in-sync' && unsaved === true ? 'unsaved' : drift;
}

function after(world: World, { kind, reading, set }: Happening): World {
  const { shows, applied } = world;
  const effective = effectiveIn(world);
  if (kind === 'read' && reading !== undefined) return { ...world, shows: reading };
  if (kind === 'ask' && set !== undefined) return { ...world, set: { set } };
  if (kind === 'save') return { ...world, shows: { ...shows, unsaved: false } };
  if (kind === 'accept') {
    const differing = PUSHED_KEYS.filter((key) => ['drifted', 'pending'].includes(driftIn(world)[key]));
    const taken = differing.flatMap((key) => {
      const adoption = adoptionOf(key, shows);
      return adoption.adopted ? [[key, adoption.value]] : [];
    });
    return { ...world, set: { set: { ...world.set.set, ...Object.fromEntries(taken) } } };
  }
  if (kind === 'rollback' && world.last !== null) {
    const { changes, steps } = planRollback({ ...world.last, shows, saveConfig: 'when-clean', applied });
    const read = afterSteps(shows, steps);
    return { ...world, shows: read, applied: appliedAfter(applied, { asked: changes, read, ...END }), last: null };
  }
  if (kind !== 'push') return world;
  const { changes, steps } = planSettings(effective, shows, { applied });
  const read = afterSteps(shows, steps);
  const asked = askedOf(effective, { changes, read });
  const last = { changes, before: shows };
  return { ...world, shows: read, applied: appliedAfter(applied, { asked, read, ...END }), last };
}
