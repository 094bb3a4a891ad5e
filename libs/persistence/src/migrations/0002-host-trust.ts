import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HostTrust1764000000002 implements MigrationInterface {
  name = 'HostTrust1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE host_key
    ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN reason text,
    ADD COLUMN ended_by text,
    ADD COLUMN ended_at timestamptz`,
  `UPDATE host_key SET last_seen_at = first_seen_at`,
  // The marks of the machine itself; the offered ones are those of another machine at the same address.
  `ALTER TABLE observation
    ADD COLUMN host_id text,
    ADD COLUMN offered_serial text,
    ADD COLUMN offered_host_id text,
    ADD COLUMN identity_changed_at timestamptz`,
  `CREATE TABLE host_ca (
    id text PRIMARY KEY,
    name text NOT NULL CONSTRAINT host_ca_name UNIQUE,
    algorithm text NOT NULL,
    fingerprint text NOT NULL,
    public_key text NOT NULL,
    hosts text[] NOT NULL DEFAULT '{}',
    site text,
    added_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
];

const DOWN = [
  'DROP TABLE host_ca',
  `ALTER TABLE observation
    DROP COLUMN host_id, DROP COLUMN offered_serial, DROP COLUMN offered_host_id, DROP COLUMN identity_changed_at`,
  // A state that the older schema does not know would be shown as none.
  `UPDATE host_key SET state = 'replaced' WHERE state = 'revoked'`,
  'ALTER TABLE host_key DROP COLUMN last_seen_at, DROP COLUMN reason, DROP COLUMN ended_by, DROP COLUMN ended_at',
];
