import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WaysToAppliances1764000000004 implements MigrationInterface {
  name = 'WaysToAppliances1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE jump_host (
    id text PRIMARY KEY,
    name text NOT NULL CONSTRAINT jump_host_name UNIQUE,
    kind text NOT NULL,
    address text NOT NULL,
    port integer NOT NULL,
    credential_id text CONSTRAINT jump_host_credential REFERENCES credential (id),
    via_id text CONSTRAINT jump_host_via REFERENCES jump_host (id),
    algorithms text NOT NULL DEFAULT 'modern',
    trusted_key text,
    offered_key text,
    offered_algorithm text,
    decided_by text,
    decided_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
  )`,
  `ALTER TABLE appliance
    ADD COLUMN jump_host_id text CONSTRAINT appliance_jump_host REFERENCES jump_host (id),
    ADD COLUMN algorithms text NOT NULL DEFAULT 'modern',
    ADD COLUMN channel text NOT NULL DEFAULT 'auto'`,
  // What probing found out, so that the next session need not probe.
  `ALTER TABLE observation ADD COLUMN channel text`,
  `CREATE TABLE connection_test (
    appliance_id text PRIMARY KEY CONSTRAINT connection_test_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    took_ms integer NOT NULL,
    steps jsonb NOT NULL
  )`,
];

const DOWN = [
  'DROP TABLE connection_test',
  'ALTER TABLE observation DROP COLUMN channel',
  'ALTER TABLE appliance DROP COLUMN jump_host_id, DROP COLUMN algorithms, DROP COLUMN channel',
  'DROP TABLE jump_host',
];
