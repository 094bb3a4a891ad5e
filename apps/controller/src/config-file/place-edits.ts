import { groupScope } from '../../../../libs/persistence/src/index.js';
import type { FleetState } from './compare-file.js';

/** One group that gets another priority. */
export interface GroupMove {
  name: string;
  priority: number;
}

/** Moves of groups in their order: each leaves no two groups at one priority that were not there before or meant to be. */
export interface GroupMoves {
  /** Before layers are written. */
  first: readonly GroupMove[];
  /** After it. */
  last: readonly GroupMove[];
}

/**
 * Orders the moves of groups. One to a number that is free is made at once. Where another group has that number, as when
 * two change places, it first waits at a number of its own: what ties halfway would be refused.
 */
export function groupMoves({ groups }: Pick<FleetState, 'groups'>, after: ReadonlyMap<string, number>): GroupMoves {
  const moves = [...groups].flatMap(([name, { priority }]) => {
    const wanted = after.get(groupScope(name));
    return wanted === undefined || wanted === priority ? [] : [{ name, priority: wanted }];
  });
  const taken = new Map<number, number>();
  for (const priority of [...[...groups.values()].map((group) => group.priority), ...after.values()]) {
    taken.set(priority, (taken.get(priority) ?? 0) + 1);
  }
  // Its own wish is counted once.
  const isFree = ({ priority }: GroupMove) => taken.get(priority) === 1;
  const waiting = moves.filter((move) => !isFree(move));
  let aside = Math.max(0, ...taken.keys());
  return {
    first: [...moves.filter(isFree), ...waiting.map(({ name }) => ({ name, priority: (aside += 1) }))],
    last: waiting,
  };
}
