import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppliedValue } from '../plan/applied-settings.js';
import { layerAt } from '../settings/layers.fake.js';
import { resolveSettings } from '../settings/resolve-settings.js';
import { DEFAULT_ON_SINCE } from './default-on-since.js';
import { UPGRADE_REASONS, judgeUpgrade } from './judge-upgrade.js';
import type { SwitchReading, UpgradeFacts, UpgradeReason, UpgradeVerdict } from './judge-upgrade.js';

const reading = (release: string | null, enabled: boolean | null): SwitchReading => ({ release, enabled });
const pushed = (wanted: boolean, at = '2026-11-20T00:00:00Z'): AppliedValue => ({
  wanted,
  read: wanted,
  at,
  rolloutId: 'rol_1',
});

/** One appliance's life: what is read, and in between what the centre does. */
interface Life {
  explicit: boolean;
  chosenOff: boolean;
  before: SwitchReading | null;
  applied: AppliedValue | undefined;
}
const BORN: Life = { explicit: false, chosenOff: false, before: null, applied: undefined };

type Happening =
  | SwitchReading
  /** Somebody gives the switch a layer, or takes it away. */
  | { readonly layer: boolean }
  /** We push the switch; what it then shows comes with the next reading. */
  | { readonly push: boolean };

function live(life: Life, happening: Happening): { life: Life; verdict: UpgradeVerdict | null } {
  if ('layer' in happening) return { life: { ...life, explicit: happening.layer }, verdict: null };
  if ('push' in happening) return { life: { ...life, applied: pushed(happening.push) }, verdict: null };
  const verdict = judgeUpgrade({ ...life, now: happening });
  const isReadable = happening.enabled !== null && happening.release !== null;
  return {
    life: {
      ...life,
      before: isReadable ? happening : life.before,
      chosenOff: verdict.chosenOff,
      explicit: life.explicit || verdict.adopt !== null,
    },
    verdict,
  };
}

/** The same with the time of each happening, in their order. */
function timed(happening: Happening, i: number): Happening {
  return 'enabled' in happening ? { ...happening, at: atHour(i) } : happening;
}

function atHour(hour: number): string {
  return new Date(Date.UTC(2026, 10, 20, hour)).toISOString();
}

/** The last word of a life, and how often something was adopted in it. */
function tell(happenings: readonly Happening[]): {
  because: UpgradeReason | undefined;
  adopted: number;
  chosenOff: boolean;
} {
  let life = BORN;
  let adopted = 0;
  let because: UpgradeReason | undefined;
  for (const [i, happening] of happenings.entries()) {
    const next = live(life, timed(happening, i));
    life = next.life;
    if ('push' in happening) life = { ...life, applied: pushed(happening.push, atHour(i)) };
    if (next.verdict === null) continue;
    because = next.verdict.because;
    if (next.verdict.adopt === false) adopted += 1;
  }
  return { because, adopted, chosenOff: life.chosenOff };
}

const OFF_10 = reading('10.5', false);
const OFF_11 = reading('11.1', false);
const ON_11 = reading('11.1', true);
const OFF_12 = reading('12.0', false);
const ON_12 = reading('12.0', true);
const OFF_13 = reading('13.1', false);
const ON_13 = reading('13.1', true);
const ON_14 = reading('14.1', true);
const OFF_14 = reading('14.1', false);

describe('judgeUpgrade', () => {
  it.each<[says: string, happenings: Happening[], because: UpgradeReason, adopted: number, chosenOff: boolean]>([
    ['first contact, off where that is the default', [OFF_11], 'default-applies', 0, false],
    ['first contact, off where on is the default', [OFF_13], 'off-where-default-is-on', 1, false],
    ['first contact, off on the first release where on is the default', [OFF_12], 'off-where-default-is-on', 1, false],
    ['first contact, on', [ON_13], 'default-applies', 0, false],
    ['no choice, upgraded, which turned it on', [OFF_11, ON_13], 'default-applies', 0, false],
    ['no choice, upgraded, and it stayed off', [OFF_11, OFF_13], 'off-where-default-is-on', 1, false],
    ['no choice, upgraded within the releases of the old default', [OFF_10, OFF_11], 'default-applies', 0, false],
    ['switched on, then off by hand, before any upgrade', [ON_11, OFF_11], 'switched-off', 0, true],
    ['a choice, upgraded, and it stayed off', [ON_11, OFF_11, OFF_13], 'chosen-off', 1, false],
    ['a choice, upgraded, which turned it on all the same', [ON_11, OFF_11, ON_13], 'chosen-off', 1, false],
    ['a choice, upgraded within the old default', [reading('10.5', true), OFF_10, OFF_11], 'chosen-off', 1, false],
    ['a choice, then two upgrades', [ON_11, OFF_11, ON_12, ON_13], 'layer-decides', 1, false],
    ['upgraded without a choice, switched off later', [OFF_11, ON_12, OFF_12], 'switched-off', 0, true],
    ['switched off later, upgraded', [OFF_11, ON_12, OFF_12, OFF_13], 'chosen-off', 1, false],
    ['switched off later, upgraded, which turned it on', [OFF_11, ON_12, OFF_12, ON_13], 'chosen-off', 1, false],
    ['switched off later, two further upgrades', [OFF_11, ON_12, OFF_12, ON_13, ON_14], 'layer-decides', 1, false],
    ['switched off between two readings that an upgrade lies between', [ON_12, OFF_13], 'chosen-off', 1, false],
    ['switched off, then on again by hand', [ON_13, OFF_13, ON_13], 'switched-on', 0, false],
    ['switched off, on again, upgraded', [ON_13, OFF_13, ON_13, ON_14], 'default-applies', 0, false],
    ['the controller was away for several upgrades, without a choice', [OFF_10, ON_14], 'default-applies', 0, false],
    ['the controller was away, and it stayed off', [OFF_10, OFF_14], 'off-where-default-is-on', 1, false],
    ['the controller was away after a choice', [ON_11, OFF_11, ON_14], 'chosen-off', 1, false],
    ['the controller was away and somebody switched it off meanwhile', [ON_11, OFF_14], 'chosen-off', 1, false],
    [
      'switched off centrally, upgraded',
      [ON_11, { layer: true }, { push: false }, OFF_11, OFF_13],
      'layer-decides',
      0,
      false,
    ],
    [
      'switched off centrally, upgraded, which turned it on',
      [ON_11, { layer: true }, { push: false }, OFF_11, ON_13],
      'layer-decides',
      0,
      false,
    ],
    [
      'switched off centrally while the controller was away',
      [ON_11, { layer: true }, OFF_13],
      'layer-decides',
      0,
      true,
    ],
    [
      'switched off by a push of ours, the layer taken away',
      [ON_13, { layer: true }, { push: false }, OFF_13, { layer: false }, OFF_13],
      'default-applies',
      0,
      false,
    ],
    [
      'the same, then upgraded',
      [ON_13, { layer: true }, { push: false }, OFF_13, { layer: false }, OFF_14],
      'pushed-by-us',
      0,
      false,
    ],
    ['switched on by a push of ours after a choice', [ON_13, OFF_13, { push: true }, ON_14], 'switched-on', 0, false],
    [
      'switched on by us, off by hand, upgraded',
      [OFF_11, { push: true }, ON_11, OFF_11, ON_13],
      'chosen-off',
      1,
      false,
    ],
    ['gone back to a release where it is off by default', [ON_13, OFF_11], 'default-applies', 0, false],
    ['gone back after a choice', [ON_13, OFF_13, OFF_11], 'chosen-off', 1, false],
    ['nothing readable at first contact', [reading('13.1', null)], 'not-readable', 0, false],
    ['an unknown release at first contact', [reading(null, false)], 'not-readable', 0, false],
    ['nothing readable, then off', [reading(null, null), OFF_13], 'off-where-default-is-on', 1, false],
    ['nothing readable after a choice', [ON_13, OFF_13, reading('14.1', null)], 'not-readable', 0, true],
    ['a choice seen across an unreadable time', [ON_13, reading(null, null), OFF_13], 'switched-off', 0, true],
    ['a choice, an unreadable upgrade, then on', [ON_11, OFF_11, reading(null, null), ON_13], 'chosen-off', 1, false],
    ['a release in words', [reading('unknown', false)], 'default-applies', 0, false],
  ])('%s', (_says, happenings, because, adopted, chosenOff) => {
    expect(tell(happenings)).toEqual({ because, adopted, chosenOff });
  });

  it.each<[says: string, at: string, because: UpgradeReason]>([
    ['after the last reading, it is ours', '2026-11-21T00:00:00Z', 'default-applies'],
    ['before it, somebody switched on and off since', '2026-11-19T00:00:00Z', 'switched-off'],
  ])('asks when we pushed: %s', (_says, at, because) => {
    const before = { ...ON_13, at: '2026-11-20T00:00:00Z' };
    const verdict = judgeUpgrade({ ...BORN, before, now: OFF_13, applied: pushed(false, at) });
    expect(verdict.because).toBe(because);
  });

  it('does not take an upgrade that turned it on for a push of ours, when nobody knows the times', () => {
    const facts = { ...BORN, before: OFF_11, now: ON_13, chosenOff: true, applied: pushed(true) };
    expect(judgeUpgrade(facts)).toEqual({ adopt: false, chosenOff: false, because: 'chosen-off' });
  });

  it('does not take a push of ours for a choice by hand, when nobody knows the times', () => {
    const facts = { ...BORN, before: ON_13, now: OFF_13, applied: pushed(false) };
    expect(judgeUpgrade(facts)).toMatchObject({ adopt: null, chosenOff: false });
  });

  it('gives every reason in some life', () => {
    const lives: Happening[][] = [
      [reading(null, null)],
      [{ layer: true }, OFF_13],
      [ON_13, OFF_13, ON_14],
      [OFF_13],
      [ON_13, OFF_13],
      [ON_13, OFF_13, ON_13],
      [{ push: false }, OFF_13],
      [ON_13],
    ];
    expect(lives.map((life) => tell(life).because).toSorted()).toEqual(Object.keys(UPGRADE_REASONS).toSorted());
  });

  const releases = ['10.5', '11.1', '12.0', '12.1', '13.1', '14.1'];
  const anyRelease = fc.constantFrom(...releases);
  const anyReading = fc.record({
    release: fc.option(anyRelease, { nil: null, freq: 5 }),
    enabled: fc.option(fc.boolean(), { nil: null, freq: 5 }),
  });
  const effectiveOf = (layers: { enabled: boolean }[]) =>
    resolveSettings(layers.map((set) => layerAt('instance:app_1', { set }))).enabled.value;

  it('never lets upgrades make it true once it was chosen off by hand and remembered', () => {
    const upgrades = fc.array(fc.record({ enabled: fc.option(fc.boolean(), { nil: null }), isRead: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.nat({ max: releases.length - 2 }), upgrades, (first, steps) => {
        const release = releases[first] ?? '10.5';
        let { life } = live(live(BORN, reading(release, true)).life, reading(release, false));
        expect(life.chosenOff).toBe(true);
        let isUpgradeSeen = false;
        steps.forEach(({ enabled, isRead }, i) => {
          const next = releases[Math.min(first + 1 + i, releases.length - 1)] ?? '14.1';
          life = live(life, reading(isRead ? next : null, enabled)).life;
          isUpgradeSeen ||= isRead && enabled !== null;
          // Remembered until the first upgrade that is seen, a layer of its own from then on.
          expect(effectiveOf(life.explicit ? [{ enabled: false }] : [])).toBe(!isUpgradeSeen);
          expect(life.explicit || life.chosenOff).toBe(true);
        });
      }),
    );
  });

  it('never overrules a layer, whatever is read', () => {
    fc.assert(
      fc.property(fc.array(anyReading, { minLength: 1, maxLength: 8 }), (readings) => {
        expect(tell([{ layer: true }, ...readings]).adopted).toBe(0);
      }),
    );
  });

  it('gives no override to an appliance that nobody touched on releases where it is off by default', () => {
    const untouched = fc.array(
      fc.record({
        release: fc.constantFrom('10.0', '10.1', '10.5', '11.0', '11.1', null),
        enabled: fc.constantFrom(false, null),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(untouched, (readings) => {
        expect(tell(readings)).toMatchObject({ adopted: 0, chosenOff: false });
      }),
    );
  });

  it('adopts at most false, concludes nothing from what was not read, and forgets nothing by it', () => {
    const facts = fc.record<UpgradeFacts>({
      before: fc.option(anyReading, { nil: null }),
      now: anyReading,
      explicit: fc.boolean(),
      applied: fc.option(
        fc.boolean().map((wanted) => pushed(wanted)),
        { nil: undefined },
      ),
      chosenOff: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const { adopt, chosenOff, because } = judgeUpgrade(given);
        expect([false, null]).toContain(adopt);
        if (given.explicit) expect(adopt).toBeNull();
        if (given.now.enabled !== null && given.now.release !== null) return;
        expect([adopt, chosenOff, because]).toEqual([null, given.chosenOff, 'not-readable']);
      }),
    );
  });
});

describe('DEFAULT_ON_SINCE', () => {
  it('says that the number is derived, and from what', () => {
    expect(DEFAULT_ON_SINCE).toEqual({ release: '12.0', source: expect.stringMatching(/FAQ/), confidence: 'derived' });
  });
});
