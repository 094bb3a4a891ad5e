import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Notifications1764000000008 implements MigrationInterface {
  name = 'Notifications1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE channel (
    id text PRIMARY KEY,
    name text NOT NULL CONSTRAINT channel_name UNIQUE,
    scope text NOT NULL,
    events text[] NOT NULL,
    least_severity text,
    settings jsonb NOT NULL,
    sealed_secrets jsonb,
    digest_minutes integer,
    is_enabled boolean NOT NULL DEFAULT false,
    disabled_reason text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
  )`,
  // dedupe_key is what makes a thing told once over a channel.
  `CREATE TABLE notification (
    id text PRIMARY KEY,
    channel_id text NOT NULL CONSTRAINT notification_channel REFERENCES channel (id) ON DELETE CASCADE,
    dedupe_key text NOT NULL,
    event text NOT NULL,
    subject text NOT NULL,
    appliance_id text,
    severity text NOT NULL,
    title text NOT NULL,
    data jsonb NOT NULL,
    happened_at timestamptz NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    cause text,
    detail text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notification_dedupe UNIQUE (channel_id, dedupe_key)
  )`,
  `CREATE INDEX notification_of_channel ON notification (channel_id, id)`,
  `CREATE INDEX notification_pending ON notification (channel_id) WHERE state = 'pending'`,
  // How far the events have been announced; what happened before this version is not told.
  `CREATE TABLE announced (one boolean PRIMARY KEY DEFAULT true CHECK (one), cursor text NOT NULL)`,
  `INSERT INTO announced (cursor)
   SELECT coalesce((SELECT transaction_id || '-' || id FROM event ORDER BY transaction_id DESC, id DESC LIMIT 1), '0-0')`,
];

const DOWN = ['DROP TABLE announced', 'DROP TABLE notification', 'DROP TABLE channel'];
