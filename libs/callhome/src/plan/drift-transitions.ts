import { CallHomeError } from '../errors.js';
import type { SettingDrift } from './setting-drift.js';

/**
 * What can happen to one setting of one appliance, named for how it ended.
 *
 * A reading, or a new judgement of the one on hand: `read-same`, `read-unsaved` (as asked for, running differs from
 * saved), `read-behind` (as last applied, or never applied), `read-different` (changed by somebody else), `unreadable`,
 * `read-lacking` (the build has no such setting). A layer: `desired-changed`, `accepted` (a layer now asks for what the
 * appliance shows: the drift was taken over as an override), `not-asked` (no layer asks for it). A push: `applied`,
 * `applied-unsaved`, `reverted` (what somebody changed was put back to ours), `rolled-back`. The rest: `saved`, and
 * `conflict` (changed between plan and rollout).
 */
export const DRIFT_EVENTS = [
  'read-same',
  'read-unsaved',
  'read-behind',
  'read-different',
  'unreadable',
  'read-lacking',
  'desired-changed',
  'accepted',
  'not-asked',
  'applied',
  'applied-unsaved',
  'reverted',
  'rolled-back',
  'saved',
  'conflict',
] as const;
export type DriftEvent = (typeof DRIFT_EVENTS)[number];

type Moves = Partial<Record<DriftEvent, SettingDrift>>;

const READ: Moves = {
  'read-same': 'in-sync',
  'read-unsaved': 'unsaved',
  'read-behind': 'pending',
  'read-different': 'drifted',
  unreadable: 'unknown',
  'read-lacking': 'not-applicable',
};
const ASK: Moves = { 'desired-changed': 'pending', accepted: 'in-sync', 'not-asked': 'unmanaged' };
const PUSH: Moves = { applied: 'in-sync', 'applied-unsaved': 'unsaved' };

/**
 * Read across: in this state, this event leads there. An absent cell is illegal. A setting is born `unknown`.
 *
 * Only what differs can be pushed, put back or be in conflict; only what agrees can be rolled back to something else;
 * what could not be read is not pushed.
 */
// prettier-ignore
export const DRIFT_TRANSITIONS: Readonly<Record<SettingDrift, Moves>> = {
  unknown:          { ...READ, ...ASK, conflict: 'conflict' },
  pending:          { ...READ, ...ASK, ...PUSH, conflict: 'conflict' },
  drifted:          { ...READ, ...ASK, ...PUSH, reverted: 'in-sync', conflict: 'conflict' },
  conflict:         { ...READ, ...ASK, ...PUSH, reverted: 'in-sync' },
  // A push of the appliance's other settings that is not saved leaves this one unsaved too.
  'in-sync':        { ...READ, ...ASK, 'rolled-back': 'pending', 'applied-unsaved': 'unsaved' },
  unsaved:          { ...READ, ...ASK, 'rolled-back': 'pending', saved: 'in-sync' },
  // Nobody asks, so no reading can be right or wrong; the appliance may still lack it.
  unmanaged:        { ...ASK, 'read-unsaved': 'unsaved', 'read-different': 'drifted', unreadable: 'unknown', 'read-lacking': 'not-applicable' },
  // A newer release may have it, and a layer may ask for another value, which the build does have.
  'not-applicable': { ...READ, ...ASK },
};

/**
 * Returns the state that an event leads to.
 * @throws {CallHomeError} DRIFT_TRANSITION_ILLEGAL - the event is not allowed in this state; `details.allowed` names
 * those that are, separated by blanks.
 */
export function nextDrift(state: SettingDrift, event: DriftEvent): SettingDrift {
  const next = DRIFT_TRANSITIONS[state][event];
  if (next !== undefined) return next;
  const allowed = DRIFT_EVENTS.filter((each) => DRIFT_TRANSITIONS[state][each] !== undefined).join(' ');
  throw new CallHomeError('DRIFT_TRANSITION_ILLEGAL', { state, event, allowed });
}
