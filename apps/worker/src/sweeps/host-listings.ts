import type { HostHardware, Unreadable } from '../../../../libs/callhome/src/index.js';
import type { SystemHealthRow } from '../../../../libs/netscaler-cli/src/index.js';

/** What a host lists of itself: `HostHardware` for its conditions, and the sensors that no condition needs. */
export interface HostListings extends HostHardware {
  fans: readonly SystemHealthRow[] | Unreadable;
  temperatures: readonly SystemHealthRow[] | Unreadable;
}
