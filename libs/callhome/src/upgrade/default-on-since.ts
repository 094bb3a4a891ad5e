/**
 * First release on which Call Home is on without anybody having asked for it.
 *
 * The vendor says that it is on by default on every platform and that an upgrade from a release where it was off turns
 * it on, and names no number. A provider's guide reports that going from 11 to 12 did so; hence derived, not documented.
 */
export const DEFAULT_ON_SINCE = {
  release: '12.0',
  source: "vendor's Call Home FAQ (the change, without a number); a cloud provider's upgrade guide (from 11 to 12)",
  confidence: 'derived',
} as const satisfies {
  readonly release: string;
  readonly source: string;
  readonly confidence: 'documented' | 'derived' | 'assumed';
};
