import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SettingsInLayers1764000000005 implements MigrationInterface {
  name = 'SettingsInLayers1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const PLACES = [
  `CREATE TABLE site (
    name text PRIMARY KEY,
    note text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
  )`,
  `CREATE TABLE appliance_group (
    name text PRIMARY KEY,
    priority integer NOT NULL,
    note text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
  )`,
  // Until now a site or group was a word on an appliance.
  `INSERT INTO site (name, created_by) SELECT DISTINCT site, 'migration' FROM appliance WHERE site IS NOT NULL`,
  `INSERT INTO appliance_group (name, priority, created_by)
    SELECT name, 10 * row_number() OVER (ORDER BY name), 'migration'
    FROM (SELECT DISTINCT unnest(groups) AS name FROM appliance) AS named`,
  `CREATE INDEX appliance_site ON appliance (site) WHERE site IS NOT NULL`,
  `CREATE INDEX appliance_groups ON appliance USING gin (groups)`,
];

const LAYERS = [
  `ALTER TABLE settings_layer
    ADD COLUMN lock_reasons jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN exempt text[] NOT NULL DEFAULT '{}',
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN managed_by jsonb,
    DROP COLUMN priority`,
  `CREATE INDEX settings_layer_expiry ON settings_layer (expires_at) WHERE expires_at IS NOT NULL`,
  `CREATE TABLE settings_revision (
    scope text NOT NULL,
    revision integer NOT NULL,
    cause text NOT NULL,
    settings jsonb NOT NULL,
    locks text[] NOT NULL,
    lock_reasons jsonb NOT NULL,
    exempt text[] NOT NULL,
    note text,
    expires_at timestamptz,
    managed_by jsonb,
    by text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, revision)
  )`,
  `INSERT INTO settings_revision (scope, revision, cause, settings, locks, lock_reasons, exempt, note, by, at)
    SELECT scope, revision, 'edit', settings, locks, '{}', '{}', note, updated_by, updated_at FROM settings_layer`,
  `CREATE TABLE settings_exception (
    id text PRIMARY KEY,
    scope text NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    locked_by text,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    decided_by text,
    decided_at timestamptz,
    decision_note text
  )`,
  `CREATE UNIQUE INDEX settings_exception_open ON settings_exception (scope, key) WHERE state = 'requested'`,
  // One row: the policies of this installation.
  `CREATE TABLE policy (
    name text PRIMARY KEY,
    value jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE applied_settings (
    appliance_id text PRIMARY KEY CONSTRAINT applied_settings_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    values jsonb NOT NULL,
    conflicts text[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  // That somebody switched Call Home off by hand outlives every later reading.
  `ALTER TABLE observation ADD COLUMN chosen_off boolean NOT NULL DEFAULT false, ADD COLUMN last_switch jsonb`,
];

const STATES = [
  `ALTER TABLE observation ADD COLUMN misses integer NOT NULL DEFAULT 0`,
  // Until now one try without an answer was enough.
  `UPDATE observation SET misses = 3 WHERE reachability = 'unreachable'`,
  `UPDATE observation SET registration = 'failed:other' WHERE registration = 'failed'`,
];

const ROLLOUTS = [
  `ALTER TABLE plan
    ADD COLUMN selector jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN keys text[],
    ADD COLUMN approval jsonb NOT NULL DEFAULT '[]'`,
  `ALTER TABLE plan_target ADD COLUMN host_id text, ADD COLUMN observed jsonb`,
  `ALTER TABLE rollout
    ADD COLUMN name text NOT NULL DEFAULT '',
    ADD COLUMN source text NOT NULL DEFAULT 'api',
    ADD COLUMN reason text,
    ADD COLUMN selector jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN keys text[],
    ADD COLUMN approval jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN approved_by text,
    ADD COLUMN approved_at timestamptz,
    ADD COLUMN break_glass text,
    ADD COLUMN waves jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN wave integer NOT NULL DEFAULT 0,
    ADD COLUMN bake_seconds integer NOT NULL DEFAULT 0,
    ADD COLUMN baking_until timestamptz,
    ADD COLUMN gate text NOT NULL DEFAULT 'auto',
    ADD COLUMN per_host integer NOT NULL DEFAULT 1,
    ADD COLUMN canary_site text,
    ADD COLUMN limits jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN accepted jsonb,
    ADD COLUMN rollback jsonb,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ALTER COLUMN started_at DROP NOT NULL,
    ALTER COLUMN started_at DROP DEFAULT`,
  `CREATE INDEX rollout_state ON rollout (state, id DESC)`,
  `CREATE TABLE rollout_transition (
    rollout_id text NOT NULL CONSTRAINT rollout_transition_rollout REFERENCES rollout (id) ON DELETE CASCADE,
    seq integer NOT NULL,
    from_state text,
    to_state text NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text,
    PRIMARY KEY (rollout_id, seq)
  )`,
  // wave and position say when a target's turn comes; before and made are what a rollback starts from.
  `ALTER TABLE rollout_target
    ADD COLUMN wave integer NOT NULL DEFAULT 1,
    ADD COLUMN position integer NOT NULL DEFAULT 0,
    ADD COLUMN host_id text,
    ADD COLUMN before jsonb,
    ADD COLUMN made jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN sent jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN peer_synced boolean,
    ADD COLUMN leftovers text[] NOT NULL DEFAULT '{}',
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN started_at timestamptz,
    ADD COLUMN finished_at timestamptz`,
  `CREATE INDEX rollout_target_turn ON rollout_target (rollout_id, wave, position)`,
  `CREATE INDEX rollout_target_of_appliance ON rollout_target (appliance_id)`,
];

const PEOPLE = [
  `ALTER TABLE account
    ADD COLUMN scopes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN disabled_at timestamptz`,
  // Only an owner is bound to scopes, and an owner without one could do nothing but sign in.
  `ALTER TABLE account
    ADD CONSTRAINT account_role CHECK (role IN ('viewer', 'owner', 'operator', 'approver', 'admin')),
    ADD CONSTRAINT account_scopes CHECK ((role = 'owner') = (cardinality(scopes) > 0))`,
  'CREATE INDEX session_of_account ON session (account_id)',
  'CREATE INDEX api_token_of_account ON api_token (account_id)',
];

const UP = [...PLACES, ...LAYERS, ...STATES, ...ROLLOUTS, ...PEOPLE];

const DOWN = [
  // People that the older schema has no words for would get in with rights that nobody gave them.
  `DELETE FROM account WHERE role IN ('owner', 'approver') OR disabled_at IS NOT NULL`,
  `DELETE FROM api_token WHERE role IN ('owner', 'approver')`,
  'DROP INDEX api_token_of_account, session_of_account',
  `ALTER TABLE account DROP CONSTRAINT account_scopes, DROP CONSTRAINT account_role,
    DROP COLUMN scopes, DROP COLUMN version, DROP COLUMN disabled_at`,
  `DROP INDEX rollout_target_of_appliance, rollout_target_turn, rollout_state`,
  `ALTER TABLE rollout_target DROP COLUMN wave, DROP COLUMN position, DROP COLUMN host_id, DROP COLUMN before,
    DROP COLUMN made, DROP COLUMN sent, DROP COLUMN peer_synced, DROP COLUMN leftovers, DROP COLUMN attempts,
    DROP COLUMN started_at, DROP COLUMN finished_at`,
  'DROP TABLE rollout_transition',
  `ALTER TABLE rollout DROP COLUMN name, DROP COLUMN source, DROP COLUMN reason, DROP COLUMN selector, DROP COLUMN keys,
    DROP COLUMN approval, DROP COLUMN approved_by, DROP COLUMN approved_at, DROP COLUMN break_glass, DROP COLUMN waves,
    DROP COLUMN wave, DROP COLUMN bake_seconds, DROP COLUMN baking_until, DROP COLUMN gate, DROP COLUMN per_host,
    DROP COLUMN canary_site, DROP COLUMN limits, DROP COLUMN accepted, DROP COLUMN rollback, DROP COLUMN created_at, DROP COLUMN version`,
  'ALTER TABLE plan_target DROP COLUMN host_id, DROP COLUMN observed',
  'ALTER TABLE plan DROP COLUMN selector, DROP COLUMN keys, DROP COLUMN approval',
  // The states that the older schema has no words for become the nearest that it has.
  `UPDATE observation SET registration = CASE WHEN registration LIKE 'failed:%' THEN 'failed' ELSE 'unknown' END
    WHERE registration LIKE 'failed:%' OR registration IN ('registering', 'stale')`,
  `UPDATE observation SET reachability = CASE reachability WHEN 'slow' THEN 'reachable' ELSE 'unknown' END
    WHERE reachability IN ('slow', 'maintenance')`,
  `UPDATE observation SET credential_state = CASE credential_state WHEN 'expired' THEN 'auth-failed' ELSE 'valid' END
    WHERE credential_state IN ('insufficient', 'expiring', 'expired')`,
  'ALTER TABLE observation DROP COLUMN chosen_off, DROP COLUMN last_switch, DROP COLUMN misses',
  'DROP TABLE applied_settings, policy, settings_exception, settings_revision',
  `ALTER TABLE settings_layer DROP COLUMN lock_reasons, DROP COLUMN exempt, DROP COLUMN expires_at,
    DROP COLUMN managed_by, ADD COLUMN priority integer NOT NULL DEFAULT 0`,
  'DROP INDEX appliance_groups, appliance_site',
  'DROP TABLE appliance_group, site',
];
