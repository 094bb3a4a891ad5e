import { describe, expect, it } from '@jest/globals';
import { DEFAULT_APPROVAL_POLICY, approvalReasons, mayApprove } from './approval-reasons.js';
import type { ApprovalPolicy, PlanFacts } from './approval-reasons.js';

const HARMLESS: PlanFacts = { changing: 1, keysChanged: [], disables: 0, destinationChanged: false };
const LOCKED: Partial<PlanFacts> = {
  keysChanged: [
    { key: 'proxy', source: 'site:emea', locked: true },
    { key: 'emailAddress', source: 'fleet', locked: true },
    { key: 'proxy', source: 'fleet', locked: true },
    { key: 'mode', source: 'fleet', locked: false },
  ],
};
const EVERYTHING: Partial<PlanFacts> = { ...LOCKED, changing: 51, disables: 2, destinationChanged: true };

describe('approvalReasons', () => {
  it.each<[says: string, facts: Partial<PlanFacts>, policy: Partial<ApprovalPolicy>, codes: string[]]>([
    ['a small change', {}, {}, []],
    ['as many targets as allowed', { changing: 50 }, {}, []],
    ['one target more', { changing: 51 }, {}, ['targets>50']],
    ['any target', { changing: 1 }, { overTargets: 0 }, ['targets>0']],
    ['no target at all', { changing: 0 }, { overTargets: 0 }, []],
    ['any number of targets', { changing: 100_000 }, { overTargets: null }, []],
    ['a locked key, once per key', LOCKED, {}, ['locked:emailAddress', 'locked:proxy']],
    ['a locked key that nobody minds', LOCKED, { lockedKeys: false }, []],
    ['a key that is not locked', { keysChanged: [{ key: 'mode', source: 'fleet', locked: false }] }, {}, []],
    ['Call Home switched off', { disables: 1 }, {}, ['disables-call-home']],
    ['Call Home switched off, that nobody minds', { disables: 1 }, { disabling: false }, []],
    ['another destination', { destinationChanged: true }, {}, ['destination']],
    ['another destination that nobody minds', { destinationChanged: true }, { destinationChange: false }, []],
    [
      'everything at once',
      EVERYTHING,
      {},
      ['targets>50', 'locked:emailAddress', 'locked:proxy', 'disables-call-home', 'destination'],
    ],
    [
      'everything, where nobody minds anything',
      EVERYTHING,
      { overTargets: null, lockedKeys: false, disabling: false, destinationChange: false },
      [],
    ],
  ])('for %s', (_says, facts, policy, codes) => {
    const reasons = approvalReasons({ ...HARMLESS, ...facts }, { ...DEFAULT_APPROVAL_POLICY, ...policy });
    expect(reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('says each in a sentence', () => {
    const reasons = approvalReasons({ ...HARMLESS, ...EVERYTHING, disables: 1 }, DEFAULT_APPROVAL_POLICY);
    expect(reasons.map(({ detail }) => detail)).toEqual([
      'It changes 51 appliances; more than 50 need approval.',
      'It changes emailAddress, which is locked; the value is of fleet.',
      'It changes proxy, which is locked; the value is of fleet, site:emea.',
      'It switches Call Home off on 1 appliance.',
      'It changes where this controller uploads to.',
    ]);
  });
});

describe('mayApprove', () => {
  it.each([
    ['the author', 'acc_1', 'acc_1', false],
    ['somebody else', 'acc_1', 'acc_2', true],
  ])('%s', (_says, author, approver, expected) => {
    expect(mayApprove({ author, approver })).toBe(expected);
  });
});
