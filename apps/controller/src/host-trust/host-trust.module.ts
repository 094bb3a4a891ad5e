import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { PersistenceModule } from '../persistence.module.js';
import { HostCasController } from './host-cas.controller.js';
import { HostKeysController } from './host-keys.controller.js';

/** Which host keys are trusted, by whose word, and which machine an appliance is. */
@Module({
  imports: [PersistenceModule, InventoryModule],
  controllers: [HostKeysController, HostCasController],
})
export class HostTrustModule {}
