import type { ConditionCode } from '../../../../libs/callhome/src/index.js';
import type { TicketRequest, TrapEvent } from '../../../../libs/notifications/src/index.js';
import type { Notification } from '../../../../libs/persistence/src/index.js';

type Told = Pick<
  Notification,
  'id' | 'event' | 'subject' | 'applianceId' | 'severity' | 'title' | 'data' | 'happenedAt'
>;

/** What of the data words are made of; anything may be missing. */
interface Facts {
  readonly appliance?: {
    readonly name?: string;
    readonly address?: string;
    readonly site?: string;
    readonly host?: string;
  };
  readonly code?: ConditionCode;
  readonly component?: string;
  readonly affects?: readonly string[];
  readonly evidence?: { readonly command?: string; readonly line?: string };
  readonly reason?: string;
  readonly caseNumber?: string;
  readonly number?: string;
  readonly dedupeKey?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly release?: string;
  readonly build?: string;
}

const HAPPENED: Readonly<Record<Notification['event'], string>> = {
  'condition.raised': 'Condition',
  'condition.cleared': 'Over',
  'incident.opened': 'Incident',
  'incident.closed': 'Incident closed',
  'service-request.opened': 'Service request',
  'service-request.needs-review': 'Service request to review',
  'delivery.delivered': 'Delivered',
  'delivery.failed': 'Not delivered',
  'heartbeat.overdue': 'Heartbeat overdue',
  test: 'Test',
};

const factsOf = ({ data }: Told) => data as Facts;

/** A line that says what happened where. */
export function headlineOf(told: Told): string {
  const name = factsOf(told).appliance?.name;
  const severity = told.severity === 'none' ? '' : ` (${told.severity})`;
  return `${HAPPENED[told.event]}${severity}: ${told.title}${name === undefined ? '' : `, ${name}`}`.replaceAll(
    /\s+/g,
    ' ',
  );
}

/** All that is known of it, a line each. */
export function detailsOf(told: Told): string {
  const facts = factsOf(told);
  const { appliance, evidence } = facts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Appliance', appliance?.name],
    ['Address', appliance?.address],
    ['SDX host', appliance?.host],
    ['Site', appliance?.site],
    ['Model', facts.model],
    ['Serial number', facts.serial],
    ['Version', facts.release === undefined ? undefined : `${facts.release} build ${facts.build ?? 'unknown'}`],
    ['Component', facts.component === 'appliance' ? undefined : facts.component],
    ['Instances that it can hit', facts.affects?.length ? String(facts.affects.length) : undefined],
    ['Seen by', evidence?.command],
    ['In the line', evidence?.line],
    ['Reason', facts.reason],
    ['Number', facts.number ?? facts.caseNumber],
    ['When', told.happenedAt.toISOString()],
    ['Id', told.subject],
  ];
  return lines.flatMap(([name, value]) => (value == null || value === '' ? [] : [`${name}: ${value}`])).join('\n');
}

/** The body of a webhook, in the form that Standard Webhooks advises. */
export function webhookBodyOf(told: Told): Record<string, unknown> {
  const { event, subject, applianceId, severity, title, data, happenedAt } = told;
  return { type: event, timestamp: happenedAt.toISOString(), data: { subject, applianceId, severity, title, ...data } };
}

/** Null: SNMP has no words for it. */
export function trapEventOf(told: Told): TrapEvent | null {
  const { appliance, code, reason, caseNumber } = factsOf(told);
  const address = appliance?.address ?? '';
  if (told.event === 'test') return { kind: 'upload', address, status: told.title };
  if (told.event === 'delivery.delivered') {
    const number = caseNumber == null ? '' : `, case ${caseNumber}`;
    return { kind: 'upload', address, status: `Call Home upload succeeded: ${told.title}${number}` };
  }
  if (told.event === 'delivery.failed') {
    return { kind: 'upload', address, status: `Call Home upload failed: ${told.title}, ${reason ?? 'unknown'}` };
  }
  if (code === undefined || !told.event.startsWith('condition.')) return null;
  return { kind: told.event === 'condition.raised' ? 'raised' : 'cleared', code, address, title: told.title };
}

/** A call for support for a ticket system. `object` has the form `sr/1`. */
export function ticketRequestOf(told: Told): TicketRequest {
  const { dedupeKey = told.subject, ...facts } = factsOf(told);
  return {
    dedupeKey,
    summary: headlineOf(told),
    description: detailsOf(told),
    severity: told.severity,
    object: {
      schema: 'sr/1',
      id: told.subject,
      ...{ dedupeKey, summary: told.title, severity: told.severity, openedAt: told.happenedAt.toISOString() },
      ...facts,
    },
  };
}

/** One mail for many things. */
export function digestOf(told: readonly Told[]): { subject: string; text: string } {
  const worst = (['critical', 'major', 'warning'] as const).find((each) => told.some((one) => one.severity === each));
  const subject = `${told.length} things happened${worst === undefined ? '' : `, ${worst} ones among them`}`;
  return { subject, text: told.map((one) => `${headlineOf(one)}\n${detailsOf(one)}`).join('\n\n') };
}
