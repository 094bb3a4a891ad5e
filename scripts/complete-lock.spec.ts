import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { completeLock, placesWithHost } from './complete-lock.mjs';
import { ROOT } from './folders.mjs';

const lockWith = (packages: Record<string, object>) => ({ packages });

describe('completeLock', () => {
  it('adds the packages of other platforms as npm writes them', () => {
    const lock = lockWith({
      'node_modules/tool': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: { '@tool/linux-x64-gnu': '2.0.0', '@tool/win32-arm64-msvc': '2.0.0' },
      },
      'node_modules/@tool/linux-x64-gnu': { version: '2.0.0' },
    });
    expect(completeLock(lock)).toEqual(['node_modules/@tool/win32-arm64-msvc']);
    expect(lock.packages['node_modules/@tool/win32-arm64-msvc']).toEqual({
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['win32'],
    });
  });

  it.each([
    ['beside its user', 'node_modules/a/node_modules/b-linux-x64'],
    ['in its user', 'node_modules/a/node_modules/tool/node_modules/b-linux-x64'],
    ['at the top', 'node_modules/b-linux-x64'],
  ])('finds a package that is there %s', (_case, place) => {
    const user = { optionalDependencies: { 'b-linux-x64': '1.0.0' } };
    const lock = lockWith({ 'node_modules/a/node_modules/tool': user, [place]: { version: '1.0.0' } });
    expect(completeLock(lock)).toEqual([]);
  });

  it.each([
    ['names no platform', { fsevents: '2.3.3' }],
    ['has a range of versions', { 'b-darwin-arm64': '^1.0.0' }],
  ])('refuses to guess about a package that %s', (_case, optionalDependencies) => {
    const lock = lockWith({ 'node_modules/tool': { optionalDependencies } });
    expect(() => completeLock(lock)).toThrow('does not name one platform and one version');
  });
});

describe('package-lock.json', () => {
  const lock = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, object>;
  };

  it('is complete (npm run lock:complete completes it)', () => {
    expect(completeLock(lock)).toEqual([]);
  });

  it('names no registry, so that it serves with any', () => {
    expect(placesWithHost(lock)).toEqual([]);
    const named = lockWith({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } });
    expect(placesWithHost(named)).toEqual(['node_modules/a']);
  });
});
