import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesHost, parseKnownHosts } from './known-hosts.js';

/** Public keys made for these specs. */
const ED25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIAcPeU/FGuZkwxcQLqq88qijmpbWzOq7W+2JVsof69vi';
const ECDSA =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMJzaPOaGZvI232G3XkNm+0r6bLcTODqk5VkdB1afA5vpAWAyEiKpyhTHbmbUXbtDyMYR0RzePl8sSnAJ40RH3E=';
const FINGERPRINT = 'SHA256:bNrxb0tCXydxWo8d8ZPQqGqz7DVapwLyZY7r0tXrWkM';
const KEY = `ssh-ed25519 ${ED25519}`;

function hashed(name: string): string {
  const salt = Buffer.alloc(20, 7);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

describe('parseKnownHosts', () => {
  it('numbers lines as an editor does and passes over blank ones and comments', () => {
    const { entries, unreadable, otherKeys } = parseKnownHosts(`# a file\r\n\r\n  \t\n10.1.0.5 ${KEY} fra 3\n`);
    expect(entries).toMatchObject([
      { line: 4, marker: 'none', comment: 'fra 3', key: { fingerprint: FINGERPRINT, algorithm: 'ssh-ed25519' } },
    ]);
    expect([unreadable, otherKeys]).toEqual([[], []]);
  });

  it('keeps the markers', () => {
    const text = `@cert-authority *.example.net ${KEY} ours\n@revoked * ecdsa-sha2-nistp256 ${ECDSA}`;
    expect(parseKnownHosts(text).entries.map(({ marker }) => marker)).toEqual(['cert-authority', 'revoked']);
  });

  it.each([
    ['a DSA key', 'ssh-dss', 'AAAAB3NzaC1kc3MAAAAB'],
    ['a security key', 'sk-ssh-ed25519@openssh.com', 'AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAA'],
    ['a type of tomorrow', 'ssh-new', 'AAAAB3NzaC1uZXcA'],
  ])('keeps %s aside', (_what, algorithm, base64) => {
    expect(parseKnownHosts(`h ${algorithm} ${base64}`)).toEqual({
      entries: [],
      otherKeys: [{ line: 1, algorithm }],
      unreadable: [],
    });
  });

  it.each([
    ['no key', '10.1.0.5 ssh-ed25519', 'too-few-fields'],
    ['a marker without a key', '@revoked 10.1.0.5 ssh-ed25519', 'too-few-fields'],
    ['an unknown marker', `@trusted 10.1.0.5 ${KEY}`, 'marker-unknown'],
    ['a key that is no base64', '10.1.0.5 ssh-ed25519 !!!!', 'key-malformed'],
    ['a key of the first SSH', '10.1.0.5 1024 65537 1234567890', 'key-malformed'],
    ['a key cut short', `10.1.0.5 ssh-ed25519 ${ED25519.slice(0, 40)}`, 'key-malformed'],
    ['a key with more behind it', `10.1.0.5 ssh-ed25519 ${ED25519}AAAA`, 'key-malformed'],
    ['a key of another type than it says', `10.1.0.5 ssh-rsa ${ED25519}`, 'key-type-differs'],
    ['a hash of another kind', `|2|AAAA|AAAA ${KEY}`, 'hash-malformed'],
    ['a hash that is too short', `|1|AAAA|AAAA ${KEY}`, 'hash-malformed'],
    ['a line without end', `${'h,'.repeat(10_000)}x ${KEY}`, 'line-too-long'],
  ])('reports %s with its line', (_what, line, problem) => {
    expect(parseKnownHosts(`\n${line}\n10.1.0.6 ${KEY}`)).toMatchObject({
      entries: [{ line: 3 }],
      unreadable: [{ line: 2, problem }],
    });
  });

  it('takes any text, and every line of it ends up somewhere', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
      fc
        .tuple(fc.constantFrom('@revoked ', '@cert-authority ', ''), fc.string(), fc.base64String())
        .map(([marker, hosts, key]) => `${marker}${hosts.replaceAll(/\s/g, '') || 'h'} ssh-ed25519 ${key}`),
      fc.constant(`10.1.0.5 ${KEY}`),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { entries, otherKeys, unreadable } = parseKnownHosts(lines.join('\n'));
        const counted = lines.filter((text) => text.trim() !== '' && !text.trim().startsWith('#')).length;
        expect(entries.length + otherKeys.length + unreadable.length).toBe(counted);
      }),
    );
  });
});

describe('namesHost', () => {
  it.each([
    ['an address', '10.1.0.5', '10.1.0.5', 22, true],
    ['one of several names', 'sdx,10.1.0.5', '10.1.0.5', 22, true],
    ['an address of another port', '10.1.0.5', '10.1.0.5', 2222, false],
    ['an address and port', '[10.1.0.5]:2222', '10.1.0.5', 2222, true],
    ['an address and port in brackets for 22', '[10.1.0.5]:22', '10.1.0.5', 22, true],
    ['an IPv6 address', 'fe80::1', 'FE80::1', 22, true],
    ['a name in other letters', 'SDX.Example.Net', 'sdx.example.net', 22, true],
    ['a wildcard', '*.example.net', 'sdx.example.net', 22, true],
    ['a wildcard for one sign', '10.1.0.?', '10.1.0.5', 22, true],
    ['a wildcard for one sign and two are there', '10.1.0.?', '10.1.0.55', 22, false],
    ['a wildcard with a port', '[*.example.net]:2222', 'sdx.example.net', 2222, true],
    ['a name that is denied', '*.example.net,!bad.example.net', 'bad.example.net', 22, false],
    ['a name beside one that is denied', '!bad.example.net,*.example.net', 'good.example.net', 22, true],
    ['denials alone', '!bad.example.net', 'good.example.net', 22, false],
    ['a hash', hashed('10.1.0.5'), '10.1.0.5', 22, true],
    ['a hash of a name and port', hashed('[10.1.0.5]:2222'), '10.1.0.5', 2222, true],
    ['a hash of something else', hashed('10.1.0.6'), '10.1.0.5', 22, false],
  ])('%s', (_says, hosts, address, port, expected) => {
    const [entry] = parseKnownHosts(`${hosts} ${KEY}`).entries;
    expect(entry && namesHost(entry.names, address, port)).toBe(expected);
  });

  it('ends soon for a pattern that has a star at every place', () => {
    const [entry] = parseKnownHosts(`${'*a'.repeat(2000)}b ${KEY}`).entries;
    expect(entry && namesHost(entry.names, 'a'.repeat(253), 22)).toBe(false);
  });
});
