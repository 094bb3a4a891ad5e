import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elfHash, relink, relinkImage } from './relink.mjs';

const packaged = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@falkordblite/linux-x64/package.json')),
  'bin/redis-server',
);

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'relink-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('relink', () => {
  it('makes a copy of the packaged redis-server that runs here, and leaves the original alone', () => {
    const before = fs.statSync(packaged).mtimeMs;
    const copy = path.join(folder, 'redis-server');
    expect(relink(packaged, copy)).toBe(7);
    const { stdout, status } = spawnSync(copy, ['--version'], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: expect.stringMatching(/^Redis server v=8\.2\.3 /), status: 0 });
    expect(fs.statSync(packaged).mtimeMs).toBe(before);
  });

  it('asks for no library version of that age any more', () => {
    const image = fs.readFileSync(path.join(folder, 'redis-server'));
    expect(relinkImage(image)).toBe(0);
  });

  it('stops at a symbol it knows no older equivalent of', () => {
    const image = fs.readFileSync(packaged);
    const at = image.indexOf('__isoc23_sscanf\0', 0, 'latin1');
    image.write('__isoc23_sscanx', at, 'latin1');
    expect(() => relinkImage(image)).toThrow('no older equivalent is known of __isoc23_sscanx@GLIBC_2.38');
  });

  it('refuses what is not a program', () => {
    expect(() => relinkImage(Buffer.alloc(64))).toThrow('not a 64-bit little-endian ELF file');
  });
});

describe('elfHash', () => {
  // Values that the C library's own headers and tools print for these names.
  it.each([
    ['GLIBC_2.2.5', 0x09691a75],
    ['GLIBC_2.34', 0x069691b4],
    ['GLIBCXX_3.4', 0x08922974],
  ])('of %s is what the loader expects', (name, hash) => {
    expect(elfHash(name)).toBe(hash);
  });
});
