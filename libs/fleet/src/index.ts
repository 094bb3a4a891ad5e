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
export {
  CREDENTIAL_EVENTS,
  CREDENTIAL_TRANSITIONS,
  REFUSALS_TO_SUSPEND,
  judgeCredential,
} from './connection/credential-transitions.js';
export type { CredentialEvent, CredentialMove, CredentialStanding } from './connection/credential-transitions.js';
export {
  MISSES_TO_UNREACHABLE,
  REACHABILITY_EVENTS,
  REACHABILITY_TRANSITIONS,
  judgeReachability,
} from './connection/reachability-transitions.js';
export type { Reachability, ReachabilityEvent, ReachabilityMove } from './connection/reachability-transitions.js';
export { compareIdentity } from './identity/compare-identity.js';
export type { IdentityVerdict, MachineIdentity } from './identity/compare-identity.js';
export { judgeMachine } from './identity/judge-machine.js';
export type { KnownMachine, MachineJudgement } from './identity/judge-machine.js';
export { HOST_KEY_TRANSITIONS, approvalNeedsReason, nextHostKeyState } from './identity/host-key-transitions.js';
export type { HostKeyEvent, HostKeyRecordState } from './identity/host-key-transitions.js';
export { inventoryDifference } from './inventory/inventory-difference.js';
export type { InventoryDifference, KnownInstance, SeenInstance } from './inventory/inventory-difference.js';
export { relatedAddresses } from './deployment/deployment-claim.js';
export type { DeploymentClaim, HaRole } from './deployment/deployment-claim.js';
export type { Deployment, DeploymentMember } from './deployment/deployment.js';
export { groupDeployments } from './deployment/group-deployments.js';
export { writeTarget } from './deployment/write-target.js';
export type { WriteRefusal, WriteTarget } from './deployment/write-target.js';
export { cutSecrets } from './inventory/cut-secrets.js';
export { inventoryChanges } from './inventory/inventory-changes.js';
export type { HistoryField, InventoryChange, Recorded } from './inventory/inventory-changes.js';
export { mergeFacts } from './inventory/known-facts.js';
export type { Chips, FactsRead, Hypervisor, KnownFact, KnownFacts, Licence } from './inventory/known-facts.js';
export { notSupportedHere, whatToRead } from './inventory/what-to-read.js';
