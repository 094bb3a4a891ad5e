import { lookup as askResolver, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isAddress } from './address-kind.js';
import type { AddressPolicy } from './address-policy.js';

/** Addresses of a host that the policy allows; connect by `lookup`, and no other address can come in between. */
export interface ReachableHost {
  /** At least one. */
  readonly addresses: readonly LookupAddress[];
  /**
   * Answers with these addresses, whatever name is asked for, and never asks a name server: a name that changes its
   * address after the check gains nothing by it. For `net.connect` and all that is built on it.
   */
  readonly lookup: LookupFunction;
}

export type HostVerdict =
  | { readonly kind: 'reachable'; readonly host: ReachableHost }
  /** Every address of the host is refused; `reason` says why the first one is, as an `AddressKind`. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The name has no address now; `code` is the resolver's, for example `ENOTFOUND`. */
  | { readonly kind: 'unresolved'; readonly code: string };

/**
 * Resolves `hostname`, a name or an address (IPv6 with or without brackets), and keeps what `policy` allows. Forms such
 * as `0x7f.1` are resolved as the system resolves them and then judged. Never rejects.
 */
export async function reachHost(hostname: string, policy: AddressPolicy): Promise<HostVerdict> {
  const bare = hostname.replace(/^\[(.*)\]$/s, '$1');
  const found = isAddress(bare) ? [{ address: bare, family: bare.includes(':') ? 6 : 4 }] : await resolve(bare);
  if (typeof found === 'string') return { kind: 'unresolved', code: found };
  const verdicts = found.map((entry) => ({ entry, verdict: policy.judge(entry.address) }));
  const addresses = verdicts.filter(({ verdict }) => verdict.allowed).map(({ entry }) => entry);
  if (addresses.length > 0) return { kind: 'reachable', host: { addresses, lookup: pinnedLookup(addresses) } };
  const first = verdicts[0]?.verdict;
  return { kind: 'refused', reason: first?.allowed === false ? (first.kind ?? 'unreadable') : 'unreadable' };
}

function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    const fitting = addresses.filter((entry) => family === 0 || entry.family === family);
    const [first] = fitting;
    process.nextTick(() => {
      if (first === undefined) callback(Object.assign(new Error('no such address'), { code: 'ENOTFOUND' }), '', 0);
      else if (options.all === true) callback(null, fitting);
      else callback(null, first.address, first.family);
    });
  };
}

/** The addresses, or the resolver's error code. */
async function resolve(hostname: string): Promise<LookupAddress[] | string> {
  return new Promise((settle) => {
    askResolver(hostname, { all: true }, (error, addresses) => {
      if (error !== null) settle(typeof error.code === 'string' ? error.code : 'ENOTFOUND');
      else settle(addresses.length === 0 ? 'ENOTFOUND' : addresses);
    });
  });
}
