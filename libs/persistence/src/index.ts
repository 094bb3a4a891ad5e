export { Database, migrateDatabase, openDatabase, type Transaction } from './database.js';
export { PERSISTENCE_ERRORS, PersistenceError, type PersistenceErrorCode } from './persistence-error.js';
export { newId, type IdPrefix } from './identifiers.js';
export { openStores, type Stores } from './stores.js';
export { Vault, openVault, type Sealed } from './credentials/vault.js';

export { AccessStore, type Caller, type NewAccount, type OwnedAppliance } from './access/access-store.js';
export type { AccountChange, AccountChanged } from './access/change-account.js';
export type { Account, AccountRole, ApiToken } from './access/access.table.js';
export {
  ApplianceStore,
  type ApplianceFacts,
  type ApplianceFilter,
  type Relative,
  type ShownCallHome,
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
export { Announcer } from './notifications/announcer.js';
export { ChannelStore, type NewChannel, type NotificationFilter } from './notifications/channel-store.js';
export { NotificationWork, type Attempt, type NotificationTask } from './notifications/notification-work.js';
export {
  type Channel,
  type ChannelKind,
  type ChannelSecrets,
  type ChannelSettings,
  type Notification,
} from './notifications/notification.table.js';
export { OperationStore } from './operations/operation-store.js';
export type { Operation } from './operations/operation.table.js';
export { OutboxStore, type DueWork, type Lease } from './outbox/outbox-store.js';
export { OverviewStore, type AttentionRow, type OverviewFigures } from './overview-store.js';
export { PolicyStore, type PolicyPatch, type PolicyRow } from './policies/policy-store.js';
export type { Policies, RolloutPolicy } from './policies/policy.table.js';
export { IncidentStore, type IncidentFilter } from './incidents/incident-store.js';
export type { Incident } from './incidents/incident.table.js';
export type { RequestMove } from './service-requests/move-request.js';
export { ServiceRequestStore, type ServiceRequestFilter } from './service-requests/service-request-store.js';
export type { ServiceRequest, ServiceRequestTransition } from './service-requests/service-request.table.js';
export { QuietPeriodStore, type NewQuietPeriod } from './quiet-periods/quiet-period-store.js';
export type { QuietPeriod } from './quiet-periods/quiet-period.table.js';
export { ReadingStore } from './readings/reading-store.js';
export type { ReadFacts, Reading, ReadingOutcome } from './readings/reading.js';
export { RegistrationStore } from './registrations/registration-store.js';
export type { Registration } from './registrations/registration.table.js';
export {
  RolloutStore,
  type ListedTarget,
  type NewRollout,
  type RolloutFilter,
  type TargetWithCause,
} from './rollouts/rollout-store.js';
export { countsIn, type MoreOfMove, type RolloutMove, type WaveCount } from './rollouts/move-rollout.js';
export type { NewTarget } from './rollouts/insert-targets.js';
export { RolloutWork, type TargetNote, type TargetWork } from './rollouts/rollout-work.js';
export type { Plan, PlanSelection, PlanSummary, PlanTarget } from './rollouts/plan.table.js';
export type {
  RollbackScope,
  Rollout,
  RolloutSource,
  RolloutTarget,
  RolloutTransition,
  RolloutWave,
  SentCommand,
} from './rollouts/rollout.table.js';
export { AppliedStore, type Applied } from './applied/applied-store.js';
export type { Combination } from './places/members-of.js';
export type { NamedPlaces } from './places/ensure-places.js';
export { PlaceStore, type NewGroup, type NewSite } from './places/place-store.js';
export type { CountedGroup, CountedSite } from './places/select-places.js';
export { changedKeys, NOTHING_SAID } from './settings/changed-keys.js';
export { ExceptionStore, type ExceptionFilter, type NewException } from './settings/exception-store.js';
export { groupScope, hostScope, instanceScope, rankOf, siteScope } from './settings/scope.js';
export type { ExceptionState, SettingsException } from './settings/settings-exception.table.js';
export { SettingsLayerStore, type ExpectedEdit, type LayerRevision } from './settings/settings-layer-store.js';
export type {
  LayerContent,
  ManagedBy,
  RevisionCause,
  SettingsLayer,
  SettingsRevision,
} from './settings/settings-layer.table.js';
export type { Authorship, LayerEdit } from './settings/write-layer.js';
export { SweepStore } from './sweeps/sweep-store.js';
export type { Sweep } from './sweeps/sweep.table.js';
