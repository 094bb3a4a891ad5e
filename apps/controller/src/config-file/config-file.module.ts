import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { RolloutsModule } from '../rollouts/rollouts.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ConfigExport } from './config-export.js';
import { ConfigFileController } from './config-file.controller.js';
import { ConfigFiles } from './config-files.js';
import { ConfigReading } from './config-reading.js';
import { FleetFacts } from './fleet-facts.js';

/** Call Home as code: the settings of the fleet as a file that is compared, taken over, and written. */
@Module({
  imports: [PersistenceModule, RolloutsModule, SettingsModule],
  controllers: [ConfigFileController],
  providers: [ConfigFiles, ConfigReading, ConfigExport, FleetFacts],
})
export class ConfigFileModule {}
