import { describe, expect, it } from '@jest/globals';
import { readYaml } from './yaml-text.js';

// Each level names the one before ten times: 10^9 values once they are written out.
const BOMB = [
  'a0: &a0 x',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n');

describe('text that cannot be read', () => {
  it.each<[string, string, string, number | undefined]>([
    ['nothing', '', 'empty', 1],
    ['comments alone', '# only\n# comments\n', 'empty', 1],
    ['a tab that indents', 'a:\n\tb: 1', 'tab-as-indent', 2],
    ['a bracket that is never closed', 'a: {b: 1', 'bad-indent', 1],
    ['two documents', 'a: 1\n---\nb: 2', 'several-documents', 3],
    ['a key that is there twice', 'a:\n  b: 1\n  b: 2', 'duplicate-key', 3],
    ['a key that is there twice in JSON', '{"a": 1,\n"a": 2}', 'duplicate-key', 2],
    ['a key that is a list', '? [a]\n: 1', 'non-string-key', 1],
    ['an alias of nothing', 'a: 1\nb: *gone', 'unknown-alias', 2],
    ['an alias of something below', 'a: *late\nb: &late 1', 'unknown-alias', 1],
    ['an alias inside of what it names', 'a: &a\n  b: [1, *a]', 'cyclic-alias', 2],
    ['aliases that make a billion values', BOMB, 'too-many-aliases', 1],
    ['a tag', 'a: !env HOME', 'tag-resolve-failed', 1],
    ['a tag of the language that makes something else', 'a:\n  !!binary aGVsbG8=', 'tag', 2],
    ['another version', '%YAML 1.1\n---\na: yes', 'yaml-version', 1],
    ['a secret', 'a:\n  b: x-${secret:smtp}', 'secret-reference', 2],
    ['a zero character', 'a: "x\\0"', 'unsafe-characters', 1],
    ['half a character', 'a: "\\ud800"', 'unsafe-characters', 1],
    ['a key of the language itself', '{"__proto__": {"a": 1}}', 'unknown-key', 1],
    ['a million lists in each other, at once', 'a: ' + '['.repeat(1_000_000), 'too-deep', 1],
    ['a million lists in each other, on one line', '-\t'.repeat(1_000_000), 'too-deep', 1],
    ['a hundred levels', `${'['.repeat(100)}${']'.repeat(100)}`, 'too-deep', 1],
  ])('%s', (_says, text, code, line) => {
    const { value, problems } = readYaml(text);
    expect({ value, code: problems[0]?.code, line: problems[0]?.line }).toEqual({ value: undefined, code, line });
  }); // prettier-ignore

  it('has all its problems named at once', () => {
    expect(readYaml('a: *x\nb: *y\nc: ${secret:z}').problems.map(({ line }) => line)).toEqual([1, 2]);
    expect(readYaml('a: 1\na: 2\nb: ${secret:z}').problems.map(({ code }) => code)).toEqual([
      'duplicate-key',
      'secret-reference',
    ]);
  });
});

describe('text that can be read', () => {
  it.each<[string, string, unknown]>([
    ['JSON, indented by tabs', '{\n\t"a": [1, true, null, "x"]\n}', { a: [1, true, null, 'x'] }],
    ['words that older versions took for something else', 'a: [yes, no, on, 010, 2027-03-31]', { a: ['yes', 'no', 'on', 10, '2027-03-31'] }],
    ['names that look like numbers', '1: a\n1.10: b', { '1': 'a', '1.10': 'b' }],
    ['variables, which stay as they are', 'a: ${HOME}', { a: '${HOME}' }],
    ['brackets in texts', `a: "${'['.repeat(99)}"\nb: |\n${'  [\n'.repeat(99)}`, { a: '['.repeat(99), b: '[\n'.repeat(99) }],
    ['an alias', 'a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['an anchor that is given again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['a mark at the beginning', '\ufeffa: 1', { a: 1 }],
  ])('%s', (_says, text, value) => {
    expect(readYaml(text)).toMatchObject({ value, problems: [] });
  }); // prettier-ignore

  it('says where things are, through aliases and around what is not there', () => {
    const text = readYaml('a:\n  - x\n  - y/z: 1\nbase: &b\n  k: 1\nuse: *b');
    const lines = ['', '/a', '/a/1', '/a/1/y~1z', '/a/9', '/use', '/use/k', '/use/none', '/none'].map((at) =>
      text.lineOf(at),
    );
    expect(lines).toEqual([1, 1, 3, 3, 1, 6, 5, 6, 1]);
  });
});
