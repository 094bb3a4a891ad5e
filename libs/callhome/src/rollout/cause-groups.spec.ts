import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { causeGroups } from './cause-groups.js';
import type { TargetCause } from './cause-groups.js';
import { ROLLOUT_TARGET_STATES } from './target-states.js';
import type { RolloutTargetState } from './target-states.js';

const failed = (cause: string | null): TargetCause => ({ state: 'failed', cause });
const group = (...targets: TargetCause[]) =>
  causeGroups(targets).map(({ state, cause, count }) => `${count} ${state} ${cause}`);

describe('causeGroups', () => {
  it.each<[says: string, cause: string, normalised: string]>([
    ['a number', 'no answer within 30 s', 'no answer within # s'],
    ['a decimal number', 'no answer within 30.5 s', 'no answer within # s'],
    ['an address', 'no route to 10.1.2.33', 'no route to #'],
    ['an address with its port', 'no route to 10.1.2.33:22', 'no route to #'],
    ['an address of the newer kind', 'no route to 2001:db8::7', 'no route to #'],
    ['an id', 'waits for app_01J9VPXPAY2', 'waits for #'],
    ['blanks and line ends', ' set  refused:\n  Invalid argument ', 'set refused: Invalid argument'],
  ])('groups over %s', (_says, cause, normalised) => {
    expect(group(failed(cause))).toEqual([`1 failed ${normalised}`]);
  });

  it.each<[says: string, cause: string]>([
    ['a code', 'host-key-changed'],
    ['a code with a number in it', 'proxy-407'],
    ['a build', 'ERROR: No such argument [-mode] on NS13.1-49.13'],
    ['a build without letters', 'refused by 12.1-65.25'],
    ['a build that is named so', 'set refused: "Invalid argument [port]" build 12.0'],
    ['a key and a value in words', 'read back: emailAddress is not what was set'],
    ['a word with an underline', 'no file ns_conf'],
  ])('keeps %s', (_says, cause) => {
    expect(group(failed(cause))).toEqual([`1 failed ${cause}`]);
  });

  it('puts the largest group first, and groups of one size by state and cause', () => {
    const targets: TargetCause[] = [
      { state: 'conflict', cause: 'changed-since-plan' },
      { state: 'unreachable', cause: 'connect-timeout' },
      failed('port 3128 refused'),
      { state: 'rollback-failed', cause: 'connect-timeout' },
      failed('auth-failed'),
      failed('port 8080 refused'),
    ];
    expect(group(...targets)).toEqual([
      '2 failed port # refused',
      '1 failed auth-failed',
      '1 unreachable connect-timeout',
      '1 conflict changed-since-plan',
      '1 rollback-failed connect-timeout',
    ]);
  });

  it('keeps states apart that share a cause', () => {
    const targets: TargetCause[] = [failed('connection-lost'), { state: 'unreachable', cause: 'connection-lost' }];
    expect(group(...targets)).toEqual(['1 failed connection-lost', '1 unreachable connection-lost']);
  });

  it('keeps targets without a cause in sight', () => {
    expect(group(failed(null), failed('  '))).toEqual(['2 failed no cause noted']);
  });

  it('hands back the targets as they were given', () => {
    const targets = [
      { state: 'failed' as const, cause: 'try 1', applianceId: 'app_2', build: '13.1-49.13' },
      { state: 'applied' as const, cause: null, applianceId: 'app_3', build: null },
      { state: 'failed' as const, cause: 'try 2', applianceId: 'app_1', build: '14.1-8.50' },
    ];
    expect(causeGroups(targets)[0]?.targets).toEqual([targets[0], targets[2]]);
  });

  it('loses no target that ended with a cause, and shows no other', () => {
    const states = Object.keys(ROLLOUT_TARGET_STATES) as RolloutTargetState[];
    const target = fc.record({ state: fc.constantFrom(...states), cause: fc.option(fc.string()) });
    const withCause = ['failed', 'unreachable', 'conflict', 'rollback-failed'];
    fc.assert(
      fc.property(fc.array(target), (targets) => {
        const groups = causeGroups(targets);
        const grouped = groups.flatMap((one) => one.targets);
        expect(new Set(grouped)).toEqual(new Set(targets.filter(({ state }) => withCause.includes(state))));
        expect(groups.map(({ count }) => count)).toEqual(groups.map((one) => one.targets.length));
        expect(groups.map(({ count }) => count)).toEqual(groups.map(({ count }) => count).toSorted((a, b) => b - a));
      }),
    );
  });
});
