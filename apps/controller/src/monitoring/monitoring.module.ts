import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { IncidentsController } from './incidents.controller.js';
import { QuietPeriodsController } from './quiet-periods.controller.js';
import { RegistrationController } from './registration.controller.js';
import { ServiceRequestsController } from './service-requests.controller.js';

/** Incidents, service requests, quiet times, registrations and heartbeats. */
@Module({
  imports: [PersistenceModule, SettingsModule],
  controllers: [IncidentsController, QuietPeriodsController, RegistrationController, ServiceRequestsController],
})
export class MonitoringModule {}
