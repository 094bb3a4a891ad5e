import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { QuietPeriodsController } from './quiet-periods.controller.js';
import { RegistrationController } from './registration.controller.js';

/** Quiet times, registrations and heartbeats. */
@Module({ imports: [PersistenceModule, SettingsModule], controllers: [QuietPeriodsController, RegistrationController] })
export class MonitoringModule {}
