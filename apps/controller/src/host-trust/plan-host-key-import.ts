import type { HostKeyImportLine } from '../../../../libs/contract/src/index.js';
import type {
  HostAuthority,
  HostKeyImport,
  ImportedKey,
  KeyedAddress,
  NewHostAuthority,
} from '../../../../libs/persistence/src/index.js';
import { HOST_KEY_TYPES, type KnownHosts, type KnownHostsEntry } from '../../../../libs/ssh/src/index.js';

type Outcome = HostKeyImportLine['outcome'];

/** What a file would change, and one verdict for each line and appliance; `appliance` is null where none is concerned. */
export interface HostKeyImportPlan {
  readonly changes: HostKeyImport;
  readonly verdicts: readonly LineVerdict[];
}

export interface LineVerdict {
  readonly line: number;
  readonly outcome: Outcome;
  readonly alg: string | null;
  readonly fingerprint: string | null;
  readonly problem: string | null;
  readonly appliance: KeyedAddress | null;
}

/** What the plan is made against. `matches`: the appliances that each entry is about. */
export interface ImportGround {
  readonly matches: ReadonlyMap<KnownHostsEntry, readonly KeyedAddress[]>;
  readonly authorities: readonly HostAuthority[];
}

/**
 * Decides line by line what a known_hosts file changes. It never takes the place of a trusted key, and brings back none
 * that is revoked. Where it names several keys of an appliance without one, the type that sessions ask for first is taken.
 */
export function planHostKeyImport(file: KnownHosts, ground: ImportGround): HostKeyImportPlan {
  const pairs = file.entries.flatMap((entry) => pairsOf(entry, ground.matches.get(entry) ?? []));
  const revoked = pairs.filter(({ entry }) => entry.marker === 'revoked');
  const named = pairs.filter(({ entry }) => entry.marker === 'none');
  const isRevokedNow = setOf(revoked);
  const plans = new Map<string, Pair[]>();
  for (const pair of named) {
    const there = plans.get(pair.appliance.id);
    if (there === undefined) plans.set(pair.appliance.id, [pair]);
    else there.push(pair);
  }
  const authorities = planAuthorities(file.entries, ground.authorities);
  const ofKeys = [...plans.values()].flatMap((ofOne) => judgeKeys(ofOne, isRevokedNow));
  const verdicts = [
    ...ofKeys,
    ...revoked.map((pair) => verdict(pair, stateOf(pair) === 'revoked' ? 'already-revoked' : 'revoked')),
    ...authorities.verdicts,
    ...file.entries
      .filter((entry) => entry.marker !== 'cert-authority' && (ground.matches.get(entry) ?? []).length === 0)
      .map((entry) => aboutLine(entry.line, 'no-appliance', entry)),
    ...file.otherKeys.map(({ line, algorithm }) => ({ ...aboutLine(line, 'other-key-type'), alg: algorithm })),
    ...file.unreadable.map(({ line, problem }) => ({ ...aboutLine(line, 'unreadable'), problem })),
  ].toSorted((a, b) => a.line - b.line);
  return {
    changes: {
      trust: distinct(ofKeys.filter(({ outcome }) => outcome === 'trusted')),
      revoke: distinct(verdicts.filter(({ outcome }) => outcome === 'revoked')),
      authorities: authorities.fresh,
    },
    verdicts,
  };
}

/** Puts verdicts together, one for each line and outcome. `left`: keys that were not taken after all. */
export function importLines(verdicts: readonly LineVerdict[], left: readonly ImportedKey[]): HostKeyImportLine[] {
  const notTaken = new Set(left.map((key) => `${key.applianceId} ${key.fingerprint}`));
  const lines = new Map<string, HostKeyImportLine>();
  for (const { appliance, ...about } of verdicts) {
    const isLeft = about.outcome === 'trusted' && notTaken.has(`${appliance?.id} ${about.fingerprint}`);
    const outcome = isLeft ? 'conflict' : about.outcome;
    const key = `${about.line} ${outcome}`;
    const line = lines.get(key) ?? { ...about, outcome, applianceCount: 0, appliances: [] };
    lines.set(key, line);
    if (appliance === null) continue;
    line.applianceCount += 1;
    if (line.appliances.length < APPLIANCES_SHOWN) line.appliances.push({ id: appliance.id, name: appliance.name });
  }
  return [...lines.values()];
}

const APPLIANCES_SHOWN = 20;

interface Pair {
  readonly entry: KnownHostsEntry;
  readonly appliance: KeyedAddress;
}

function pairsOf(entry: KnownHostsEntry, appliances: readonly KeyedAddress[]): Pair[] {
  return entry.marker === 'cert-authority' ? [] : appliances.map((appliance) => ({ entry, appliance }));
}

/** All lines about one appliance. */
function judgeKeys(pairs: readonly Pair[], isRevokedNow: ReadonlySet<string>): LineVerdict[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const trusted = first.appliance.keys.find(
    ({ state, fingerprint }) => state === 'trusted' && !isRevokedNow.has(`${first.appliance.id} ${fingerprint}`),
  );
  const agrees = pairs.some(({ entry }) => entry.key.fingerprint === trusted?.fingerprint);
  const isRevoked = (pair: Pair) => stateOf(pair) === 'revoked' || isRevokedNow.has(keyOf(pair));
  const [best] = pairs
    .filter((pair) => !isRevoked(pair))
    .toSorted((a, b) => preference(a) - preference(b) || a.entry.line - b.entry.line);
  return pairs.map((pair) => {
    const { fingerprint } = pair.entry.key;
    if (isRevoked(pair)) return verdict(pair, 'key-revoked');
    if (fingerprint === trusted?.fingerprint) return verdict(pair, 'already-trusted');
    if (trusted !== undefined) return verdict(pair, agrees ? 'other-key-preferred' : 'conflict');
    return verdict(pair, fingerprint === best?.entry.key.fingerprint ? 'trusted' : 'other-key-preferred');
  });
}

const preference = ({ entry }: Pair): number => HOST_KEY_TYPES.indexOf(entry.key.algorithm);
const keyOf = ({ entry, appliance }: Pair): string => `${appliance.id} ${entry.key.fingerprint}`;
const setOf = (pairs: readonly Pair[]): ReadonlySet<string> => new Set(pairs.map(keyOf));
const stateOf = ({ entry, appliance }: Pair) =>
  appliance.keys.find((key) => key.fingerprint === entry.key.fingerprint)?.state ?? null;

function verdict({ entry, appliance }: Pair, outcome: Outcome): LineVerdict {
  return { ...aboutLine(entry.line, outcome, entry), appliance };
}

function aboutLine(line: number, outcome: Outcome, entry?: KnownHostsEntry): LineVerdict {
  const { algorithm: alg = null, fingerprint = null } = entry?.key ?? {};
  return { line, outcome, alg, fingerprint, problem: null, appliance: null };
}

function distinct(verdicts: readonly LineVerdict[]): ImportedKey[] {
  const keys = verdicts.flatMap(({ appliance, alg, fingerprint }) =>
    appliance === null || alg === null || fingerprint === null
      ? []
      : [{ applianceId: appliance.id, algorithm: alg, fingerprint }],
  );
  return [...new Map(keys.map((key) => [`${key.applianceId} ${key.fingerprint}`, key])).values()];
}

/** An authority speaks for the hosts its lines name, and for no others. */
function planAuthorities(
  entries: readonly KnownHostsEntry[],
  known: readonly HostAuthority[],
): { fresh: NewHostAuthority[]; verdicts: LineVerdict[] } {
  const names = new Set(known.map(({ name }) => name));
  const fresh = new Map<string, NewHostAuthority>();
  const verdicts = entries.flatMap((entry): LineVerdict[] => {
    if (entry.marker !== 'cert-authority') return [];
    const { fingerprint, algorithm, blob } = entry.key;
    if (known.some((one) => one.fingerprint === fingerprint)) return [aboutLine(entry.line, 'authority-known', entry)];
    // Which names a hash stands for cannot be told, and an authority over unknown names is one over all.
    if (entry.names.kind === 'hashed')
      return [{ ...aboutLine(entry.line, 'unreadable', entry), problem: 'authority-with-hashed-name' }];
    const hosts = entry.names.patterns;
    const there = fresh.get(fingerprint);
    if (there !== undefined) there.hosts.push(...hosts);
    else {
      const wanted = entry.comment.slice(0, 80) || 'known_hosts';
      const name = names.has(wanted) ? `${wanted} ${fingerprint.slice(0, 15)}` : wanted;
      names.add(name);
      const publicKey = blob.toString('base64');
      fresh.set(fingerprint, { name, algorithm, fingerprint, publicKey, hosts: [...hosts], site: null });
    }
    return [aboutLine(entry.line, 'authority-added', entry)];
  });
  return { fresh: [...fresh.values()], verdicts };
}
