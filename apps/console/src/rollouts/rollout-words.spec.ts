import { describe, expect, it } from '@jest/globals';
import { eventWords, needsTyping, permissionFor, takesRole } from './rollout-words.js';

describe('needsTyping', () => {
  it.each([
    ['resume', 50, false],
    ['resume', 51, true],
    ['rollback', 200, true],
    ['pause', 5000, false],
    ['abort', 5000, false],
  ] as const)('%s of %i appliances: %s', (action, targets, typed) => {
    expect(needsTyping(action, targets)).toBe(typed);
  });
});

describe('permissionFor', () => {
  it.each([
    ['approve', 'approve'],
    ['reject', 'approve'],
    ['break-glass', 'administer'],
    ['abort', 'operate'],
    ['plan', 'operate'],
  ] as const)('%s takes %s', (action, permission) => {
    expect(permissionFor(action).permission).toBe(permission);
  });

  it('is told in a sentence', () => {
    expect(takesRole('operator')).toBe('takes the role of an operator');
    expect(takesRole('viewer')).toBe('takes the role of a viewer');
  });
});

describe('eventWords', () => {
  it.each([
    ['approve', 'approved and started'],
    ['some-new-event', 'some new event'],
  ])('says %s as "%s"', (event, words) => {
    expect(eventWords(event)).toBe(words);
  });
});
