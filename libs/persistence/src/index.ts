export { Database, migrateDatabase, openDatabase, type Transaction } from './database.js';
export { PERSISTENCE_ERRORS, PersistenceError, type PersistenceErrorCode } from './persistence-error.js';
export { newId, type IdPrefix } from './identifiers.js';
export { openStores, type Stores } from './stores.js';
export { Vault, openVault, type Sealed } from './credentials/vault.js';

export { AccessStore, type Caller } from './access/access-store.js';
export type { Account, AccountRole, ApiToken } from './access/access.table.js';
export {
  ApplianceStore,
  type ApplianceFacts,
  type ApplianceFilter,
  type Relative,
} from './appliances/appliance-store.js';
export type { Appliance, Component, HostKey, Observation } from './appliances/appliance.table.js';
export { HostAuthorityStore, type NewHostAuthority } from './host-trust/host-authority-store.js';
export type { HostAuthority } from './host-trust/host-authority.table.js';
export {
  HostTrustStore,
  type HostKeyDecision,
  type HostKeyImport,
  type ImportedKey,
  type KeyedAddress,
} from './host-trust/host-trust-store.js';
export { IDENTITY_CHANGED, withheldBy } from './host-trust/withhold-readings.js';
export { InstanceRegistry, type Registered } from './appliances/instance-registry.js';
export { placeOf, type AppliancePlace } from './appliances/place-of.js';
export { ConditionStore, conditionCursor } from './conditions/condition-store.js';
export type { Condition } from './conditions/condition.table.js';
export { ConnectionTestStore } from './connection-tests/connection-test-store.js';
export type { ConnectionTest, TestedStep } from './connection-tests/connection-test.table.js';
export { JumpHostStore, MOST_HOPS, type JumpHostPatch, type NewJumpHost } from './jump-hosts/jump-host-store.js';
export type { JumpHost } from './jump-hosts/jump-host.table.js';
export { SessionClaims } from './claims/session-claims.js';
export { CredentialStore, type NewLogin, type OpenCredential } from './credentials/credential-store.js';
export type { CredentialRow } from './credentials/credential.table.js';
export { DeliveryStore, type DeliveryFilter } from './deliveries/delivery-store.js';
export { DeliveryWork, type AttemptFailure } from './deliveries/delivery-work.js';
export { DestinationStore } from './deliveries/destination-store.js';
export type { BundleFacts, Delivery, DeliveryTransition, Destination, Receipt } from './deliveries/delivery.table.js';
export { EventStore, cursorOf } from './events/event-store.js';
export { WorkerStore } from './events/worker-store.js';
export type { EventTopic, FleetEvent } from './events/event.table.js';
export { InventoryHistoryStore } from './inventory-history/inventory-history-store.js';
export type { InventoryChangeRow } from './inventory-history/inventory-change.table.js';
export {
  RAW_ANSWER_MAX_BYTES,
  type AnswersRead,
  type RawAnswer,
  type RawAnswerReason,
  type StoredRawAnswer,
} from './inventory-history/raw-answer.js';
export { OperationStore } from './operations/operation-store.js';
export type { Operation } from './operations/operation.table.js';
export { OutboxStore, type DueWork, type Lease } from './outbox/outbox-store.js';
export { OverviewStore, type AttentionRow, type OverviewFigures } from './overview-store.js';
export { ReadingStore } from './readings/reading-store.js';
export type { ReadFacts, Reading, ReadingOutcome } from './readings/reading.js';
export { RolloutStore } from './rollouts/rollout-store.js';
export type {
  Plan,
  PlanSummary,
  PlanTarget,
  Rollout,
  RolloutTarget,
  RolloutTargetState,
} from './rollouts/rollout.table.js';
export { SettingsLayerStore, instanceScope, rankOf, type NewLayer } from './settings/settings-layer-store.js';
export type { SettingsLayer } from './settings/settings-layer.table.js';
export { SweepStore } from './sweeps/sweep-store.js';
export type { Sweep } from './sweeps/sweep.table.js';
