import type { Finding, NotifiedEvent } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { FleetEvent } from '../events/event.table.js';

/** Something that people may want to be told, as it is now. */
export interface Told {
  event: NotifiedEvent;
  /** `transaction-id` of the event: one thing is one key. */
  key: string;
  subject: string;
  applianceId: string;
  severity: Finding['severity'];
  title: string;
  /** The condition that a quiet period may be about; null: there is none. */
  condition: { code: string; component: string } | null;
  data: Record<string, unknown>;
  happenedAt: Date;
}

type Subject = Omit<Told, 'event' | 'key' | 'happenedAt'>;

interface Topic {
  /** Null: this event of the type is none that people are told. */
  event: (data: Record<string, unknown>) => NotifiedEvent | null;
  subjects: (tx: Transaction, ids: readonly string[]) => Promise<Subject[]>;
}

const always = (event: NotifiedEvent) => () => event;

const APPLIANCE = `'appliance', jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind, 'address', a.address,
  'site', coalesce(a.site, h.site), 'host', h.name)`;
const OF_APPLIANCE = `JOIN appliance a ON a.id = %s LEFT JOIN appliance h ON h.id = a.host_id`;
const ofAppliance = (column: string) => OF_APPLIANCE.replace('%s', column);
const CONDITION = `jsonb_build_object('code', c.code, 'component', c.component)`;

const conditions = (tx: Transaction, ids: readonly string[]) =>
  sql<Subject>(
    tx,
    `SELECT c.id AS subject, c.appliance_id AS "applianceId", c.severity, c.title, ${CONDITION} AS condition,
       jsonb_build_object('code', c.code, 'component', c.component, 'affects', c.affects, 'evidence', c.evidence,
         'occurrences', c.occurrences, ${APPLIANCE}) AS data
     FROM condition c ${ofAppliance('c.appliance_id')} WHERE c.id = ANY ($1)`,
    [ids],
  );

const incidents = (tx: Transaction, ids: readonly string[]) =>
  sql<Subject>(
    tx,
    `SELECT i.id AS subject, c.appliance_id AS "applianceId", i.severity, i.title, ${CONDITION} AS condition,
       jsonb_build_object('kind', i.kind, 'site', i.site, 'code', c.code, 'component', c.component,
         'conditions', (SELECT count(*) FROM incident_condition m WHERE m.incident_id = i.id), ${APPLIANCE}) AS data
     FROM incident i JOIN condition c ON c.id = i.root_condition_id ${ofAppliance('c.appliance_id')}
     WHERE i.id = ANY ($1)`,
    [ids],
  );

// A request is made only for what was sent, so nothing quiet is behind it.
const serviceRequests = (tx: Transaction, ids: readonly string[]) =>
  sql<Subject>(
    tx,
    `SELECT r.id AS subject, r.appliance_id AS "applianceId", r.severity, r.summary AS title, NULL AS condition,
       jsonb_build_object('dedupeKey', r.dedupe_key, 'number', r.number, 'incidentId', r.incident_id,
         'deliveryId', r.delivery_id, 'occurrences', r.occurrences, 'code', c.code, 'component', c.component,
         'evidence', c.evidence, 'model', o.model, 'serial', o.serial, 'release', o.release, 'build', o.build,
         ${APPLIANCE}) AS data
     FROM service_request r ${ofAppliance('r.appliance_id')} JOIN condition c ON c.id = r.condition_id
       LEFT JOIN observation o ON o.appliance_id = a.id
     WHERE r.id = ANY ($1)`,
    [ids],
  );

const deliveries = (tx: Transaction, ids: readonly string[]) =>
  sql<Subject>(
    tx,
    `SELECT d.id AS subject, d.appliance_id AS "applianceId", coalesce(c.severity, 'none') AS severity,
       d.type || ' of ' || a.name AS title, NULL AS condition,
       jsonb_build_object('type', d.type, 'reason', d.reason, 'code', c.code, 'bytes', d.bundle->'bytes',
         'sha256', d.bundle->'sha256', 'receiptId', d.receipt->'receiptId', 'caseNumber', d.case_number,
         ${APPLIANCE}) AS data
     FROM delivery d ${ofAppliance('d.appliance_id')} LEFT JOIN condition c ON c.id = d.condition_id
     WHERE d.id = ANY ($1)`,
    [ids],
  );

const appliances = (tx: Transaction, ids: readonly string[]) =>
  sql<Subject>(
    tx,
    `SELECT a.id AS subject, a.id AS "applianceId", 'warning' AS severity, 'No heartbeat of ' || a.name AS title,
       NULL AS condition, jsonb_build_object('heartbeatAt', g.heartbeat_at, 'intervalDays', g.interval_days,
         ${APPLIANCE}) AS data
     FROM registration g ${ofAppliance('g.appliance_id')} WHERE a.id = ANY ($1)`,
    [ids],
  );

const ENDS = { delivered: 'delivery.delivered', failed: 'delivery.failed' } as const;

const TOPICS: Readonly<Record<string, Topic>> = {
  'condition.active': { event: ({ isNew }) => (isNew === true ? 'condition.raised' : null), subjects: conditions },
  'condition.cleared': { event: always('condition.cleared'), subjects: conditions },
  'incident.opened': { event: always('incident.opened'), subjects: incidents },
  'incident.closed': { event: always('incident.closed'), subjects: incidents },
  'service-request.requested': { event: always('service-request.opened'), subjects: serviceRequests },
  'service-request.needs-review': { event: always('service-request.needs-review'), subjects: serviceRequests },
  'delivery.transition': {
    event: ({ to }) => (to === 'delivered' || to === 'failed' ? ENDS[to] : null),
    subjects: deliveries,
  },
  'appliance.heartbeats-missed': { event: always('heartbeat.overdue'), subjects: appliances },
};

/** Picks what people may want to be told out of events, in their order, and reads what it is about. */
export async function toldOf(tx: Transaction, events: readonly FleetEvent[]): Promise<Told[]> {
  const picked = events.flatMap((row) => {
    const topic = TOPICS[row.type];
    const event = topic?.event(row.data) ?? null;
    return topic === undefined || event === null ? [] : [{ row, event, read: topic.subjects }];
  });
  const subjects = new Map<string, Subject>();
  for (const read of new Set(picked.map((one) => one.read))) {
    const ids = picked.flatMap((one) => (one.read === read ? [one.row.subject] : []));
    for (const subject of await read(tx, [...new Set(ids)])) subjects.set(subject.subject, subject);
  }
  return picked.flatMap(({ row, event }) => {
    const subject = subjects.get(row.subject);
    if (subject === undefined) return [];
    return [{ ...subject, event, key: `${row.transactionId}-${row.id}`, happenedAt: row.at }];
  });
}
