import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PersistenceModule } from '../persistence.module.js';
import { AccessController } from './access.controller.js';
import { AccessGuard } from './access.guard.js';
import { Authentication } from './authentication.js';
import { Passwords } from './passwords.js';
import { PeopleController } from './people.controller.js';
import { RateLimit } from './rate-limit.js';
import { SignIn } from './sign-in.js';

/** Who may come in: sessions, tokens, roles, limits. The guard stands before the routes of every room. */
@Module({
  imports: [PersistenceModule],
  controllers: [AccessController, PeopleController],
  providers: [Authentication, Passwords, RateLimit, SignIn, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authentication, RateLimit],
})
export class AccessModule {}
