import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { Caller } from './caller.js';
import { maySee } from './owner-scope.js';

/**
 * An appliance without the names and ids of partners that the caller may not see. A peer's address stays: the own
 * appliance prints it.
 */
export function hideOthers(view: Appliance, caller: Pick<Caller, 'scope'>): Appliance {
  const { peerId, peer, cluster } = view;
  const hidesPeer = peerId !== null && !maySee(caller, peerId);
  return {
    ...view,
    peerId: hidesPeer ? null : peerId,
    peer: hidesPeer && peer !== null ? { ...peer, id: null, name: null } : peer,
    cluster: cluster && { ...cluster, members: cluster.members.filter(({ id }) => maySee(caller, id)) },
  };
}
