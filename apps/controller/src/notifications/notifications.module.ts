import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ChannelsController } from './channels.controller.js';
import { NotificationsController } from './notifications.controller.js';

/** Channels and the log of what was told over them. */
@Module({
  imports: [PersistenceModule, SettingsModule],
  controllers: [ChannelsController, NotificationsController],
})
export class NotificationsModule {}
