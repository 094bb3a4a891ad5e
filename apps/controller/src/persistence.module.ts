import { Module, type Provider, type Type } from '@nestjs/common';
import {
  AccessStore,
  Announcer,
  ApplianceStore,
  AppliedStore,
  ChannelStore,
  ConditionStore,
  ConnectionTestStore,
  CredentialStore,
  Database,
  DeliveryStore,
  DeliveryWork,
  DestinationStore,
  EventStore,
  ExceptionStore,
  HostAuthorityStore,
  HostTrustStore,
  InventoryHistoryStore,
  JumpHostStore,
  OperationStore,
  OutboxStore,
  OverviewStore,
  PlaceStore,
  PolicyStore,
  RolloutStore,
  SettingsLayerStore,
  IncidentStore,
  QuietPeriodStore,
  ServiceRequestStore,
  RegistrationStore,
  SweepStore,
  WorkerStore,
} from '../../../libs/persistence/src/index.js';
import { Resources } from './resources.js';

function from<T>(provide: Type<T>, pick: (resources: Resources) => T): Provider<T> {
  return { provide, inject: [Resources], useFactory: pick };
}

const STORES = [
  from(Database, ({ database }) => database),
  from(AccessStore, ({ stores }) => stores.access),
  from(ApplianceStore, ({ stores }) => stores.appliances),
  from(AppliedStore, ({ stores }) => stores.applied),
  from(Announcer, ({ stores }) => stores.announcer),
  from(ChannelStore, ({ stores }) => stores.channels),
  from(ConditionStore, ({ stores }) => stores.conditions),
  from(ConnectionTestStore, ({ stores }) => stores.connectionTests),
  from(JumpHostStore, ({ stores }) => stores.jumpHosts),
  from(CredentialStore, ({ stores }) => stores.credentials),
  from(DeliveryStore, ({ stores }) => stores.deliveries),
  from(DeliveryWork, ({ stores }) => stores.deliveryWork),
  from(DestinationStore, ({ stores }) => stores.destinations),
  from(EventStore, ({ stores }) => stores.events),
  from(ExceptionStore, ({ stores }) => stores.exceptions),
  from(HostAuthorityStore, ({ stores }) => stores.hostAuthorities),
  from(HostTrustStore, ({ stores }) => stores.hostTrust),
  from(InventoryHistoryStore, ({ stores }) => stores.history),
  from(OperationStore, ({ stores }) => stores.operations),
  from(OutboxStore, ({ stores }) => stores.outbox),
  from(OverviewStore, ({ stores }) => stores.overview),
  from(PlaceStore, ({ stores }) => stores.places),
  from(PolicyStore, ({ stores }) => stores.policies),
  from(RolloutStore, ({ stores }) => stores.rollouts),
  from(SettingsLayerStore, ({ stores }) => stores.layers),
  from(IncidentStore, ({ stores }) => stores.incidents),
  from(ServiceRequestStore, ({ stores }) => stores.serviceRequests),
  from(QuietPeriodStore, ({ stores }) => stores.quietPeriods),
  from(RegistrationStore, ({ stores }) => stores.registrations),
  from(SweepStore, ({ stores }) => stores.sweeps),
  from(WorkerStore, ({ stores }) => stores.workers),
];

/** The stores, each by its class. */
@Module({ providers: STORES, exports: STORES })
export class PersistenceModule {}
