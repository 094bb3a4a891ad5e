import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { TrapHints } from './trap-hints.js';

/** Traps of appliances, as reasons to look. */
@Module({ imports: [PersistenceModule], providers: [TrapHints] })
export class TrapHintsModule {}
