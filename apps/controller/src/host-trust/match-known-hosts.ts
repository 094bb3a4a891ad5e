import { setImmediate as breathe } from 'node:timers/promises';
import type { KeyedAddress } from '../../../../libs/persistence/src/index.js';
import { namesHost, type KnownHostsEntry } from '../../../../libs/ssh/src/index.js';
import { ApiProblem } from '../api/api-problem.js';

/**
 * Hashed names and patterns have to be tried with every address. This many tries take some ten seconds of one core, in
 * slices between which other requests are served.
 */
const MOST_TRIES = 4_000_000;
const TRIES_PER_SLICE = 2_000;
const PLAIN_PORT = 22;

/**
 * Finds the appliances that each line is about, by address or overriding address and port, in the order of the lines.
 * @throws {ApiProblem} validation - more lines with hashed names or patterns than can be tried at once.
 */
export async function matchKnownHosts(
  entries: readonly KnownHostsEntry[],
  addresses: readonly KeyedAddress[],
): Promise<Map<KnownHostsEntry, KeyedAddress[]>> {
  const tried = entries.filter((entry) => !isPlain(entry));
  if (tried.length * addresses.length > MOST_TRIES) {
    throw new ApiProblem('validation', {
      errors: [
        {
          pointer: '/text',
          code: 'too-many-patterns',
          detail: `hashed names and patterns are tried with each of ${addresses.length} appliances: import at most ${Math.floor(MOST_TRIES / addresses.length)} such lines at once`,
        },
      ],
    });
  }
  const byName = namesOf(addresses);
  const matches = new Map<KnownHostsEntry, KeyedAddress[]>();
  let tries = 0;
  for (const entry of entries) {
    if (isPlain(entry)) {
      const patterns = entry.names.kind === 'patterns' ? entry.names.patterns : [];
      const found = patterns.flatMap((name) => byName.get(name.toLowerCase()) ?? []);
      matches.set(entry, [...new Set(found)]);
      continue;
    }
    const found: KeyedAddress[] = [];
    for (const one of addresses) {
      if (++tries % TRIES_PER_SLICE === 0) await breathe();
      if (placesOf(one).some((address) => namesHost(entry.names, address, one.port))) found.push(one);
    }
    matches.set(entry, found);
  }
  return matches;
}

/** True if the line names hosts in so many letters, which needs no trying. */
function isPlain({ names }: KnownHostsEntry): boolean {
  return names.kind === 'patterns' && names.patterns.every((pattern) => !/[*?!]/.test(pattern));
}

function namesOf(addresses: readonly KeyedAddress[]): Map<string, KeyedAddress[]> {
  const byName = new Map<string, KeyedAddress[]>();
  for (const one of addresses) {
    for (const address of placesOf(one)) {
      const names = one.port === PLAIN_PORT ? [address, `[${address}]:${one.port}`] : [`[${address}]:${one.port}`];
      for (const name of names) {
        const there = byName.get(name.toLowerCase());
        if (there === undefined) byName.set(name.toLowerCase(), [one]);
        else there.push(one);
      }
    }
  }
  return byName;
}

function placesOf({ address, addressOverride }: KeyedAddress): string[] {
  return addressOverride === null || addressOverride === address ? [address] : [addressOverride, address];
}
