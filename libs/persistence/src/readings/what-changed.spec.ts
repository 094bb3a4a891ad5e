import { describe, expect, it } from '@jest/globals';
import type { KnownFacts } from '../../../fleet/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import { changedObservations } from './what-changed.js';

const row = (facts: KnownFacts, more: Partial<Observation> = {}) =>
  ({ applianceId: 'app_1', build: '13.1-1', unrecognised: {}, facts, ...more }) as Observation;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 0, minute));
const fact = <T>(value: T, minute = 0) => ({ value, at: at(minute).toISOString() });
const licence = { edition: 'standard', source: 'local', daysToExpiration: 3 } as const;

describe('changedObservations', () => {
  it.each<[string, Observation, Observation, number]>([
    ['a fact is another', row({ timeZone: fact('CET') }), row({ timeZone: fact('UTC') }), 1],
    ['a fact is new', row({}), row({ timeZone: fact('UTC') }), 1],
    ['the build is another', row({}), row({}, { build: '13.1-2' }), 1],
    [
      'only times moved',
      row({ timeZone: fact('CET') }, { seenAt: at(0) }),
      row({ timeZone: fact('CET', 5) }, { seenAt: at(5) }),
      0,
    ],
    ['only memory in use moved', row({ memoryUsedPercent: fact(10) }), row({ memoryUsedPercent: fact(20) }), 0],
    [
      'the database gave the keys back in another order',
      row({ licence: fact({ daysToExpiration: 3, source: 'local', edition: 'standard' }) }),
      row({ licence: fact(licence) }),
      0,
    ],
  ])('tells screens to look again or not: %s', (_says, before, after, expected) => {
    expect(changedObservations(new Map([['app_1', before]]), [after])).toHaveLength(expected);
  });
});
