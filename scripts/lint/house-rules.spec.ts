import { describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import { HOUSE_RULES } from './house-rules.mjs';

function faults(code: string): string[] {
  const rules = Object.fromEntries(Object.keys(HOUSE_RULES).map((name) => [`house/${name}`, 'error' as const]));
  const messages = new Linter().verify(code, [{ plugins: { house: { rules: HOUSE_RULES } }, rules }]);
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

describe('the house rules', () => {
  it.each([
    ['a note without an issue', '// TODO: later', 'house/issue-in-todo'],
    ['a fourth parameter', 'function f(a, b, c, d) {}', 'house/few-parameters'],
    ['a fourth parameter of a method', 'class X { m(a, b, c, d) {} }', 'house/few-parameters'],
    ['a spec that runs alone', 'it.only("x", () => {});', 'house/no-focus-or-skip'],
    ['a spec that is left out', 'xdescribe("x", () => {});', 'house/no-focus-or-skip'],
  ])('refuse %s', (_case, code, rule) => {
    expect(faults(code)).toEqual([rule]);
  });

  it.each([
    ['a note with its issue', '// TODO(#12): the other form'],
    ['what is injected into a constructor', 'class X { constructor(a, b, c, d) {} }'],
    ['a table of specs', 'it.each([])("x", () => {});'],
  ])('let %s pass', (_case, code) => {
    expect(faults(code)).toEqual([]);
  });
});
