import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InventoryDepth1764000000003 implements MigrationInterface {
  name = 'InventoryDepth1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Facts that nobody filters by share one column; the addresses that tie partners together are searched, so they do not.
  `ALTER TABLE observation
    ADD COLUMN first_seen_at timestamptz,
    ADD COLUMN facts jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN related_addresses text[] NOT NULL DEFAULT '{}'`,
  `UPDATE observation SET first_seen_at = seen_at`,
  `CREATE INDEX observation_related ON observation USING gin (related_addresses)`,
  `CREATE INDEX appliance_by_address ON appliance (lower(address)) WHERE retired_at IS NULL`,
  `CREATE INDEX appliance_by_override ON appliance (lower(address_override))
    WHERE retired_at IS NULL AND address_override IS NOT NULL`,
  `ALTER TABLE component ADD COLUMN state_since timestamptz NOT NULL DEFAULT now()`,
  `UPDATE component SET state_since = checked_at`,
  `CREATE TABLE inventory_change (
    id bigserial PRIMARY KEY,
    appliance_id text NOT NULL CONSTRAINT inventory_change_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    field text NOT NULL,
    from_value text NOT NULL,
    to_value text NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX inventory_change_of_appliance ON inventory_change (appliance_id, id DESC)`,
  // Bytes, not text: what an appliance prints may hold a NUL, and it is shown as it came.
  `CREATE TABLE raw_answer (
    appliance_id text NOT NULL CONSTRAINT raw_answer_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    command text NOT NULL,
    reason text NOT NULL,
    words text NOT NULL,
    output bytea NOT NULL,
    is_cut boolean NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (appliance_id, command)
  )`,
];

const DOWN = [
  'DROP TABLE raw_answer',
  'DROP TABLE inventory_change',
  'ALTER TABLE component DROP COLUMN state_since',
  'DROP INDEX appliance_by_override',
  'DROP INDEX appliance_by_address',
  'ALTER TABLE observation DROP COLUMN first_seen_at, DROP COLUMN facts, DROP COLUMN related_addresses',
];
