import type { ProblemError } from '../../../../libs/contract/src/index.js';
import { hostScope, instanceScope, type ApplianceStore } from '../../../../libs/persistence/src/index.js';
import { didYouMean } from './did-you-mean.js';
import { entriesOf, type NamedPlace } from './read-file.js';

/** One appliance of the inventory, by what people call it. */
export type NamedAppliance = Awaited<ReturnType<ApplianceStore['directory']>>[number];

/** Names in files and the scopes that they stand for. */
export class ApplianceNames {
  /** By name in a file: those of hosts and those of everything else. */
  private readonly byName = { hosts: new Map<string, string[]>(), instances: new Map<string, string[]>() };
  private readonly byId = new Map<string, { place: 'hosts' | 'instances'; name: string }>();

  constructor(appliances: readonly NamedAppliance[]) {
    for (const { id, kind, name, hostName } of appliances) {
      const place = kind === 'sdx-host' ? 'hosts' : 'instances';
      const called = hostName === null ? name : `${hostName}/${name}`;
      this.byId.set(id, { place, name: called });
      const same = this.byName[place].get(called);
      if (same === undefined) this.byName[place].set(called, [id]);
      else same.push(id);
    }
  }

  /** The scope that a name in a file stands for; null: none, or more than one. */
  scopeOf(place: 'hosts' | 'instances', name: string): string | null {
    const id = this.idOf(place, name);
    if (id === null) return null;
    return place === 'hosts' ? hostScope(id) : instanceScope(id);
  }

  /** What a file calls an appliance: its name, or its id where another one has that name; null: it is retired. */
  nameOf(id: string): { place: 'hosts' | 'instances'; name: string } | null {
    const known = this.byId.get(id);
    if (known === undefined) return null;
    const isPlain = this.idOf(known.place, known.name) === id;
    return isPlain ? known : { place: known.place, name: id };
  }

  /** What is wrong with the names of appliances in a file. `raw` is what its text says. */
  problemsIn(raw: unknown): ProblemError[] {
    const seen = new Map<string, string>();
    return entriesOf(raw).flatMap(({ place, name, pointer }) => {
      if (place !== 'hosts' && place !== 'instances') return [];
      const scope = this.scopeOf(place, name);
      if (scope === null) return [this.unknown(place, name, pointer)];
      const other = seen.get(scope);
      seen.set(scope, name);
      if (other === undefined) return [];
      return [{ pointer, code: 'named-twice', detail: `${name} and ${other} are the same appliance` }];
    });
  }

  private idOf(place: 'hosts' | 'instances', name: string): string | null {
    // An id first: it is never ambiguous.
    if (this.byId.get(name)?.place === place) return name;
    const ids = this.byName[place].get(name) ?? [];
    return ids.length === 1 ? (ids[0] ?? null) : null;
  }

  private unknown(place: 'hosts' | 'instances', name: string, pointer: string): ProblemError {
    const ids = this.byName[place].get(name) ?? [];
    if (ids.length > 1) {
      const detail = `${ids.length} appliances have this name; name the one that is meant by its id: ${ids.toSorted().join(', ')}`;
      return { pointer, code: 'ambiguous-name', detail };
    }
    const what = place === 'hosts' ? 'SDX host' : 'instance or standalone appliance';
    const known = this.byName[place].keys();
    return { pointer, code: 'unknown-appliance', detail: `there is no ${what} of this name${didYouMean(name, known)}` };
  }
}

/** True where a file, or what is exported, names appliances at all. */
export function namesAppliances(raw: unknown): boolean {
  const places: NamedPlace[] = ['hosts', 'instances'];
  return entriesOf(raw).some(({ place }) => places.some((each) => each === place));
}
