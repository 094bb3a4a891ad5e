import { isIPv4, isIPv6 } from 'node:net';

/** A range of addresses; one address is the range with the longest prefix. */
export interface Network {
  readonly family: 4 | 6;
  /** True when every address of `other` lies in this network. Networks of the two families never hold each other. */
  holds(other: Network): boolean;
  readonly first: bigint;
  readonly prefix: number;
}

/**
 * Reads `address` or `address/prefix`. An IPv6 address that carries an IPv4 one is read as that IPv4 address, so that
 * no other spelling gets around a rule. Null for everything else: prefixes that are too long, decimal or hexadecimal
 * forms, leading zeros, zone ids, and bits beyond the prefix, because `10.1.2.3/8` is most often a slip.
 */
export function readNetwork(text: string): Network | null {
  const [address = '', prefixText, ...rest] = text.trim().split('/');
  if (rest.length > 0) return null;
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : null;
  if (family === null) return null;
  const bits = family === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? bits : readPrefix(prefixText, bits);
  if (prefix === null) return null;
  const first = family === 4 ? readIpv4(address) : readIpv6(address);
  if (first & ((1n << BigInt(bits - prefix)) - 1n)) return null;
  return family === 6 ? (carried(first, prefix) ?? makeNetwork(6, first, prefix)) : makeNetwork(4, first, prefix);
}

function makeNetwork(family: 4 | 6, first: bigint, prefix: number): Network {
  const shift = BigInt((family === 4 ? 32 : 128) - prefix);
  return {
    family,
    first,
    prefix,
    holds: (other) => other.family === family && other.prefix >= prefix && other.first >> shift === first >> shift,
  };
}

/** Where IPv6 carries an IPv4 address: the bits before it, and how many there are. */
const CARRIERS: readonly (readonly [before: bigint, length: number])[] = [
  [0xffffn, 96], // ::ffff:0:0/96, IPv4-mapped, RFC 4291 §2.5.5.2
  [0n, 96], // ::/96, IPv4-compatible, RFC 4291 §2.5.5.1
  [0xffff_0000n, 96], // ::ffff:0:0:0/96, IPv4-translated, RFC 2765 §2.1
  [0x0064_ff9b_0000_0000_0000_0000n, 96], // 64:ff9b::/96, NAT64, RFC 6052 §2.1
  [0x2002n, 16], // 2002::/16, 6to4, RFC 3056 §2
];

function carried(first: bigint, prefix: number): Network | null {
  if (first <= 1n && prefix > 96) return null; // :: and ::1 are of their own
  for (const [before, length] of CARRIERS) {
    if (prefix < length || first >> BigInt(128 - length) !== before) continue;
    const ipv4Prefix = Math.min(prefix - length, 32);
    return makeNetwork(4, (first >> BigInt(96 - length)) & 0xffff_ffffn, ipv4Prefix);
  }
  return null;
}

function readPrefix(text: string, bits: number): number | null {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= bits ? Number(text) : null;
}

function readIpv4(address: string): bigint {
  return address.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

/** `address` has passed `isIPv6` and has no zone id. */
function readIpv6(address: string): bigint {
  const words = address.replace(/[\d.]+$/, (tail) => (isIPv4(tail) ? ipv4Words(tail) : tail));
  const [before = '', after] = words.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const gap = after === undefined ? 0 : 8 - head.length - tail.length;
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...tail];
  return all.reduce((value, word) => (value << 16n) | BigInt(`0x${word}`), 0n);
}

function ipv4Words(address: string): string {
  const value = readIpv4(address);
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
