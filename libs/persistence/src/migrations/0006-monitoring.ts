import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Monitoring1764000000006 implements MigrationInterface {
  name = 'Monitoring1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const CONDITIONS = [
  `ALTER TABLE condition
    ADD COLUMN streak jsonb,
    ADD COLUMN raised_at timestamptz,
    ADD COLUMN acknowledgement jsonb`,
  // What is active already has been so since it was first seen, as far as can be told.
  `UPDATE condition SET raised_at = first_seen_at WHERE first_seen_at IS NOT NULL`,
  `CREATE INDEX condition_active ON condition (raised_at) WHERE state = 'active'`,
  `ALTER TABLE observation ADD COLUMN last_uptime jsonb`,
  `CREATE TABLE quiet_period (
    id text PRIMARY KEY,
    kind text NOT NULL,
    scope text NOT NULL,
    code text,
    component text,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_by text,
    ended_at timestamptz
  )`,
  `CREATE INDEX quiet_period_open ON quiet_period (until_at) WHERE ended_at IS NULL`,
  `CREATE INDEX delivery_held_back ON delivery (id) WHERE state = 'suppressed' AND reason IN ('maintenance', 'silenced')`,
];

const REGISTRATIONS = [
  `CREATE TABLE registration (
    appliance_id text PRIMARY KEY CONSTRAINT registration_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    state text NOT NULL,
    reason text,
    registered_as jsonb,
    attempts integer NOT NULL DEFAULT 0,
    requested_at timestamptz,
    registered_at timestamptz,
    interval_days integer NOT NULL,
    heartbeat_due_at timestamptz,
    heartbeat_at timestamptz
  )`,
  `CREATE INDEX registration_heartbeat_due ON registration (heartbeat_due_at) WHERE heartbeat_due_at IS NOT NULL`,
];

const UP = [...CONDITIONS, ...REGISTRATIONS];

const DOWN = [
  'DROP TABLE registration',
  'DROP INDEX delivery_held_back',
  'DROP TABLE quiet_period',
  'ALTER TABLE observation DROP COLUMN last_uptime',
  'DROP INDEX condition_active',
  'ALTER TABLE condition DROP COLUMN streak, DROP COLUMN raised_at, DROP COLUMN acknowledgement',
];
