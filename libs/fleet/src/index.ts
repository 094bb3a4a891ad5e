export { APPLIANCE_KINDS, DEPLOYMENT_MODES, PLATFORMS, platformOf } from './appliance/appliance-kind.js';
export type { ApplianceKind, DeploymentMode, Platform } from './appliance/appliance-kind.js';
export {
  CONNECTION_CAUSES,
  CONNECTION_STEPS,
  CONNECTION_STEP_TITLES,
  type ConnectionCause,
  type ConnectionStepName,
} from './connection/connection-test.js';
export { CREDENTIAL_STATES, HOST_KEY_STATES, REACHABILITY_STATES } from './connection/connection-states.js';
export type {
  ConnectionStateFacts,
  CredentialState,
  HostKeyState,
  ReachabilityState,
  StateTone,
} from './connection/connection-states.js';
export { compareIdentity } from './identity/compare-identity.js';
export type { IdentityVerdict, MachineIdentity } from './identity/compare-identity.js';
export { inventoryDifference } from './inventory/inventory-difference.js';
export type { InventoryDifference, KnownInstance, SeenInstance } from './inventory/inventory-difference.js';
