import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureInstalled, installStamp, requireNode } from './install.mjs';

let root = '';
const write = (file: string, value: unknown): void => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), typeof value === 'string' ? value : JSON.stringify(value));
};
const stamp = (): string => fs.readFileSync(path.join(root, 'node_modules/.sdx-stamp'), 'utf8');

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'install-'));
  write('package.json', { name: 'x', version: '1.0.0' });
  write('package-lock.json', {
    name: 'x',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'x', version: '1.0.0' }, 'node_modules/b-darwin': { version: '1.0.0', optional: true } },
  });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const unexpected = (progress: string): never => {
  throw new Error(`it said: ${progress}`);
};

describe('ensureInstalled', () => {
  it('does nothing where the stamp fits', async () => {
    write('node_modules/.sdx-stamp', installStamp(root));
    await ensureInstalled(unexpected, root);
    expect(stamp()).toBe(installStamp(root));
  });

  it('accepts what npm ci by hand has left', async () => {
    write('node_modules/.package-lock.json', { packages: {} });
    await ensureInstalled(unexpected, root);
    expect(stamp()).toBe(installStamp(root));
  });

  it.each([
    ['an installed package is not of the locked version', { 'node_modules/b-darwin': { version: '0.9.0' } }],
    ['a package is installed that the lock does not know', { 'node_modules/stranger': { version: '1.0.0' } }],
  ])('installs where %s, and says so', async (_case, packages) => {
    write('node_modules/.package-lock.json', { packages });
    await expect(ensureInstalled(unexpected, root)).rejects.toThrow('it said: installing packages');
  });

  it('installs anew for another Node, even if the versions fit', async () => {
    write('node_modules/.package-lock.json', { packages: {} });
    write('node_modules/.sdx-stamp', '1-linux-x64 abc');
    await expect(ensureInstalled(unexpected, root)).rejects.toThrow('it said: installing packages');
  });

  it('says in one sentence that npm failed', async () => {
    write('package.json', { name: 'x', version: '1.0.0', dependencies: { absent: '1.0.0' } });
    await expect(ensureInstalled(() => undefined, root)).rejects.toMatchObject({
      name: 'Fault',
      message: expect.stringMatching(/^The packages could not be installed \(.+\); check the network and run npm ci/),
    });
  });
});

describe('installStamp', () => {
  it('follows the lock', () => {
    const before = installStamp(root);
    write('package-lock.json', '{}');
    expect(installStamp(root)).not.toBe(before);
  });
});

describe('requireNode', () => {
  it.each(['18.20.4', '20.18.3'])('refuses %s in one sentence', (version) => {
    expect(() => requireNode(version)).toThrow(`Node ${version} is too old: install Node 20.19 or newer.`);
  });

  it.each(['20.19.0', '22.0.0'])('accepts %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
