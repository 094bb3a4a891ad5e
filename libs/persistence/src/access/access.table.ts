import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

export type AccountRole = 'viewer' | 'operator' | 'admin';

/** A person's local account; the password is an argon2id hash. */
export interface Account {
  id: string;
  username: string;
  passwordHash: string;
  role: AccountRole;
  failures: number;
  lockedUntil: Date | null;
  createdAt: Date;
}

/** A browser session, known by the sha256 of its cookie. */
export interface Session {
  tokenHash: string;
  accountId: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** A token of a program, known by its sha256. */
export interface ApiToken {
  id: string;
  accountId: string;
  name: string;
  role: AccountRole;
  tokenHash: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

export const AccountTable = new EntitySchema<Account>({
  name: 'account',
  columns: {
    id: column.key,
    username: column.text,
    passwordHash: column.text,
    role: column.text,
    failures: column.count,
    lockedUntil: column.instantOrNull,
    createdAt: column.createdNow,
  },
});

export const SessionTable = new EntitySchema<Session>({
  name: 'session',
  columns: {
    tokenHash: column.key,
    accountId: column.text,
    createdAt: column.createdNow,
    lastUsedAt: column.createdNow,
    expiresAt: column.instant,
  },
});

export const ApiTokenTable = new EntitySchema<ApiToken>({
  name: 'api_token',
  columns: {
    id: column.key,
    accountId: column.text,
    name: column.text,
    role: column.text,
    tokenHash: column.text,
    createdAt: column.createdNow,
    expiresAt: column.instant,
    lastUsedAt: column.instantOrNull,
  },
});
