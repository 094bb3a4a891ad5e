import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FirstTables1764000000001 implements MigrationInterface {
  name = 'FirstTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table} CASCADE`);
  }
}

const TABLES = [
  'worker', 'event', 'api_token', 'session', 'account', 'outbox', 'sweep', 'operation', 'rollout_target', 'rollout',
  'plan_target', 'plan', 'delivery_transition', 'delivery', 'destination', 'condition', 'boot_epoch', 'component',
  'host_key', 'observation', 'settings_layer', 'appliance', 'credential',
]; // prettier-ignore

const STATEMENTS = [
  `CREATE TABLE credential (
    id text PRIMARY KEY,
    name text NOT NULL CONSTRAINT credential_name UNIQUE,
    username text NOT NULL,
    kind text NOT NULL,
    sealed jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz
  )`,
  // What an operator said of an appliance, and what identifies an instance on its host.
  `CREATE TABLE appliance (
    id text PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    port integer NOT NULL,
    address_override text,
    port_override integer,
    host_id text CONSTRAINT appliance_host REFERENCES appliance (id),
    vm_uuid text,
    credential_id text CONSTRAINT appliance_credential REFERENCES credential (id),
    instance_credential_id text CONSTRAINT appliance_instance_credential REFERENCES credential (id),
    instance_port integer NOT NULL DEFAULT 22,
    host_key_policy text NOT NULL DEFAULT 'approve',
    site text,
    groups text[] NOT NULL DEFAULT '{}',
    sort_key text COLLATE "C" NOT NULL,
    sweep_due_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz,
    version integer NOT NULL DEFAULT 1
  )`,
  `CREATE UNIQUE INDEX appliance_address ON appliance (address, port) WHERE host_id IS NULL AND retired_at IS NULL`,
  `CREATE UNIQUE INDEX appliance_vm ON appliance (host_id, vm_uuid) WHERE retired_at IS NULL`,
  `CREATE INDEX appliance_order ON appliance (sort_key) WHERE retired_at IS NULL`,
  `CREATE INDEX appliance_sweep ON appliance (sweep_due_at) WHERE retired_at IS NULL`,
  // What an appliance last said of itself. Written only by what has just read it.
  `CREATE TABLE observation (
    appliance_id text PRIMARY KEY CONSTRAINT observation_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    reachability text NOT NULL DEFAULT 'unknown',
    cause text,
    reachability_at timestamptz,
    credential_state text NOT NULL DEFAULT 'untested',
    auth_failures integer NOT NULL DEFAULT 0,
    model text,
    serial text,
    release text,
    build text,
    mode text NOT NULL DEFAULT 'unknown',
    boot_epoch_id text,
    baseline_ssl_cores integer,
    call_home jsonb,
    registration text NOT NULL DEFAULT 'unknown',
    call_home_at timestamptz,
    unrecognised jsonb NOT NULL DEFAULT '{}',
    seen_at timestamptz,
    gone_at timestamptz
  )`,
  `CREATE TABLE host_key (
    appliance_id text NOT NULL CONSTRAINT host_key_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    fingerprint text NOT NULL,
    algorithm text NOT NULL,
    state text NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    decided_by text,
    decided_at timestamptz,
    PRIMARY KEY (appliance_id, fingerprint)
  )`,
  `CREATE UNIQUE INDEX host_key_trusted ON host_key (appliance_id) WHERE state = 'trusted'`,
  `CREATE TABLE component (
    appliance_id text NOT NULL CONSTRAINT component_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    component text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    text text NOT NULL,
    affects text[] NOT NULL DEFAULT '{}',
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (appliance_id, component)
  )`,
  `CREATE TABLE boot_epoch (
    id text PRIMARY KEY,
    appliance_id text NOT NULL CONSTRAINT boot_epoch_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    earliest_at timestamptz NOT NULL,
    latest_at timestamptz NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX boot_epoch_of_appliance ON boot_epoch (appliance_id, first_seen_at)`,
  `CREATE TABLE settings_layer (
    scope text PRIMARY KEY,
    rank text NOT NULL,
    priority integer NOT NULL DEFAULT 0,
    revision integer NOT NULL,
    settings jsonb NOT NULL,
    locks text[] NOT NULL DEFAULT '{}',
    note text,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE condition (
    id text PRIMARY KEY,
    appliance_id text NOT NULL CONSTRAINT condition_appliance REFERENCES appliance (id) ON DELETE CASCADE,
    code text NOT NULL,
    component text NOT NULL,
    state text NOT NULL,
    severity text NOT NULL,
    title text NOT NULL,
    boot_epoch_id text,
    occurrences integer NOT NULL DEFAULT 0,
    first_seen_at timestamptz,
    latest_seen_at timestamptz,
    checked_at timestamptz NOT NULL,
    affects text[] NOT NULL DEFAULT '{}',
    evidence jsonb,
    delivery_id text,
    CONSTRAINT condition_key UNIQUE (appliance_id, code, component)
  )`,
  `CREATE TABLE destination (
    id text PRIMARY KEY,
    name text NOT NULL CONSTRAINT destination_name UNIQUE,
    kind text NOT NULL,
    url text NOT NULL,
    ca_pem text,
    sealed_bearer jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  // dedupe_key is what makes "first occurrence" a promise of the database and not of a program's memory.
  `CREATE TABLE delivery (
    id text PRIMARY KEY,
    dedupe_key text NOT NULL CONSTRAINT delivery_dedupe UNIQUE,
    type text NOT NULL,
    state text NOT NULL,
    reason text,
    appliance_id text NOT NULL CONSTRAINT delivery_appliance REFERENCES appliance (id),
    condition_id text,
    boot_epoch_id text,
    priority integer NOT NULL,
    destination_id text,
    bundle jsonb,
    collect_attempts integer NOT NULL DEFAULT 0,
    transmit_attempts integer NOT NULL DEFAULT 0,
    max_attempts integer NOT NULL DEFAULT 8,
    next_attempt_at timestamptz,
    receipt jsonb,
    case_number text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
  )`,
  `CREATE INDEX delivery_newest ON delivery (created_at DESC, id DESC)`,
  `CREATE INDEX delivery_of_appliance ON delivery (appliance_id, created_at DESC)`,
  `CREATE TABLE delivery_transition (
    delivery_id text NOT NULL CONSTRAINT delivery_transition_delivery REFERENCES delivery (id) ON DELETE CASCADE,
    seq integer NOT NULL,
    from_state text,
    to_state text NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text,
    PRIMARY KEY (delivery_id, seq)
  )`,
  `CREATE TABLE plan (
    id text PRIMARY KEY,
    hash text NOT NULL,
    inputs jsonb NOT NULL,
    summary jsonb NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE plan_target (
    plan_id text NOT NULL CONSTRAINT plan_target_plan REFERENCES plan (id) ON DELETE CASCADE,
    appliance_id text NOT NULL CONSTRAINT plan_target_appliance REFERENCES appliance (id),
    outcome text NOT NULL,
    reason text,
    changes jsonb NOT NULL,
    steps jsonb NOT NULL,
    commands text[] NOT NULL,
    undo text[] NOT NULL,
    removals integer NOT NULL,
    warnings text[] NOT NULL,
    observed_hash text,
    PRIMARY KEY (plan_id, appliance_id)
  )`,
  `CREATE TABLE rollout (
    id text PRIMARY KEY,
    plan_id text NOT NULL CONSTRAINT rollout_plan UNIQUE CONSTRAINT rollout_of_plan REFERENCES plan (id),
    state text NOT NULL,
    author text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  `CREATE TABLE rollout_target (
    rollout_id text NOT NULL CONSTRAINT rollout_target_rollout REFERENCES rollout (id) ON DELETE CASCADE,
    appliance_id text NOT NULL CONSTRAINT rollout_target_appliance REFERENCES appliance (id),
    state text NOT NULL,
    step text,
    cause text,
    changed_keys text[] NOT NULL DEFAULT '{}',
    commands text[] NOT NULL DEFAULT '{}',
    verified_at timestamptz,
    PRIMARY KEY (rollout_id, appliance_id)
  )`,
  `CREATE TABLE operation (
    id text PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL,
    failed integer NOT NULL DEFAULT 0,
    result_url text,
    problem text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  `CREATE TABLE sweep (
    id text PRIMARY KEY,
    kind text NOT NULL,
    appliance_ids text[] NOT NULL,
    operation_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  // One row per piece of work that is still to be done; deleted in the transaction that finishes it.
  `CREATE TABLE outbox (
    id bigserial PRIMARY KEY,
    queue text NOT NULL,
    ref_id text NOT NULL,
    priority integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    dispatched_at timestamptz,
    dispatches integer NOT NULL DEFAULT 0,
    lease_token text,
    lease_until timestamptz,
    leased_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT outbox_work UNIQUE (queue, ref_id)
  )`,
  `CREATE INDEX outbox_due ON outbox (due_at)`,
  `CREATE TABLE account (
    id text PRIMARY KEY,
    username text NOT NULL CONSTRAINT account_username UNIQUE,
    password_hash text NOT NULL,
    role text NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE session (
    token_hash text PRIMARY KEY,
    account_id text NOT NULL CONSTRAINT session_account REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE api_token (
    id text PRIMARY KEY,
    account_id text NOT NULL CONSTRAINT api_token_account REFERENCES account (id) ON DELETE CASCADE,
    name text NOT NULL,
    role text NOT NULL,
    token_hash text NOT NULL CONSTRAINT api_token_hash UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz
  )`,
  // transaction_id orders events by what readers may already see: see event-store.ts.
  `CREATE TABLE event (
    id bigserial PRIMARY KEY,
    transaction_id bigint NOT NULL,
    topic text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX event_order ON event (transaction_id, id)`,
  `CREATE TABLE worker (
    name text PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    beat_at timestamptz NOT NULL DEFAULT now()
  )`,
];
