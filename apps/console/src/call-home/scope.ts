export type ScopeRank = 'fleet' | 'site' | 'group' | 'host' | 'instance';
const RANKS: readonly string[] = ['fleet', 'site', 'group', 'host', 'instance'] satisfies ScopeRank[];

/** A scope in its parts: `name` is that of a site or group, or the id of an appliance; empty for the fleet. */
export interface ScopeParts {
  rank: ScopeRank;
  name: string;
}

/** Null for what is no scope of a layer, such as the built-in values. */
export function scopeParts(scope: string): ScopeParts | null {
  const colon = scope.indexOf(':');
  const rank = colon === -1 ? scope : scope.slice(0, colon);
  if (!RANKS.includes(rank)) return null;
  const name = colon === -1 ? '' : scope.slice(colon + 1);
  return (rank === 'fleet') === (name === '') ? { rank: rank as ScopeRank, name } : null;
}

/** The appliance that a scope is of; null for fleet, sites and groups. */
export function applianceOf(scope: string): string | null {
  const parts = scopeParts(scope);
  return parts?.rank === 'host' || parts?.rank === 'instance' ? parts.name : null;
}

export const RANK_WORDS: Record<ScopeRank, string> = {
  fleet: 'Fleet',
  site: 'Site',
  group: 'Group',
  host: 'Host',
  instance: 'Instance',
};

/** A scope in words; `nameOf` knows the names of appliances. */
export function scopeWords(
  scope: string,
  nameOf: (applianceId: string) => string | undefined = () => undefined,
): string {
  const parts = scopeParts(scope);
  if (parts === null) return scope === 'built-in' ? 'Built-in' : scope.replaceAll('-', ' ');
  if (parts.rank === 'fleet') return 'Fleet';
  if (parts.rank === 'site' || parts.rank === 'group') return `${RANK_WORDS[parts.rank]} ${parts.name}`;
  return `${RANK_WORDS[parts.rank]} ${nameOf(parts.name) ?? parts.name}`;
}

/** The scope that an appliance's own settings stand in. */
export const scopeOfAppliance = ({ id, kind }: { id: string; kind: string }): string =>
  `${kind === 'sdx-host' ? 'host' : 'instance'}:${id}`;
