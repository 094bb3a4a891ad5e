import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HostAuthority, KeyedAddress } from '../../../../libs/persistence/src/index.js';
import { parseKnownHosts } from '../../../../libs/ssh/src/index.js';
import { matchKnownHosts } from './match-known-hosts.js';
import { importLines, planHostKeyImport } from './plan-host-key-import.js';

/** Public keys made for these specs. */
const KEYS = {
  E: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcPeU/FGuZkwxcQLqq88qijmpbWzOq7W+2JVsof69vi',
  F: `ssh-ed25519 ${Buffer.concat([Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIA==', 'base64').subarray(0, 19), Buffer.alloc(32, 5)]).toString('base64')}`,
  N: 'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMJzaPOaGZvI232G3XkNm+0r6bLcTODqk5VkdB1afA5vpAWAyEiKpyhTHbmbUXbtDyMYR0RzePl8sSnAJ40RH3E=',
};
const fingerprintOf = (key: keyof typeof KEYS) => parseKnownHosts(`h ${KEYS[key]}`).entries[0]?.key.fingerprint ?? '';

const appliance = (number: number, more: Partial<KeyedAddress> = {}): KeyedAddress => ({
  id: `app_${number}`,
  name: `sdx-${number}`,
  address: `10.1.0.${number}`,
  addressOverride: null,
  port: 22,
  keys: [],
  ...more,
});

const authority = (key: keyof typeof KEYS): HostAuthority => ({
  id: 'hca_1',
  name: 'ours',
  algorithm: 'ssh-ed25519',
  fingerprint: fingerprintOf(key),
  publicKey: '',
  hosts: [],
  site: null,
  addedBy: 'specs',
  createdAt: new Date(),
});

async function planOf(text: string, addresses: readonly KeyedAddress[], authorities: readonly HostAuthority[] = []) {
  const file = parseKnownHosts(text);
  return planHostKeyImport(file, { matches: await matchKnownHosts(file.entries, addresses), authorities });
}
const outcomesOf = async (...given: Parameters<typeof planOf>) =>
  importLines((await planOf(...given)).verdicts, []).map(({ line, outcome }) => `${line} ${outcome}`);

describe('planHostKeyImport', () => {
  const trusting = (key: keyof typeof KEYS) =>
    appliance(1, { keys: [{ fingerprint: fingerprintOf(key), state: 'trusted' }] });
  const revoking = (key: keyof typeof KEYS) =>
    appliance(1, { keys: [{ fingerprint: fingerprintOf(key), state: 'revoked' }] });

  it.each<[string, string, KeyedAddress, string[]]>([
    ['a key of an appliance without one', `10.1.0.1 ${KEYS.E}`, appliance(1), ['1 trusted']],
    [
      'a key that waits for approval',
      `10.1.0.1 ${KEYS.E}`,
      appliance(1, { keys: [{ fingerprint: fingerprintOf('E'), state: 'pending' }] }),
      ['1 trusted'],
    ],
    ['the trusted key', `10.1.0.1 ${KEYS.E}`, trusting('E'), ['1 already-trusted']],
    ['another key than the trusted one', `10.1.0.1 ${KEYS.F}`, trusting('E'), ['1 conflict']],
    [
      'more keys beside the trusted one',
      `10.1.0.1 ${KEYS.E}\n10.1.0.1 ${KEYS.N}`,
      trusting('E'),
      ['1 already-trusted', '2 other-key-preferred'],
    ],
    [
      'several keys, of which sessions ask for the second first',
      `10.1.0.1 ${KEYS.N}\n10.1.0.1 ${KEYS.E}`,
      appliance(1),
      ['1 other-key-preferred', '2 trusted'],
    ],
    ['the same key twice', `10.1.0.1 ${KEYS.E}\nx,10.1.0.1 ${KEYS.E}`, appliance(1), ['1 trusted', '2 trusted']],
    ['a key that is revoked there', `10.1.0.1 ${KEYS.E}`, revoking('E'), ['1 key-revoked']],
    [
      'a key that the file itself revokes',
      `10.1.0.1 ${KEYS.E}\n@revoked * ${KEYS.E}`,
      appliance(1),
      ['1 key-revoked', '2 revoked'],
    ],
    [
      'a key in place of one that the file revokes',
      `@revoked * ${KEYS.E}\n10.1.0.1 ${KEYS.F}`,
      trusting('E'),
      ['1 revoked', '2 trusted'],
    ],
    ['a revoked key that is revoked already', `@revoked 10.1.0.1 ${KEYS.E}`, revoking('E'), ['1 already-revoked']],
    ['a line about nobody here', `10.9.9.9 ${KEYS.E}`, appliance(1), ['1 no-appliance']],
    ['a line about another port', `[10.1.0.1]:2222 ${KEYS.E}`, appliance(1), ['1 no-appliance']],
    ['an overriding address', `127.0.0.9 ${KEYS.E}`, appliance(1, { addressOverride: '127.0.0.9' }), ['1 trusted']],
    [
      'the address under an overriding one',
      `10.1.0.1 ${KEYS.E}`,
      appliance(1, { addressOverride: '127.0.0.9' }),
      ['1 trusted'],
    ],
    ['a key type that is not used', '10.1.0.1 ssh-dss AAAAB3NzaC1kc3MAAAAB', appliance(1), ['1 other-key-type']],
    ['a line that cannot be read', '10.1.0.1 ssh-ed25519', appliance(1), ['1 unreadable']],
    ['an authority', `@cert-authority * ${KEYS.E} ours`, appliance(1), ['1 authority-added']],
  ])('%s', async (_says, text, one, expected) => {
    expect(await outcomesOf(text, [one])).toEqual(expected);
  });

  it('answers a line about several appliances for each outcome once', async () => {
    const taken = appliance(2, { keys: [{ fingerprint: fingerprintOf('F'), state: 'trusted' }] });
    const { verdicts, changes } = await planOf(`10.1.0.* ${KEYS.E}`, [appliance(1), taken, appliance(3)]);
    expect(importLines(verdicts, [])).toMatchObject([
      { line: 1, outcome: 'trusted', applianceCount: 2, appliances: [{ name: 'sdx-1' }, { name: 'sdx-3' }] },
      { line: 1, outcome: 'conflict', applianceCount: 1, appliances: [{ name: 'sdx-2' }] },
    ]);
    expect(changes.trust.map(({ applianceId }) => applianceId)).toEqual(['app_1', 'app_3']);
  });

  it('calls a key that was not taken after all a conflict', async () => {
    const { verdicts, changes } = await planOf(`10.1.0.1 ${KEYS.E}`, [appliance(1)]);
    expect(importLines(verdicts, changes.trust)).toMatchObject([{ outcome: 'conflict' }]);
  });

  it('lets an authority speak for the hosts of its lines only', async () => {
    const text = `@cert-authority *.a.example ${KEYS.E} theirs\n@cert-authority *.b.example ${KEYS.E}\n@cert-authority * ${KEYS.F}`;
    const { changes, verdicts } = await planOf(text, [], [authority('F')]);
    expect(changes.authorities).toMatchObject([{ name: 'theirs', hosts: ['*.a.example', '*.b.example'], site: null }]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['authority-added', 'authority-added', 'authority-known']);
  });

  it('gives an authority another name when its own is taken', async () => {
    const { changes } = await planOf(`@cert-authority * ${KEYS.E} ours`, [], [authority('F')]);
    expect(changes.authorities[0]?.name).toMatch(/^ours SHA256:/);
  });

  it('never trusts a second key of an appliance, nor a revoked one', async () => {
    const key = fc.constantFrom<keyof typeof KEYS>('E', 'F', 'N');
    const line = fc
      .tuple(fc.constantFrom('', '@revoked '), fc.constantFrom('10.1.0.1', '10.1.0.2', '*'), key)
      .map(([marker, host, of]) => `${marker}${host} ${KEYS[of]}`);
    const state = fc.constantFrom('pending' as const, 'trusted' as const, 'replaced' as const, 'revoked' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(line), key, state, async (lines, of, known) => {
        const keys = [{ fingerprint: fingerprintOf(of), state: known }];
        const { changes } = await planOf(lines.join('\n'), [appliance(1, { keys }), appliance(2)]);
        const ids = changes.trust.map(({ applianceId }) => applianceId);
        expect(new Set(ids).size).toBe(ids.length);
        const isRevoked = (fingerprint: string, id: string) =>
          changes.revoke.some((one) => one.applianceId === id && one.fingerprint === fingerprint) ||
          (id === 'app_1' && known === 'revoked' && fingerprint === fingerprintOf(of));
        expect(changes.trust.filter((one) => isRevoked(one.fingerprint, one.applianceId))).toEqual([]);
      }),
    );
  });
});

describe('matchKnownHosts', () => {
  it('refuses more patterns than can be tried', async () => {
    const text = Array.from({ length: 2100 }, (_, index) => `host${index}* ${KEYS.E}`).join('\n');
    const addresses = Array.from({ length: 2000 }, (_, index) => appliance(index));
    await expect(matchKnownHosts(parseKnownHosts(text).entries, addresses)).rejects.toMatchObject({
      code: 'validation',
      more: { errors: [{ pointer: '/text', code: 'too-many-patterns' }] },
    });
  });
});
