import { describe, expect, it } from '@jest/globals';
import { CONDITION_STATES, type Appliance } from '../../../../libs/contract/src/index.js';
import { callHomeMark, conditionMark, reachabilityMark, worstConditionMark } from './appliance-marks.js';

type Summary = Appliance['conditions'][number];
const condition = (state: Summary['state'], code: Summary['code'] = 'hard-disk-error'): Summary => ({
  code,
  state,
  reason: null,
  checkedAt: null,
});

describe('conditionMark', () => {
  it('keeps OK, failed, unknown, not checked and n/a five different words with different icons', () => {
    const marks = CONDITION_STATES.filter((state) => state !== 'cleared').map((state) =>
      conditionMark(condition(state)),
    );
    expect(marks.map(({ word }) => word)).toEqual(['OK', 'failed', 'unknown', 'not checked', 'n/a']);
    expect(new Set(marks.map(({ icon }) => icon)).size).toBe(marks.length);
  });

  it('says why an instance has no power supply state', () => {
    const summary = { ...condition('not-applicable', 'power-supply-failure'), reason: 'no access to the power supply' };
    expect(conditionMark(summary)).toMatchObject({ word: 'n/a: no access to the power supply', tone: 'off' });
  });
});

describe('worstConditionMark', () => {
  it.each<[string, Summary[], string | null]>([
    ['nothing known', [], null],
    ['one failed part is named', [condition('ok', 'warm-restart'), condition('active')], 'hard disk failed'],
    ['an abbreviation keeps its capitals', [condition('active', 'ssl-card-failure')], 'SSL card failed'],
    ['an event is named once', [condition('active', 'memory-anomaly')], 'memory anomaly'],
    ['several are counted', [condition('active'), condition('active', 'warm-restart')], '2 open'],
    ['what could not be read outweighs OK', [condition('ok'), condition('unknown', 'warm-restart')], 'unknown'],
    ['not applicable never hides an OK', [condition('not-applicable', 'power-supply-failure'), condition('ok')], 'OK'],
  ])('%s', (_, conditions, word) => {
    expect(worstConditionMark(conditions)?.word ?? null).toBe(word);
  });
});

describe('callHomeMark', () => {
  it.each<[string, Appliance['callHome'], string | null]>([
    ['a host has no Call Home of its own', null, null],
    ['never read', { enabled: null, registration: 'unknown', drift: 'unknown', overrides: 0, readAt: null }, 'unknown'],
    ['off', { enabled: false, registration: 'off', drift: 'in-sync', overrides: 0, readAt: null }, 'off'],
    [
      'refused',
      { enabled: true, registration: 'failed:other', drift: 'in-sync', overrides: 0, readAt: null },
      'registration failed',
    ],
    [
      'refused, and why',
      { enabled: true, registration: 'failed:proxy-auth', drift: 'in-sync', overrides: 0, readAt: null },
      'registration failed: proxy asks for a login',
    ],
    [
      'on its way',
      { enabled: true, registration: 'registering', drift: 'in-sync', overrides: 0, readAt: null },
      'registering',
    ],
  ])('%s', (_, callHome, word) => {
    expect(callHomeMark(callHome)?.word ?? null).toBe(word);
  });
});

describe('reachabilityMark', () => {
  it.each<[string, Appliance['reachability'], string]>([
    ['never tried is not unreachable', { state: 'unknown', cause: null, at: null }, 'not checked'],
    ['a changed key blocks', { state: 'unreachable', cause: 'host-key-changed', at: null }, 'blocked'],
    ['a refused login answers at least', { state: 'unreachable', cause: 'auth-failed', at: null }, 'sign-in refused'],
    ['silence', { state: 'unreachable', cause: 'timeout', at: null }, 'unreachable'],
    ['one miss is not silence yet', { state: 'reachable', cause: 'connect-timeout', at: null }, 'reachable'],
    ['maintenance is nobody’s fault', { state: 'maintenance', cause: 'connect-timeout', at: null }, 'maintenance'],
  ])('%s', (_, reachability, word) => {
    expect(reachabilityMark(reachability).word).toBe(word);
  });
});
