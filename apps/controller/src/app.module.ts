import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ApiModule } from './api/api.module.js';
import { ConditionsModule } from './conditions/conditions.module.js';
import { ConfigFileModule } from './config-file/config-file.module.js';
import { ConfigModule } from './config.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { EventsModule } from './events/events.module.js';
import { HostTrustModule } from './host-trust/host-trust.module.js';
import { InventoryModule } from './inventory/inventory.module.js';
import { JumpHostsModule } from './jump-hosts/jump-hosts.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { RelayModule } from './relay/relay.module.js';
import type { Resources } from './resources.js';
import { RolloutsModule } from './rollouts/rollouts.module.js';
import { MonitoringModule } from './monitoring/monitoring.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { ScheduleModule } from './schedule/schedule.module.js';
import { TrapHintsModule } from './trap-hints/trap-hints.module.js';
import { SettingsModule } from './settings/settings.module.js';

/** The controller: a room for each of its capabilities. */
@Module({})
export class AppModule {
  static of(resources: Resources): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(resources),
        ApiModule,
        AccessModule,
        InventoryModule,
        HostTrustModule,
        JumpHostsModule,
        SettingsModule,
        RolloutsModule,
        ConfigFileModule,
        DeliveriesModule,
        ConditionsModule,
        MonitoringModule,
        NotificationsModule,
        QueuesModule,
        OverviewModule,
        OperationsModule,
        EventsModule,
        RelayModule,
        ScheduleModule,
        TrapHintsModule,
      ],
    };
  }
}
