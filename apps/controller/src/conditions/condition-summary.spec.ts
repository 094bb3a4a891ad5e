import { describe, expect, it } from '@jest/globals';
import type { ConditionState } from '../../../../libs/callhome/src/index.js';
import { summarizeConditions } from './condition-summary.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute));
const disk = (state: ConditionState, minute = 0) => ({
  code: 'hard-disk-error' as const,
  state,
  title: 'Drive in slot 4',
  checkedAt: at(minute),
});
const of = (code: string, summary: ReturnType<typeof summarizeConditions>) =>
  summary.find((each) => each.code === code);

describe('summarizeConditions', () => {
  it.each<[string, ConditionState[], ConditionState]>([
    ['nothing was read', [], 'not-checked'],
    ['one part is active', ['ok', 'active', 'unknown'], 'active'],
    ['one part could not be read', ['ok', 'unknown', 'cleared'], 'unknown'],
    ['one part has recovered', ['ok', 'cleared'], 'cleared'],
    ['every part is well', ['ok', 'ok'], 'ok'],
  ])('takes the worst: %s', (_, states, expected) => {
    const summary = summarizeConditions('sdx-host', null, states.map((state) => disk(state)));
    expect(of('hard-disk-error', summary)?.state).toBe(expected);
  }); // prettier-ignore

  it('says when a part was last checked', () => {
    const summary = summarizeConditions('sdx-host', null, [disk('ok', 5), disk('active', 3)]);
    expect(of('hard-disk-error', summary)?.checkedAt).toBe('2026-11-23T14:05:00.000Z');
  });

  it.each([
    ['sdx-instance', 'power-supply-failure', 'no access to the power supply'],
    ['vpx', 'ssl-card-failure', 'a virtual appliance has no SSL card'],
    ['sdx-host', 'warm-restart', 'only the instances can tell, not their host'],
  ] as const)('never shows an %s a state of %s', (kind, code, reason) => {
    const rows = [{ code, state: 'ok' as const, title: '', checkedAt: at(0) }];
    expect(of(code, summarizeConditions(kind, 'sdx-fra-03', rows))).toEqual({
      code,
      state: 'not-applicable',
      reason,
      checkedAt: null,
    });
  });

  it('says why there is nothing to check on this one', () => {
    const rows = [
      { code: 'ssl-card-failure', state: 'not-applicable', title: 'no SSL chip assigned', checkedAt: at(0) },
    ] as const;
    expect(of('ssl-card-failure', summarizeConditions('sdx-instance', 'sdx-fra-03', rows))).toMatchObject({
      state: 'not-applicable',
      reason: 'no SSL chip assigned',
    });
  });

  it('says of an instance which condition its host checks too', () => {
    const summary = summarizeConditions('sdx-instance', 'sdx-fra-03', []);
    expect(of('ssl-card-failure', summary)?.reason).toBe('checked on host sdx-fra-03 too');
    expect(of('memory-anomaly', summary)?.reason).toBeNull();
  });
});
