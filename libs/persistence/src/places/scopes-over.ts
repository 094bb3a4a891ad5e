import type { Place } from '../../../callhome/src/index.js';
import { groupScope, hostScope, instanceScope, siteScope } from '../settings/scope.js';

/** The names of all scopes that an appliance is in, broadest first. */
export function scopesOver({ id, site, groups, hostId }: Place): string[] {
  return [
    'fleet',
    ...(site === null ? [] : [siteScope(site)]),
    ...groups.map(groupScope),
    ...(hostId === null ? [] : [hostScope(hostId)]),
    instanceScope(id),
  ];
}
