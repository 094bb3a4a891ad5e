import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Incidents1764000000007 implements MigrationInterface {
  name = 'Incidents1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE incident (
    id text PRIMARY KEY,
    key text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    site text,
    host_id text,
    root_condition_id text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    merged_into text
  )`,
  // One cause has one open incident, whoever races.
  `CREATE UNIQUE INDEX incident_open_key ON incident (key) WHERE state = 'open'`,
  `CREATE TABLE incident_condition (
    incident_id text NOT NULL CONSTRAINT incident_condition_incident REFERENCES incident (id) ON DELETE CASCADE,
    condition_id text NOT NULL CONSTRAINT incident_condition_condition REFERENCES condition (id) ON DELETE CASCADE,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (incident_id, condition_id)
  )`,
  `CREATE INDEX incident_of_condition ON incident_condition (condition_id)`,
  `CREATE TABLE service_request (
    id text PRIMARY KEY,
    dedupe_key text NOT NULL CONSTRAINT service_request_dedupe UNIQUE,
    state text NOT NULL,
    summary text NOT NULL,
    severity text NOT NULL,
    appliance_id text NOT NULL CONSTRAINT service_request_appliance REFERENCES appliance (id),
    condition_id text NOT NULL,
    incident_id text NOT NULL CONSTRAINT service_request_incident REFERENCES incident (id),
    delivery_id text,
    number text,
    reason text,
    occurrences integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX service_request_state ON service_request (state, id)`,
  `CREATE INDEX service_request_of_incident ON service_request (incident_id)`,
  `CREATE TABLE service_request_transition (
    request_id text NOT NULL CONSTRAINT service_request_transition_request REFERENCES service_request (id) ON DELETE CASCADE,
    seq integer NOT NULL,
    from_state text,
    to_state text NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text,
    PRIMARY KEY (request_id, seq)
  )`,
];

const DOWN = [
  'DROP TABLE service_request_transition',
  'DROP TABLE service_request',
  'DROP TABLE incident_condition',
  'DROP TABLE incident',
];
