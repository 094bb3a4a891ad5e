import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createProgress, table } from './progress.mjs';

function recorded(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  let text = '';
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    text += chunk.toString();
    done();
  };
  const stream = Object.assign(new Writable({ write }), { isTTY, columns: 30 }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => text };
}

describe('createProgress', () => {
  it('draws over one line on a terminal, cut to its width, and removes it before a line that stays', () => {
    const terminal = recorded(true);
    const progress = createProgress(terminal.stream);
    progress.now('found 1 of 15 appliances on three hosts');
    progress.now('found 2 of 15');
    progress.line('done');
    expect(terminal.text()).toBe('found 1 of 15 appliances on t\r\u001b[2Kfound 2 of 15\r\u001b[2Kdone\n');
  });

  it('writes plain lines anywhere else, for each stage where it began and how far it came', () => {
    const file = recorded(false);
    const progress = createProgress(file.stream);
    for (const step of [0, 1, 1, 2, 3]) progress.now(`found ${step} of 3`);
    progress.now('pushing');
    progress.now('pushing');
    progress.line('done');
    expect(file.text()).toBe('found 0 of 3\nfound 3 of 3\npushing\ndone\n');
  });
});

describe('table', () => {
  it('aligns its two columns', () => {
    const rows = [
      { label: 'Found', value: 3 },
      { label: 'Sign in as', value: 'admin' },
    ];
    expect(table(rows)).toBe('  Found       3\n  Sign in as  admin');
  });
});
