import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uptimeBetween } from '../../../netscaler-cli/src/index.js';
import { bootReading } from './boot-reading.js';
import type { BootReading } from './boot-reading.js';
import { placeBoot } from './place-boot.js';
import type { BootPlacement } from './place-boot.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const T = Date.UTC(2026, 10, 2, 3, 11, 9);

/** One look at an appliance. Times are real ones, counted from T; clocks are how far they read ahead of real time. */
interface Look {
  readonly at: number;
  /** When the packet engine started: on a reboot and on a warm restart. */
  readonly started: number;
  /** How far ahead its clock was when it noted its start, and is now; null: it shows no start. */
  readonly clock?: readonly [atStart: number, now: number] | null;
  readonly ourClock?: number;
  readonly node?: string;
}

const readingOf = ({ at, started, clock = [0, 0], ourClock = 0, node }: Look): BootReading | null => {
  if (clock === null) return null;
  const [atStart, now] = clock;
  const time = (ms: number) => ({ text: '', epochAsIfUtcMs: T + ms });
  const uptime = uptimeBetween(time(started + atStart), time(at + now));
  if (uptime === null) return null;
  const read = { readAtMs: T + at + ourClock, uptimeMs: uptime.ms, resolutionMs: uptime.resolutionMs };
  return bootReading({ ...read, ...(node !== undefined && { node }) });
};

type Kind = BootPlacement['kind'] | 'nothing';
const kindsOf = (looks: readonly Look[]): Kind[] => {
  let known: BootReading | null = null;
  return looks.map((look) => {
    const reading = readingOf(look);
    if (reading === null) return 'nothing';
    const placement: BootPlacement = placeBoot(known, reading);
    if (placement.kind === 'same') known = placement.narrowed;
    if (placement.kind === 'first' || placement.kind === 'new') known = reading;
    return placement.kind;
  });
};
const up = (at: number, given: Partial<Look> = {}): Look => ({ at, started: 0, ...given });

describe('boot epochs', () => {
  it.each<[says: string, looks: Look[], kinds: Kind[]]>([
    ['runs on', [up(DAY), up(DAY + HOUR), up(40 * DAY)], ['first', 'same', 'same']],
    ['is rebooted', [up(DAY), up(2 * DAY, { started: 2 * DAY - HOUR })], ['first', 'new']],
    [
      'is rebooted twice within minutes',
      [up(DAY), up(DAY + 10 * MINUTE, { started: DAY + 5 * MINUTE }), up(DAY + HOUR, { started: DAY + 30 * MINUTE })],
      ['first', 'new', 'new'],
    ],
    [
      'is restarted warm: only its packet engine starts anew',
      [up(DAY), up(DAY + 20 * MINUTE, { started: DAY + 18 * MINUTE })],
      ['first', 'new'],
    ],
    [
      'is read 120 s late and 120 s early',
      [up(DAY), up(DAY + HOUR, { ourClock: 2 * MINUTE }), up(DAY + 2 * HOUR, { ourClock: -2 * MINUTE })],
      ['first', 'same', 'same'],
    ],
    [
      'is read 120 s late in its first hour',
      [up(10 * MINUTE), up(15 * MINUTE, { ourClock: 2 * MINUTE }), up(20 * MINUTE, { ourClock: -2 * MINUTE })],
      ['first', 'same', 'same'],
    ],
    [
      'has its clock set forward by six hours',
      [up(DAY), up(DAY + HOUR, { clock: [0, 6 * HOUR] }), up(2 * DAY, { clock: [0, 6 * HOUR] })],
      ['first', 'same', 'same'],
    ],
    [
      'has its clock set back by six hours',
      [up(DAY), up(DAY + HOUR, { clock: [0, -6 * HOUR] }), up(2 * DAY, { clock: [0, -6 * HOUR] })],
      ['first', 'same', 'same'],
    ],
    [
      'is rebooted after its clock was set back',
      [
        up(DAY),
        up(DAY + HOUR, { clock: [0, -6 * HOUR] }),
        up(DAY + 2 * HOUR, { started: DAY + HOUR + 30 * MINUTE, clock: [-6 * HOUR, -6 * HOUR] }),
      ],
      ['first', 'same', 'new'],
    ],
    [
      'is moved nine time zones west and back, its start as it was printed',
      [up(2 * DAY), up(2 * DAY + HOUR, { clock: [0, -9 * HOUR] }), up(2 * DAY + 2 * HOUR, { clock: [0, 0] })],
      ['first', 'same', 'same'],
    ],
    [
      'is moved nine time zones east, its start as it was printed',
      [up(2 * DAY), up(2 * DAY + HOUR, { clock: [0, 9 * HOUR] })],
      ['first', 'same'],
    ],
    [
      'is moved nine time zones, its start in the new zone too',
      [up(2 * DAY), up(2 * DAY + HOUR, { clock: [-9 * HOUR, -9 * HOUR] })],
      ['first', 'same'],
    ],
    [
      'goes into and out of daylight saving time',
      [up(DAY), up(2 * DAY, { clock: [0, HOUR] }), up(200 * DAY, { clock: [0, 0] })],
      ['first', 'same', 'same'],
    ],
    [
      'leaves daylight saving time hours after its start',
      [up(3 * HOUR, { clock: [HOUR, HOUR] }), up(4 * HOUR, { clock: [HOUR, 0] })],
      ['first', 'same'],
    ],
    [
      'shares its address with a node that started later, and answers again',
      [
        up(DAY, { node: 'A' }),
        up(DAY + HOUR, { started: DAY - HOUR, node: 'B' }),
        up(DAY + 2 * HOUR, { node: 'A' }),
        up(DAY + 3 * HOUR, { node: 'A', started: DAY + 2 * HOUR + 30 * MINUTE }),
      ],
      ['first', 'other-node', 'same', 'new'],
    ],
    [
      'shares its address with a node that started earlier',
      [up(DAY, { node: 'A' }), up(DAY + HOUR, { started: -10 * DAY, node: 'B' })],
      ['first', 'other-node'],
    ],
    [
      'shows its serial number only now and then',
      [up(DAY), up(DAY + HOUR, { node: 'A' }), up(DAY + 2 * HOUR), up(DAY + 3 * HOUR, { node: 'B' })],
      ['first', 'same', 'same', 'other-node'],
    ],
    ['shows no start', [up(DAY, { clock: null }), up(2 * DAY, { clock: null })], ['nothing', 'nothing']],
    [
      'shows no start for a while',
      [up(DAY), up(DAY + HOUR, { clock: null }), up(DAY + 2 * HOUR)],
      ['first', 'nothing', 'same'],
    ],
    [
      'is restarted while it shows no start',
      [up(DAY), up(DAY + HOUR, { started: DAY + MINUTE, clock: null }), up(DAY + 2 * HOUR, { started: DAY + MINUTE })],
      ['first', 'nothing', 'new'],
    ],
    [
      'has a clock that is a year behind',
      [up(DAY, { clock: [-YEAR, -YEAR] }), up(2 * DAY, { clock: [-YEAR, -YEAR] })],
      ['first', 'same'],
    ],
    [
      'has a clock that is a year behind and put right',
      [
        up(DAY, { clock: [-YEAR, -YEAR] }),
        up(2 * DAY, { clock: [-YEAR, 0] }),
        up(3 * DAY, { started: 3 * DAY - HOUR, clock: [0, 0] }),
      ],
      ['first', 'same', 'new'],
    ],
    [
      'has a clock that is a year ahead and put right: its clock reads before its start',
      [
        up(DAY, { clock: [YEAR, YEAR] }),
        up(2 * DAY, { clock: [YEAR, 0] }),
        up(3 * DAY, { started: 3 * DAY - HOUR, clock: [0, 0] }),
      ],
      ['first', 'nothing', 'new'],
    ],
    [
      'is read after our clock was set forward by an hour',
      [up(DAY), up(DAY + 5 * MINUTE, { ourClock: HOUR }), up(DAY + 10 * MINUTE, { ourClock: HOUR })],
      ['first', 'same', 'same'],
    ],
    [
      'is read after our clock was set back by an hour',
      [up(DAY), up(DAY + 5 * MINUTE, { ourClock: -HOUR }), up(DAY + 10 * MINUTE, { ourClock: -HOUR })],
      ['first', 'same', 'same'],
    ],
    [
      'is rebooted after our clock was set back by two days',
      [up(DAY), up(DAY + HOUR, { started: DAY + 30 * MINUTE, ourClock: -2 * DAY })],
      ['first', 'new'],
    ],
    [
      'is rebooted just after our clock was set back by an hour in a long run',
      [up(40 * DAY), up(40 * DAY + 30 * MINUTE, { started: 40 * DAY + 20 * MINUTE, ourClock: -HOUR })],
      ['first', 'new'],
    ],
    [
      'is read after our clock jumped further than it has run: taken for a restart, to be sure',
      [up(HOUR), up(HOUR + 5 * MINUTE, { ourClock: DAY })],
      ['first', 'new'],
    ],
  ])('an appliance %s', (_says, looks, kinds) => {
    expect(kindsOf(looks)).toEqual(kinds);
  });

  it('takes a reading that was late to arrive for one of the same run, and does not go back to it', () => {
    const [late, last] = [readingOf(up(DAY)), readingOf(up(2 * DAY))];
    expect(late !== null && last !== null && placeBoot(last, late)).toMatchObject({
      kind: 'same',
      narrowed: { readAtMs: T + 2 * DAY, uptimeMs: 2 * DAY },
    });
  });

  const later = fc.integer({ min: 3 * HOUR, max: 60 * DAY });
  it('sees a restart at any time since the last reading, whatever the zone of the appliance', () => {
    const ago = fc.integer({ min: MINUTE, max: 3 * HOUR - MINUTE });
    const zone = fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR);
    fc.assert(
      fc.property(later, ago, zone, (ranMs, agoMs, zoneMs) => {
        const looks = [up(ranMs), up(ranMs + 3 * HOUR, { started: ranMs + 3 * HOUR - agoMs, clock: [zoneMs, zoneMs] })];
        expect(kindsOf(looks)).toEqual(['first', 'new']);
      }),
    );
  });

  it('sees no restart in any change of a clock, on either side, that is smaller than the run', () => {
    const step = fc.integer({ min: -25 * HOUR, max: 25 * HOUR });
    fc.assert(
      fc.property(later, step, fc.boolean(), (moreMs, stepMs, isOurs) => {
        const ranMs = Math.abs(stepMs) + moreMs;
        const changed = isOurs ? { ourClock: stepMs } : { clock: [0, stepMs] as const };
        expect(kindsOf([up(ranMs), up(ranMs + HOUR, changed)])).toEqual(['first', 'same']);
      }),
    );
  });
});
