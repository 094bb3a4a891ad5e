import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { OperationsController } from './operations.controller.js';

/** Long work that requests have started. */
@Module({ imports: [PersistenceModule], controllers: [OperationsController] })
export class OperationsModule {}
