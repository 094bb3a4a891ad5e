import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { OutboxRelay } from './outbox-relay.js';

/** From the outbox to the queues. */
@Module({ imports: [PersistenceModule], providers: [OutboxRelay], exports: [OutboxRelay] })
export class RelayModule {}
