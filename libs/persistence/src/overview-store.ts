import { sql, type Database } from './database.js';

export interface OverviewFigures {
  appliances: {
    total: number;
    hosts: number;
    instances: number;
    standalone: number;
    unreachable: number;
    hostKeyPending: number;
  };
  callHome: { eligible: number; enabled: number; registered: number; unknown: number };
  conditions: { open: number; critical: number };
  activeByCode: { code: string; active: number }[];
  byKind: { kind: string; count: number }[];
  deliveriesByState: { state: string; count: number }[];
}

const PRESENT = `appliance a JOIN observation o ON o.appliance_id = a.id
  WHERE a.retired_at IS NULL AND o.gone_at IS NULL`;

/** Totals over the fleet, counted by the database. */
export class OverviewStore {
  constructor(private readonly database: Database) {}

  async figures(): Promise<OverviewFigures> {
    const all = <Row>(text: string, parameters: unknown[] = []) =>
      sql<Row>(this.database.source.manager, text, parameters);
    const [[appliances], [callHome], [conditions], activeByCode, byKind, deliveriesByState] = await Promise.all([
      all<OverviewFigures['appliances']>(
        `SELECT count(*)::int AS total, count(*) FILTER (WHERE a.kind = 'sdx-host')::int AS hosts,
           count(*) FILTER (WHERE a.kind = 'sdx-instance')::int AS instances,
           count(*) FILTER (WHERE a.kind IN ('mpx', 'vpx'))::int AS standalone,
           count(*) FILTER (WHERE o.reachability = 'unreachable')::int AS unreachable,
           count(*) FILTER (WHERE EXISTS (SELECT FROM host_key k WHERE k.appliance_id = a.id
             AND k.state IN ('pending', 'changed')))::int AS "hostKeyPending"
         FROM ${PRESENT}`,
      ),
      all<OverviewFigures['callHome']>(
        `SELECT count(*)::int AS eligible, count(*) FILTER (WHERE (o.call_home ->> 'enabled')::bool)::int AS enabled,
           count(*) FILTER (WHERE o.registration = 'registered')::int AS registered,
           count(*) FILTER (WHERE (o.call_home ->> 'enabled') IS NULL)::int AS unknown
         FROM ${PRESENT} AND a.kind <> 'sdx-host'`,
      ),
      all<OverviewFigures['conditions']>(
        `SELECT count(*)::int AS open, count(*) FILTER (WHERE c.severity = 'critical')::int AS critical
         FROM condition c JOIN appliance a ON a.id = c.appliance_id AND a.retired_at IS NULL WHERE c.state = 'active'`,
      ),
      all<{ code: string; active: number }>(
        `SELECT c.code, count(DISTINCT c.appliance_id)::int AS active FROM condition c
         JOIN appliance a ON a.id = c.appliance_id AND a.retired_at IS NULL WHERE c.state = 'active' GROUP BY c.code`,
      ),
      all<{ kind: string; count: number }>(`SELECT a.kind, count(*)::int AS count FROM ${PRESENT} GROUP BY a.kind`),
      all<{ state: string; count: number }>(`SELECT state, count(*)::int AS count FROM delivery GROUP BY state`),
    ]);
    return {
      appliances: appliances ?? { total: 0, hosts: 0, instances: 0, standalone: 0, unreachable: 0, hostKeyPending: 0 },
      callHome: callHome ?? { eligible: 0, enabled: 0, registered: 0, unknown: 0 },
      conditions: conditions ?? { open: 0, critical: 0 },
      activeByCode,
      byKind,
      deliveriesByState,
    };
  }

  /** Deliveries made since `from`, by the bucket of `bucketSeconds` they were made in and their state now. */
  uploads(from: Date, bucketSeconds: number): Promise<{ at: Date; state: string; count: number }[]> {
    return sql(
      this.database.source.manager,
      `SELECT date_bin($2 * interval '1 second', created_at, 'epoch') AS at, state, count(*)::int AS count
       FROM delivery WHERE created_at >= $1 AND state <> 'suppressed' GROUP BY 1, 2 ORDER BY 1`,
      [from, bucketSeconds],
    );
  }

  /** Work that a person set going and that has stood for longer than `minutes` without an end. */
  async stuckDeliveries(minutes: number): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM delivery
       WHERE state IN ('collection-failed', 'transmission-failed', 'no-destination')
          OR (state IN ('pending', 'collecting', 'collected', 'queued', 'transmitting', 'retrying')
              AND created_at < now() - $1 * interval '1 minute')`,
      [minutes],
    );
    return row?.count ?? 0;
  }

  /**
   * What needs a person, worst first: open conditions, failed deliveries, undecided keys, silent appliances, heartbeats that
   * stay away. What an
   * instance only shows because of its host is counted at the host: `affected` says how many instances.
   */
  attention(limit: number): Promise<AttentionRow[]> {
    return sql(
      this.database.source.manager,
      `SELECT found.kind, severity, appliance_id AS "applianceId", a.name AS "applianceName", what, more, at, ref, affected FROM (
         SELECT 'condition' AS kind, c.severity, c.appliance_id, c.title AS what, d.state AS more,
                c.first_seen_at AS at, c.id AS ref, CASE c.severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END AS rank,
                cardinality(c.affects) AS affected
         FROM condition c LEFT JOIN delivery d ON d.id = c.delivery_id
         WHERE c.state = 'active' AND d.reason IS DISTINCT FROM 'reported-by-host'
         UNION ALL
         SELECT 'delivery', 'major', appliance_id, state, reason, updated_at, id, 1, 0
         FROM delivery WHERE state IN ('collection-failed', 'transmission-failed', 'no-destination')
         UNION ALL
         SELECT 'host-key', CASE state WHEN 'changed' THEN 'critical' ELSE 'warning' END, appliance_id,
                state, fingerprint, first_seen_at, fingerprint, CASE state WHEN 'changed' THEN 0 ELSE 2 END, 0
         FROM host_key WHERE state IN ('pending', 'changed')
         UNION ALL
         SELECT CASE WHEN credential_state IN ('auth-failed', 'suspended') THEN 'auth' ELSE 'unreachable' END, 'major',
                appliance_id, coalesce(cause, reachability), NULL, reachability_at, appliance_id, 1, 0
         FROM observation WHERE gone_at IS NULL
           AND (reachability = 'unreachable' OR credential_state IN ('auth-failed', 'suspended'))
         UNION ALL
         SELECT 'auth', CASE credential_state WHEN 'expired' THEN 'major' ELSE 'warning' END, appliance_id,
                'credential-' || credential_state, NULL, coalesce(reachability_at, seen_at), appliance_id,
                CASE credential_state WHEN 'expired' THEN 1 ELSE 2 END, 0
         FROM observation WHERE gone_at IS NULL AND credential_state IN ('insufficient', 'expiring', 'expired')
         UNION ALL
         SELECT 'heartbeat', 'warning', appliance_id, 'heartbeats-missed', NULL, coalesce(heartbeat_at, registered_at),
                appliance_id, 2, 0
         FROM registration WHERE state = 'stale'
       ) AS found JOIN appliance a ON a.id = appliance_id AND a.retired_at IS NULL
       ORDER BY rank, at LIMIT $1`,
      [limit],
    );
  }
}

export interface AttentionRow {
  kind: 'condition' | 'delivery' | 'host-key' | 'auth' | 'unreachable' | 'heartbeat';
  severity: string;
  applianceId: string;
  applianceName: string;
  what: string;
  more: string | null;
  at: Date;
  ref: string;
  /** Instances that a host's fault can hit. */
  affected: number;
}
