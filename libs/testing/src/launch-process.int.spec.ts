import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchProcess } from './launch-process.js';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'launch-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Writes a program and gives its path. */
function program(name: string, lines: string): string {
  const file = path.join(folder, `${name}.mjs`);
  fs.writeFileSync(file, lines);
  return file;
}

const READY = `console.log('starting'); console.log(JSON.stringify({ ready: true, greeting: process.env.GREETING }));`;
const FOR_EVER = 'setInterval(() => {}, 1000);';

describe('launchProcess', () => {
  it('waits for the ready line and gives it, with the environment and the output', async () => {
    const entry = program('polite', `${READY} process.on('SIGTERM', () => process.exit(3)); ${FOR_EVER}`);
    const launched = await launchProcess({ entry, env: { GREETING: 'hello' } });
    expect(launched.ready).toEqual({ ready: true, greeting: 'hello' });
    expect(launched.output()).toContain('starting');
    expect(launched.running()).toBe(true);
    expect(await launched.stop()).toBe(3);
    expect(launched.running()).toBe(false);
  });

  it('ends a process that ignores requests, as a crash does', async () => {
    const launched = await launchProcess({
      entry: program('deaf', `process.on('SIGTERM', () => {}); ${READY} ${FOR_EVER}`),
    });
    await launched.kill();
    expect(launched.running()).toBe(false);
    expect(() => process.kill(launched.pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
  });

  it.each([
    [
      'is not built',
      () => 'dist/apps/nothing/src/main.js',
      'BUILD_MISSING',
      'dist/apps/nothing/src/main.js is not there',
    ],
    ['fails at once', () => program('broken', `throw new Error('no key')`), 'PROCESS_ENDED', 'no key'],
  ])('gives up on a program that %s', async (_case, entry, code, message) => {
    await expect(launchProcess({ entry: entry() })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('gives up on a program that says nothing', async () => {
    const entry = program('silent', FOR_EVER);
    await expect(launchProcess({ entry, readyTimeoutMs: 500 })).rejects.toMatchObject({
      code: 'NEVER_READY',
      message: expect.stringContaining('printed no ready line'),
    });
  });
});
