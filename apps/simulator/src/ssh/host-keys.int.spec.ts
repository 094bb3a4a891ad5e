import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HostKeys } from './host-keys.js';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-keys-spec-'));
  file = join(directory, 'host-keys.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function restored(): Promise<HostKeys> {
  const keys = new HostKeys(file);
  await keys.restore();
  return keys;
}

/** The public key as hexadecimal text, so that a difference can be read. */
const shown = (key: { getPublicSSH(): Buffer }): string => key.getPublicSSH().toString('hex');

describe('HostKeys', () => {
  it('gives each name a key of its own, the same one each time', () => {
    const keys = new HostKeys(null);
    const names = Array.from({ length: 50 }, (_, at) => `appliance-${at}`);
    const first = names.map((name) => shown(keys.of(name)));
    expect(new Set(first).size).toBe(50);
    expect(names.map((name) => shown(keys.of(name)))).toEqual(first);
  });

  it('signs with the key it shows', () => {
    const key = new HostKeys(null).of('one');
    const point = key.getPublicSSH().subarray(-64);
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(0, 32).toString('base64url'),
      y: point.subarray(32).toString('base64url'),
    };
    const data = Buffer.from('exchange hash');
    expect(verify('sha256', data, createPublicKey({ key: jwk, format: 'jwk' }), key.sign(data))).toBe(true);
  });

  it('has the same keys after a restart that nobody announced', async () => {
    const keys = await restored();
    await keys.save();
    const before = shown(keys.of('made after the file was written'));
    expect(shown((await restored()).of('made after the file was written'))).toBe(before);
  });

  it('remembers rotations and legacy keys', async () => {
    const keys = await restored();
    const own = shown(keys.of('one'));
    keys.rotate('one');
    const legacy = shown(keys.legacyOf('one'));
    await keys.save();
    const again = await restored();
    expect(shown(again.of('one'))).toBe(shown(keys.of('one')));
    expect(shown(again.of('one'))).not.toBe(own);
    expect(shown(again.legacyOf('one'))).toBe(legacy);
  });

  it('keeps the keys of a file from before there was a seed', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    await writeFile(file, JSON.stringify({ one: pem }));
    const keys = await restored();
    const kept = shown(keys.of('one'));
    expect(kept).toContain(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-64).toString('hex'));
    await keys.save();
    expect(shown((await restored()).of('one'))).toBe(kept);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ kept: { one: pem } });
  });

  it.each([
    ['half a file', '{"half'],
    ['a seed that is none', '{"seed":"12","rotated":{},"kept":{}}'],
    ['something else', '[]'],
  ])('refuses %s', async (_what, text) => {
    await writeFile(file, text);
    await expect(restored()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });
});
