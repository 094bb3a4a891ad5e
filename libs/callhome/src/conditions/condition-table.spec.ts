import { describe, expect, it } from '@jest/globals';
import { PLATFORMS } from '../../../fleet/src/index.js';
import type { Platform } from '../../../fleet/src/index.js';
import { CONDITIONS, CONDITION_CODES, applicability, conditionApplies } from './condition-table.js';
import type { ConditionCode } from './condition-table.js';

type Row = [code: ConditionCode, mpx: string, vpx: string, onSdx: string, host: string, request: boolean];
// Typed by hand from the design's table of conditions and platforms.
const DESIGN: Row[] = [
  ['compact-flash-error', 'instance', 'instance', 'instance', 'not-applicable', true],
  ['hard-disk-error', 'instance', 'instance', 'instance', 'host', true],
  ['power-supply-failure', 'instance', 'not-applicable', 'not-applicable', 'host', true],
  ['ssl-card-failure', 'instance', 'not-applicable', 'correlated', 'host', true],
  ['warm-restart', 'instance', 'instance', 'instance', 'not-applicable', false],
  ['memory-anomaly', 'instance', 'instance', 'instance', 'not-applicable', false],
  ['rate-limit-drop', 'instance', 'instance', 'instance', 'not-applicable', false],
];

describe('CONDITIONS', () => {
  it('has exactly the seven', () => {
    expect(CONDITION_CODES).toEqual(DESIGN.map(([code]) => code));
    expect(Object.keys(CONDITIONS)).toEqual([...CONDITION_CODES]);
  });

  it.each(DESIGN)('checks %s where the design says', (code, mpx, vpx, onSdx, host, request) => {
    const checks = (['mpx', 'vpx', 'vpx-on-sdx', 'sdx-host'] as const).map((on) => CONDITIONS[code].on[on].check);
    expect(checks).toEqual([mpx, vpx, onSdx, host]);
    expect(CONDITIONS[code].opensServiceRequest).toBe(request);
    const applies = [mpx, vpx, onSdx, host].map((check) => check !== 'not-applicable');
    expect((['mpx', 'vpx', 'vpx-on-sdx', 'sdx-host'] as const).map((on) => conditionApplies(code, on))).toEqual(
      applies,
    );
  });

  it('tells people why an instance has no power supply status', () => {
    expect(applicability('power-supply-failure', 'vpx-on-sdx')).toEqual({
      applies: false,
      check: 'not-applicable',
      reason: 'instance-has-no-psu-access',
      sentence: 'no access to the power supply',
    });
  });

  const pairs = CONDITION_CODES.flatMap((code) => PLATFORMS.map((on): [ConditionCode, Platform] => [code, on]));
  it.each(pairs)('gives a reason for %s on %s exactly when it does not apply', (code, on) => {
    const { applies, reason, sentence } = applicability(code, on);
    expect([reason === null, sentence === null]).toEqual([applies, applies]);
  });
});
