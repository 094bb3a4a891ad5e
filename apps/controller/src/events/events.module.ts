import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { EventFeed } from './event-feed.js';
import { EventsController } from './events.controller.js';

/** Server-sent events. */
@Module({ imports: [PersistenceModule], controllers: [EventsController], providers: [EventFeed] })
export class EventsModule {}
