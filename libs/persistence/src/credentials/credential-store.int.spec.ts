import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { openVault } from './vault.js';

let test: TestStores;
const folder = mkdtempSync(path.join(os.tmpdir(), 'vault-'));
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

describe('CredentialStore', () => {
  it('keeps the secret unreadable in the database and opens it for use', async () => {
    const row = await test.stores.credentials.add('lab', 'nsroot', { kind: 'password', password: 'canary-7c1e' });
    const dump = JSON.stringify(await test.database.source.query('SELECT * FROM credential'));
    expect(dump).not.toContain('canary-7c1e');
    const open = (await test.stores.credentials.openAll([row.id, 'crd_nobody'])).get(row.id);
    expect(open?.login.kind === 'password' && open.login.password.reveal()).toBe('canary-7c1e');
    expect(JSON.stringify(open)).not.toContain('canary-7c1e');
  });

  it('refuses a name twice', async () => {
    await test.stores.credentials.add('twice', 'nsroot', { kind: 'password', password: 'x' });
    await expect(
      test.stores.credentials.add('twice', 'nsroot', { kind: 'password', password: 'y' }),
    ).rejects.toMatchObject({ code: 'DUPLICATE' });
  });
});

describe('openVault', () => {
  it('makes a key that only its owner can read, and finds it again', () => {
    const file = path.join(folder, 'keys', 'master.key');
    const first = openVault(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(openVault(file).keyId).toBe(first.keyId);
    expect(readFileSync(file, 'utf8')).toHaveLength(45);
  });

  it('refuses a file that holds no key', () => {
    const file = path.join(folder, 'short.key');
    writeFileSync(file, 'AAAA\n');
    expect(() => openVault(file)).toThrow(expect.objectContaining({ code: 'MASTER_KEY_INVALID' }));
  });
});
