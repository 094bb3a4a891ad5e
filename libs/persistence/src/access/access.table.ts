import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

export type AccountRole = 'viewer' | 'owner' | 'operator' | 'approver' | 'admin';

/** A person's local account; the password is an argon2id hash. */
export interface Account {
  id: string;
  username: string;
  passwordHash: string;
  role: AccountRole;
  /** `host:<id>` and `instance:<id>`: what an owner answers for. Empty exactly for all other roles. */
  scopes: string[];
  failures: number;
  lockedUntil: Date | null;
  createdAt: Date;
  /** Null: may sign in. */
  disabledAt: Date | null;
  version: number;
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
    scopes: column.textListEmpty,
    failures: column.count,
    lockedUntil: column.instantOrNull,
    createdAt: column.createdNow,
    disabledAt: column.instantOrNull,
    version: column.integerDefault(1),
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
