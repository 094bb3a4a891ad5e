import type { AppliedValue } from '../plan/applied-settings.js';
import { isReleaseAtLeast } from '../plan/is-release-at-least.js';
import { DEFAULT_ON_SINCE } from './default-on-since.js';

/** What was read of the switch. Null: could not be read. */
export interface SwitchReading {
  /** For example `13.1`, or with its build: any other text counts as another release. */
  readonly release: string | null;
  readonly enabled: boolean | null;
  /** UTC, ISO 8601; absent: not known. Tells a push of ours since then from an older one: give it where it is known. */
  readonly at?: string | null;
}

/** What the upgrade rule is judged from. */
export interface UpgradeFacts {
  /** The last reading that had both release and switch; null: this is the first contact. */
  readonly before: SwitchReading | null;
  readonly now: SwitchReading;
  /** True when some layer other than the built-in one sets `enabled` for the appliance. */
  readonly explicit: boolean;
  /** The applied record of `enabled`; undefined: we never wrote it. */
  readonly applied: AppliedValue | undefined;
  /** What the last verdict said to remember. */
  readonly chosenOff: boolean;
}

/** Why the upgrade rule said what it said. Codes are public. */
export const UPGRADE_REASONS = {
  'not-readable': 'release or switch could not be read, so nothing is concluded',
  'layer-decides': 'a layer says whether it is on',
  'chosen-off': 'it was switched off by hand before, and the release has changed since',
  'off-where-default-is-on': 'it is off on a release where it is on by default, so somebody chose that',
  'switched-off': 'it was switched off by hand; remembered for the next change of the release',
  'switched-on': 'it was switched on again, so nothing is remembered any more',
  'pushed-by-us': 'it is off because we switched it off, and no layer asks for that any more',
  'default-applies': 'nobody chose anything',
} as const satisfies Record<string, string>;
export type UpgradeReason = keyof typeof UPGRADE_REASONS;

/** What follows from a reading for the switch. */
export interface UpgradeVerdict {
  /** The value of `enabled` to write into the appliance's own layer; null: write nothing. */
  readonly adopt: false | null;
  /** To be kept until the next verdict: somebody switched it off, and no layer says so yet. */
  readonly chosenOff: boolean;
  readonly because: UpgradeReason;
}

/** How an adopted choice is signed in the layer. */
export const ADOPTION_MARK = { by: 'upgrade rule', note: 'found on the appliance' } as const;

/**
 * Decides at each reading whether a switched-off Call Home is somebody's choice that has to outlive upgrades.
 *
 * At first contact and at each change of the release, a choice becomes a setting of the appliance's own layer: one that
 * was seen being made by hand, or one that shows in the appliance being off where the default is on. An upgrade that
 * turned it on again does not undo the choice. Between those moments a choice is only remembered, and shows as drift.
 * Off where the default is off is nobody's choice. A layer that sets the switch always wins.
 */
export function judgeUpgrade({ before, now, explicit, applied, chosenOff }: UpgradeFacts): UpgradeVerdict {
  if (now.enabled === null || now.release === null) return { adopt: null, chosenOff, because: 'not-readable' };
  const last = before !== null && before.enabled !== null && before.release !== null ? before : null;
  const isOtherRelease = last !== null && last.release !== now.release;

  // What an upgrade switched on, nobody did; only a push that is known to be ours and newer would have.
  const isSwitchedOnByUs = applied?.wanted === true && isNewer(applied, last) === true;
  const isSwitchedOn = last?.enabled === false && now.enabled && (!isOtherRelease || isSwitchedOnByUs);
  const isSwitchedOffByUs = applied?.wanted === false && isNewer(applied, last) !== false;
  const isSwitchedOff =
    last?.enabled === true && !now.enabled && !isSwitchedOffByUs && !isBackToDefaultOff(last.release, now.release);
  const remembered = (chosenOff && !isSwitchedOn) || isSwitchedOff;

  if (explicit) return { adopt: null, chosenOff: remembered, because: 'layer-decides' };
  if (last === null || isOtherRelease) {
    // From here on the layer carries the choice: whoever takes it out of there has chosen otherwise.
    if (remembered) return { adopt: false, chosenOff: false, because: 'chosen-off' };
    if (!now.enabled && isOnByDefault(now.release)) {
      return applied?.wanted === false
        ? { adopt: null, chosenOff: false, because: 'pushed-by-us' }
        : { adopt: false, chosenOff: false, because: 'off-where-default-is-on' };
    }
  }
  const because = isSwitchedOff ? 'switched-off' : isSwitchedOn && chosenOff ? 'switched-on' : 'default-applies';
  return { adopt: null, chosenOff: remembered, because };
}

/** Whether a push came after a reading; null: the time of the reading is not known. */
function isNewer(applied: AppliedValue, last: SwitchReading | null): boolean | null {
  const since = last?.at ?? null;
  return since === null ? null : Date.parse(applied.at) >= Date.parse(since);
}

function isOnByDefault(release: string | null): boolean {
  return isReleaseAtLeast(release, DEFAULT_ON_SINCE.release) === true;
}

/** Going back to a release where it is off by default is no choice about the switch. */
function isBackToDefaultOff(from: string | null, to: string | null): boolean {
  return isOnByDefault(from) && !isOnByDefault(to);
}
