import { compareIdentity, type MachineIdentity } from './compare-identity.js';

/** The machine known at an address. `isDisputed`: another one answered there, and nobody has accepted it yet. */
export interface KnownMachine extends MachineIdentity {
  readonly isDisputed: boolean;
}

/**
 * `record`: what was read may be used; `marks` are what is known of the machine from now on, and a dispute is over.
 * `withhold`: nothing of it may be used. `offered` are the marks of the other machine; null where none could be read,
 * which leaves those that were offered before.
 */
export type MachineJudgement =
  | { readonly verdict: 'record'; readonly marks: MachineIdentity }
  | { readonly verdict: 'withhold'; readonly offered: MachineIdentity | null };

/**
 * Decides whether a reading may be recorded, before anything else of it is used.
 *
 * A machine whose marks cannot be read stays what it was: it ends no dispute and starts none. When the known machine
 * answers again, the dispute is over; another machine is taken over only by a person.
 */
export function judgeMachine(known: KnownMachine, seen: MachineIdentity): MachineJudgement {
  switch (compareIdentity(known, seen)) {
    case 'changed':
      return { verdict: 'withhold', offered: markOf(seen) };
    case 'unknown':
      if (known.isDisputed) return { verdict: 'withhold', offered: null };
      return { verdict: 'record', marks: markOf(known) };
    case 'first-seen':
      return { verdict: 'record', marks: markOf(seen) };
    case 'same':
      return { verdict: 'record', marks: { serial: seen.serial ?? known.serial, hostId: seen.hostId ?? known.hostId } };
  }
}

const markOf = ({ serial, hostId }: MachineIdentity): MachineIdentity => ({ serial, hostId });
