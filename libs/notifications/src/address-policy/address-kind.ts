import { isIPv4, isIPv6 } from 'node:net';
import { readNetwork, type Network } from './network.js';

/** `ordinary` is everything that a receiver of messages may well have; the others are named by what they reach. */
export type AddressKind =
  'ordinary' | 'loopback' | 'link-local' | 'metadata' | 'unspecified' | 'multicast' | 'reserved';

const KINDS: readonly (readonly [AddressKind, readonly string[]])[] = [
  // Instance metadata outside link-local: Amazon EC2 over IPv6, Alibaba Cloud ECS, Microsoft Azure (WireServer).
  ['metadata', ['169.254.169.254/32', 'fd00:ec2::254/128', '100.100.100.200/32', '168.63.129.16/32']],
  ['unspecified', ['0.0.0.0/8', '::/128']], // RFC 1122 §3.2.1.3; RFC 4291 §2.5.2
  ['loopback', ['127.0.0.0/8', '::1/128']], // RFC 1122 §3.2.1.3; RFC 4291 §2.5.3
  ['link-local', ['169.254.0.0/16', 'fe80::/10']], // RFC 3927; RFC 4291 §2.5.6
  ['multicast', ['224.0.0.0/4', 'ff00::/8']], // RFC 5771; RFC 4291 §2.7
  ['reserved', ['240.0.0.0/4']], // RFC 1112 §4, with the limited broadcast address
];

const KNOWN: readonly (readonly [AddressKind, readonly Network[]])[] = KINDS.map(([kind, networks]) => [
  kind,
  networks.map((text) => readNetwork(text)).filter((network) => network !== null),
]);

/**
 * Says what kind of place an address is. An IPv6 address that only carries an IPv4 one (mapped, compatible, NAT64 or
 * 6to4) is of the kind of the address it carries. Null when `address` is no IPv4 or IPv6 address in standard text;
 * a zone id is allowed and ignored.
 */
export function addressKind(address: string): AddressKind | null {
  const host = readNetwork(withoutZone(address));
  if (host === null || !isAddress(address)) return null;
  const kind = KNOWN.find(([, networks]) => networks.some((network) => network.holds(host)))?.[0];
  return kind ?? 'ordinary';
}

/** Text that Node takes for an address as it stands, without asking a name server. */
export function isAddress(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}

export function withoutZone(address: string): string {
  return address.replace(/%.*$/s, '');
}
