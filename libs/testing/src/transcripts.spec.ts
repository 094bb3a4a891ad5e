import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { transcripts } from './transcripts.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transcripts-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (file: string, text: string): void => fs.writeFileSync(path.join(folder, file), text);

describe('transcripts', () => {
  it('pairs each output with its expected values, in the order of the names', () => {
    write('13.1-pair.txt', ' Done\r\n');
    write('13.1-pair.json', '{"nodes":2}');
    write('10.5-old.txt', 'old');
    write('10.5-old.json', '{"nodes":1}');
    write('ORIGIN.md', 'captured');
    const expected = [
      { name: '10.5-old', output: 'old', expected: { nodes: 1 } },
      { name: '13.1-pair', output: ' Done\r\n', expected: { nodes: 2 } },
    ];
    expect(transcripts(folder)).toEqual(expected);
    expect(transcripts(pathToFileURL(folder))).toEqual(expected);
  });

  it.each([
    ['an output without expected values', 'a.txt'],
    ['expected values without an output', 'a.json'],
    ['a folder with none', 'ORIGIN.md'],
  ])('refuses %s', (_case, file) => {
    write(file, '{}');
    expect(() => transcripts(folder)).toThrow(expect.objectContaining({ code: 'TRANSCRIPT_UNPAIRED' }));
  });
});
