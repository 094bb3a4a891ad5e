import { describe, expect, it } from '@jest/globals';
import { opensServiceRequest, spreadUnknown, worstPerComponent } from './finding.js';
import type { Finding } from './finding.js';

const finding = (given: Partial<Finding>): Finding => ({
  code: 'hard-disk-error',
  component: 'disk/1',
  state: 'active',
  severity: 'major',
  title: '',
  evidence: null,
  affects: [],
  ...given,
});

describe('opensServiceRequest', () => {
  it.each<[says: string, given: Partial<Finding>, opens: boolean]>([
    ['a failed drive', {}, true],
    ['a drive that is being rebuilt', { severity: 'warning' }, false],
    ['a drive that works', { state: 'ok', severity: 'none' }, false],
    ['a drive that could not be read', { state: 'unknown', severity: 'none' }, false],
    ['a warm restart', { code: 'warm-restart', severity: 'critical' }, false],
    ['a failed power supply', { code: 'power-supply-failure', severity: 'critical' }, true],
  ])('decides for %s', (_says, given, opens) => {
    expect(opensServiceRequest(finding(given))).toBe(opens);
  });
});

describe('spreadUnknown', () => {
  const unread = finding({ component: 'appliance', state: 'unknown', severity: 'none' });
  const known = (component: string, code: Finding['code'] = 'hard-disk-error') => ({ code, component });

  it('makes every known component of the condition unknown', () => {
    const spread = spreadUnknown([unread], [known('disk/1'), known('disk/2'), known('chips', 'ssl-card-failure')]);
    expect(spread).toEqual([
      { ...unread, component: 'disk/1' },
      { ...unread, component: 'disk/2' },
    ]);
  });

  it('leaves a component its own finding', () => {
    const own = finding({ component: 'disk/1' });
    expect(spreadUnknown([own, unread], [known('disk/1'), known('disk/2')])).toEqual([
      own,
      { ...unread, component: 'disk/2' },
    ]);
  });

  it('keeps the finding where nothing is known yet', () => {
    expect(spreadUnknown([unread], [])).toEqual([unread]);
  });

  it('spreads nothing that could be read', () => {
    const whole = finding({ component: 'appliance' });
    expect(spreadUnknown([whole], [known('disk/1')])).toEqual([whole]);
  });
});

describe('worstPerComponent', () => {
  it('keeps active before unknown before ok, and the graver of two active ones', () => {
    const critical = finding({ severity: 'critical' });
    const all = [
      finding({ state: 'ok', severity: 'none' }),
      finding({ state: 'unknown', severity: 'none' }),
      finding({ severity: 'warning' }),
      critical,
      finding({}),
    ];
    expect(worstPerComponent(all)).toEqual([critical]);
    expect(worstPerComponent(all.slice(0, 2))).toEqual([all[1]]);
  });

  it('keeps conditions and components apart', () => {
    const both = [finding({}), finding({ code: 'power-supply-failure' }), finding({ component: 'disk/2' })];
    expect(worstPerComponent(both)).toEqual(both);
  });
});
