import { EntitySchema } from 'typeorm';
import type { Finding, NotifiedEvent } from '../../../callhome/src/index.js';
import * as column from '../columns.js';
import type { Sealed } from '../credentials/vault.js';

/**
 * How a receiver is reached: what may be shown of it. Secrets are beside it, by the names in `ChannelSecrets`. `caPem`:
 * authorities trusted beside the public ones, PEM.
 */
export type ChannelSettings =
  | { kind: 'snmp-v2c'; host: string; port: number }
  | {
      kind: 'snmp-v3';
      host: string;
      port: number;
      user: string;
      authentication: 'sha' | 'sha256' | 'sha512' | null;
      privacy: 'aes128' | 'aes256' | null;
    }
  | { kind: 'webhook'; url: string; caPem: string | null }
  | {
      kind: 'mail';
      host: string;
      port: number;
      /** `none`: for a server on this machine only. */
      security: 'starttls' | 'implicit' | 'none';
      caPem: string | null;
      user: string | null;
      from: string;
      to: string[];
    }
  | {
      kind: 'service-now';
      url: string;
      caPem: string | null;
      access: 'basic' | 'oauth';
      /** The user, or the OAuth client's id. */
      user: string;
    }
  | {
      kind: 'jira';
      url: string;
      caPem: string | null;
      flavour: 'cloud' | 'data-center';
      project: string;
      issueType: string;
      /** Cloud: the account's e-mail address; data centre: null, the token is enough. */
      user: string | null;
    }
  | { kind: 'ticket-webhook'; url: string; caPem: string | null };
export type ChannelKind = ChannelSettings['kind'];

/** Secrets of a channel by name; which a kind has is said in the contract. */
export type ChannelSecrets = Partial<
  Record<
    'community' | 'authenticationKey' | 'privacyKey' | 'signingSecret' | 'formerSigningSecret' | 'password',
    string
  >
>;

/** A way to tell somebody, for the appliances of a scope and the events named. */
export interface Channel {
  id: string;
  name: string;
  /** As settings name scopes; `fleet`: every appliance. */
  scope: string;
  events: NotifiedEvent[];
  /** What is less severe is not told; null: everything is. */
  leastSeverity: Exclude<Finding['severity'], 'none'> | null;
  settings: ChannelSettings;
  sealedSecrets: Sealed | null;
  /** Mail only: what came within this time goes out together; null: each by itself. */
  digestMinutes: number | null;
  isEnabled: boolean;
  /** Why it was switched off by itself; null: it was not. */
  disabledReason: string | null;
  createdBy: string;
  createdAt: Date;
  version: number;
}

/** One thing told, or to be told, over one channel: as it was when it happened. */
export interface Notification {
  id: string;
  channelId: string;
  dedupeKey: string;
  event: NotifiedEvent | 'test';
  /** Id of what it is about. */
  subject: string;
  applianceId: string | null;
  severity: Finding['severity'];
  title: string;
  data: Record<string, unknown>;
  happenedAt: Date;
  state: 'pending' | 'sent' | 'failed';
  attempts: number;
  /** Stable code of why the last attempt failed; null: it did not. */
  cause: string | null;
  detail: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export const ChannelTable = new EntitySchema<Channel>({
  name: 'channel',
  columns: {
    id: column.key,
    name: column.text,
    scope: column.text,
    events: column.textList,
    leastSeverity: column.textOrNull,
    settings: column.json,
    sealedSecrets: column.jsonOrNull,
    digestMinutes: column.integerOrNull,
    isEnabled: column.flag,
    disabledReason: column.textOrNull,
    createdBy: column.text,
    createdAt: column.createdNow,
    version: column.integerDefault(1),
  },
});

export const NotificationTable = new EntitySchema<Notification>({
  name: 'notification',
  columns: {
    id: column.key,
    channelId: column.text,
    dedupeKey: column.text,
    event: column.text,
    subject: column.text,
    applianceId: column.textOrNull,
    severity: column.text,
    title: column.text,
    data: column.json,
    happenedAt: column.instant,
    state: column.text,
    attempts: column.count,
    cause: column.textOrNull,
    detail: column.textOrNull,
    createdAt: column.createdNow,
    updatedAt: column.createdNow,
  },
});
