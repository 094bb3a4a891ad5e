import { describe, expect, it } from '@jest/globals';
import { CONDITION_CODES } from '../conditions/condition-table.js';
import { incidentKey, stormKey, type OccurredAt } from './incident-key.js';

const HOST: OccurredAt = { applianceId: 'app_host', code: 'ssl-card-failure', hostId: 'app_host' };
const INSTANCE: OccurredAt = { ...HOST, applianceId: 'app_vpx' };

describe('incidentKey', () => {
  it.each<[string, OccurredAt, OccurredAt, boolean]>([
    ['a chip of a host and the instance on it', HOST, INSTANCE, true],
    ['two instances of one host with the same cause', INSTANCE, { ...INSTANCE, applianceId: 'app_other' }, true],
    ['two causes at one host', HOST, { ...INSTANCE, code: 'hard-disk-error' }, false],
    ['the same cause at two hosts', HOST, { ...HOST, applianceId: 'app_h2', hostId: 'app_h2' }, false],
    ['two appliances that stand alone', { ...HOST, hostId: null }, { ...INSTANCE, hostId: null }, false],
    [
      'what an instance has of its own, and its neighbour',
      { ...INSTANCE, code: 'memory-anomaly' },
      { ...INSTANCE, applianceId: 'app_other', code: 'memory-anomaly' },
      false,
    ],
  ])('%s', (_says, one, other, isSame) => {
    expect(incidentKey(one).key === incidentKey(other).key).toBe(isSame);
  });

  it('never takes the name of a storm', () => {
    const keys = CONDITION_CODES.map((code) => incidentKey({ ...INSTANCE, code }).key);
    expect(new Set(keys).size).toBe(CONDITION_CODES.length);
    expect(keys.filter((key) => key.startsWith(stormKey('')))).toEqual([]);
  });
});
