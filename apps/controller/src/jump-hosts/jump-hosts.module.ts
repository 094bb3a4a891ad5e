import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { JumpHostsController } from './jump-hosts.controller.js';

/** The machines between here and the appliances. */
@Module({ imports: [PersistenceModule], controllers: [JumpHostsController] })
export class JumpHostsModule {}
