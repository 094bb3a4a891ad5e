import { AccessStore } from './access/access-store.js';
import { AppliedStore } from './applied/applied-store.js';
import { ApplianceStore } from './appliances/appliance-store.js';
import { InstanceRegistry } from './appliances/instance-registry.js';
import { ConditionStore } from './conditions/condition-store.js';
import { CredentialStore } from './credentials/credential-store.js';
import type { Vault } from './credentials/vault.js';
import type { Database } from './database.js';
import { DeliveryStore } from './deliveries/delivery-store.js';
import { DeliveryWork } from './deliveries/delivery-work.js';
import { DestinationStore } from './deliveries/destination-store.js';
import { EventStore } from './events/event-store.js';
import { WorkerStore } from './events/worker-store.js';
import { ConnectionTestStore } from './connection-tests/connection-test-store.js';
import { InventoryHistoryStore } from './inventory-history/inventory-history-store.js';
import { HostAuthorityStore } from './host-trust/host-authority-store.js';
import { HostTrustStore } from './host-trust/host-trust-store.js';
import { IncidentStore } from './incidents/incident-store.js';
import { JumpHostStore } from './jump-hosts/jump-host-store.js';
import { Announcer } from './notifications/announcer.js';
import { ChannelStore } from './notifications/channel-store.js';
import { NotificationWork } from './notifications/notification-work.js';
import { TicketFollowing } from './notifications/ticket-following.js';
import { OperationStore } from './operations/operation-store.js';
import { OutboxStore } from './outbox/outbox-store.js';
import { OverviewStore } from './overview-store.js';
import { PlaceStore } from './places/place-store.js';
import { PolicyStore } from './policies/policy-store.js';
import { QuietPeriodStore } from './quiet-periods/quiet-period-store.js';
import { ReadingStore } from './readings/reading-store.js';
import { RegistrationStore } from './registrations/registration-store.js';
import { RolloutStore } from './rollouts/rollout-store.js';
import { RolloutWork } from './rollouts/rollout-work.js';
import { ServiceRequestStore } from './service-requests/service-request-store.js';
import { ExceptionStore } from './settings/exception-store.js';
import { SettingsLayerStore } from './settings/settings-layer-store.js';
import { SweepStore } from './sweeps/sweep-store.js';

/** Every store over one database, made once per process. */
export interface Stores {
  access: AccessStore;
  announcer: Announcer;
  appliances: ApplianceStore;
  applied: AppliedStore;
  channels: ChannelStore;
  conditions: ConditionStore;
  connectionTests: ConnectionTestStore;
  credentials: CredentialStore;
  deliveries: DeliveryStore;
  deliveryWork: DeliveryWork;
  destinations: DestinationStore;
  events: EventStore;
  exceptions: ExceptionStore;
  history: InventoryHistoryStore;
  hostAuthorities: HostAuthorityStore;
  hostTrust: HostTrustStore;
  incidents: IncidentStore;
  instances: InstanceRegistry;
  jumpHosts: JumpHostStore;
  layers: SettingsLayerStore;
  notificationWork: NotificationWork;
  operations: OperationStore;
  outbox: OutboxStore;
  overview: OverviewStore;
  places: PlaceStore;
  policies: PolicyStore;
  quietPeriods: QuietPeriodStore;
  readings: ReadingStore;
  registrations: RegistrationStore;
  rollouts: RolloutStore;
  rolloutWork: RolloutWork;
  serviceRequests: ServiceRequestStore;
  sweeps: SweepStore;
  tickets: TicketFollowing;
  workers: WorkerStore;
}

export function openStores(database: Database, vault: Vault): Stores {
  const applied = new AppliedStore(database);
  const events = new EventStore(database);
  const outbox = new OutboxStore(database);
  const operations = new OperationStore(database, events);
  const deliveries = new DeliveryStore(database, outbox, events);
  const registrations = new RegistrationStore(database, deliveries, events);
  const hostAuthorities = new HostAuthorityStore(database, events);
  return {
    access: new AccessStore(database),
    announcer: new Announcer(database, events, outbox),
    appliances: new ApplianceStore(database, events),
    applied,
    channels: new ChannelStore(database, outbox, vault),
    conditions: new ConditionStore(database, events),
    connectionTests: new ConnectionTestStore(database),
    credentials: new CredentialStore(database, vault),
    deliveries,
    deliveryWork: new DeliveryWork(database, outbox, { deliveries, registrations, events }),
    destinations: new DestinationStore(database, vault),
    events,
    exceptions: new ExceptionStore(database, events),
    history: new InventoryHistoryStore(database, events),
    hostAuthorities,
    hostTrust: new HostTrustStore(database, events, hostAuthorities),
    incidents: new IncidentStore(database),
    instances: new InstanceRegistry(database, events),
    jumpHosts: new JumpHostStore(database, events),
    layers: new SettingsLayerStore(database, events),
    notificationWork: new NotificationWork(database, outbox, events),
    operations,
    outbox,
    overview: new OverviewStore(database),
    places: new PlaceStore(database, events),
    policies: new PolicyStore(database, events),
    quietPeriods: new QuietPeriodStore(database, deliveries, events),
    readings: new ReadingStore(database, deliveries, events),
    registrations,
    rollouts: new RolloutStore(database, outbox, events),
    rolloutWork: new RolloutWork(database, { outbox, events, applied }),
    serviceRequests: new ServiceRequestStore(database, events),
    sweeps: new SweepStore(database, outbox, operations),
    tickets: new TicketFollowing(database, outbox, events),
    workers: new WorkerStore(database),
  };
}
