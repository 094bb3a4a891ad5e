/** One instance that the inventory has for a host. `present`: the last listing had it. */
export interface KnownInstance {
  readonly id: string;
  readonly uuid: string | null;
  readonly address: string | null;
  readonly present: boolean;
}

/** One row of a host's instance listing. `address` is the NSIP; null or blank where the listing prints none. */
export interface SeenInstance {
  readonly uuid: string | null;
  readonly address: string | null;
  readonly name: string | null;
}

/** What a listing changes in the inventory. Every list has an order of its own, whatever order the input had. */
export interface InventoryDifference<S extends SeenInstance> {
  /** Rows that no known instance is. */
  readonly added: readonly S[];
  /** Every known instance that the listing has, with its row: write its name and address from here. */
  readonly kept: readonly { readonly id: string; readonly seen: S }[];
  /** Known instances that were present and are not listed any more. */
  readonly gone: readonly string[];
  /** Those of `kept` that had been gone. */
  readonly returned: readonly string[];
  /** Rows without uuid and without address: they cannot be told apart, so they change nothing. */
  readonly unidentified: readonly S[];
}

/**
 * Compares a host's known instances, of which no two have one uuid, with its listing.
 *
 * An instance is its VM's uuid, so a renamed or readdressed one stays the same, and a VM created anew at an old address
 * is another one. Where either side lacks the uuid, the NSIP address decides. A row that repeats an earlier row's VM is
 * dropped; which one stays does not depend on the order of the listing. An SVM's `id` is no key: it changes when an
 * instance is made again (sdx `ns` resource).
 */
export function inventoryDifference<S extends SeenInstance>(
  known: readonly KnownInstance[],
  seen: readonly S[],
): InventoryDifference<S> {
  const listed = distinct(seen.filter((row) => uuidOf(row) !== '' || addressOf(row) !== ''));
  const open = new Set(known.toSorted(byPresenceThenId));
  const rowOf = new Map<KnownInstance, S>();

  const unmatched = match(listed, { open, rowOf, keyOf: uuidOf, mayMeet: () => true });
  // Two uuids that differ are two VMs, even at one address.
  const mayMeet = (one: KnownInstance, row: S) => uuidOf(one) === '' || uuidOf(row) === '';
  const added = match(unmatched, { open, rowOf, keyOf: addressOf, mayMeet });

  const kept = [...rowOf].map(([one, row]) => ({ id: one.id, seen: row })).toSorted((a, b) => order(a.id, b.id));
  return {
    added,
    kept,
    gone: sortedIds([...open].filter((one) => one.present)),
    returned: sortedIds([...rowOf.keys()].filter((one) => !one.present)),
    unidentified: seen.filter((row) => uuidOf(row) === '' && addressOf(row) === '').toSorted(byUuidAddressName),
  };
}

type Keyed = Pick<SeenInstance, 'uuid' | 'address'>;

interface Matching<S> {
  readonly open: Set<KnownInstance>;
  readonly rowOf: Map<KnownInstance, S>;
  readonly keyOf: (row: Keyed) => string;
  readonly mayMeet: (one: KnownInstance, row: S) => boolean;
}

/** Pairs rows with open known instances by one key, moves them to `rowOf`, and returns the rows left over. */
function match<S extends SeenInstance>(rows: readonly S[], { open, rowOf, keyOf, mayMeet }: Matching<S>): S[] {
  const candidates = new Map<string, KnownInstance[]>();
  for (const one of open) candidates.set(keyOf(one), [...(candidates.get(keyOf(one)) ?? []), one]);
  return rows.filter((row) => {
    const key = keyOf(row);
    const one = key === '' ? undefined : candidates.get(key)?.find((each) => open.has(each) && mayMeet(each, row));
    if (one === undefined) return true;
    open.delete(one);
    rowOf.set(one, row);
    return false;
  });
}

/** Keeps one row per VM: rows with a uuid first, so that a poorer row of the same address is the one that goes. */
function distinct<S extends SeenInstance>(rows: readonly S[]): S[] {
  const uuids = new Set<string>();
  const addresses = new Set<string>();
  return rows.toSorted(byUuidAddressName).filter((row) => {
    const uuid = uuidOf(row);
    const address = addressOf(row);
    const repeated = uuid === '' ? addresses.has(address) : uuids.has(uuid);
    uuids.add(uuid);
    addresses.add(address);
    return !repeated;
  });
}

function byUuidAddressName(a: SeenInstance, b: SeenInstance): number {
  const missingLast = Number(uuidOf(a) === '') - Number(uuidOf(b) === '');
  return (
    missingLast || order(uuidOf(a), uuidOf(b)) || order(addressOf(a), addressOf(b)) || order(a.name ?? '', b.name ?? '')
  );
}

function byPresenceThenId(a: KnownInstance, b: KnownInstance): number {
  return Number(b.present) - Number(a.present) || order(a.id, b.id);
}

function sortedIds(known: readonly KnownInstance[]): string[] {
  return known.map((one) => one.id).toSorted(order);
}

function uuidOf({ uuid }: Keyed): string {
  return (uuid ?? '').trim().toLowerCase();
}

function addressOf({ address }: Keyed): string {
  return (address ?? '').trim().toLowerCase();
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
