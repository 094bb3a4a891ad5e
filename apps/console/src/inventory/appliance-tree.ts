import type { Appliance } from '../../../../libs/contract/src/index.js';

/**
 * The roots of the inventory in the order given: hosts, MPX and VPX of their own, and instances whose host is not
 * among the rows (a filter hid it, or its page is not loaded yet). `childrenOf` answers a host's instances.
 */
export interface ApplianceTree {
  roots: readonly Appliance[];
  childrenOf: (host: Appliance) => readonly Appliance[] | undefined;
}

export function growTree(appliances: readonly Appliance[]): ApplianceTree {
  const present = new Set(appliances.map(({ id }) => id));
  const isChild = ({ hostId }: Appliance) => hostId !== null && present.has(hostId);
  const children = new Map<string, Appliance[]>();
  for (const appliance of appliances.filter(isChild)) {
    const siblings = children.get(appliance.hostId ?? '') ?? [];
    siblings.push(appliance);
    children.set(appliance.hostId ?? '', siblings);
  }
  return {
    roots: appliances.filter((appliance) => !isChild(appliance)),
    childrenOf: ({ id }) => children.get(id),
  };
}
