import { z } from 'zod';
import type { AddressPolicy } from '../address-policy/address-policy.js';
import { readHttpsUrl, requestJson, type HttpsAccess, type JsonReply } from '../https/post-json.js';
import { trustedContext } from '../https/trusted-context.js';
import type { Failure } from '../https/failure-outcome.js';
import { readReply, shortKey, type Ticket, type TicketRequest, type TicketSystem } from './ticket-system.js';

/** An instance of ServiceNow. */
export interface ServiceNowSettings {
  /** Of the instance, `https://acme.service-now.com`. */
  readonly url: string;
  readonly caPem: string | null;
  readonly addressPolicy: AddressPolicy;
  /** `basic`: a user; `oauth`: a client with the grant of client credentials. */
  readonly access: 'basic' | 'oauth';
  readonly user: string;
  readonly password: string;
}

const TIMEOUT_MS = 30_000;
const EARLY_MS = 60_000;
/** Values of `state` in the table as delivered: 6 resolved, 7 closed, 8 cancelled; 1 to 5 are open. */
const STATES: Readonly<Record<string, Ticket['state']>> = {
  ...{ '1': 'open', '2': 'open', '3': 'open', '4': 'open', '5': 'open', '6': 'closed', '7': 'closed', '8': 'closed' },
};
const URGENCY = { critical: '1', major: '2', warning: '3', none: '3' } as const;

const record = z.object({ number: z.string().min(1), state: z.string().optional() });
const foundSchema = z.object({ result: z.array(record) });
const madeSchema = z.object({ result: record });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().default(600) });

/**
 * Incidents by the Table API. A call is found again by its `correlation_id`.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function serviceNowTickets(settings: ServiceNowSettings): TicketSystem {
  const base = readHttpsUrl(settings.url);
  const { caPem, addressPolicy } = settings;
  const access: HttpsAccess = { secureContext: trustedContext(caPem), addressPolicy, timeoutMs: TIMEOUT_MS };
  const authorize = settings.access === 'basic' ? basic(settings) : oauth(settings, base, access);
  const table = (query: string) => new URL(`/api/now/table/incident?${query}sysparm_fields=number,state`, base);

  async function ask(url: URL, body: object | null, signal: AbortSignal): Promise<JsonReply> {
    const authorization = await authorize(signal);
    if (typeof authorization !== 'string') return { kind: 'unanswered', outcome: authorization };
    const text = body === null ? null : JSON.stringify(body);
    return requestJson(
      { method: body === null ? 'GET' : 'POST', url, headers: { authorization }, body: text, access },
      signal,
    );
  }

  /** Undefined: there is none. */
  async function find(query: string, signal: AbortSignal): Promise<Ticket | Failure | undefined> {
    const search = new URLSearchParams({ sysparm_query: query, sysparm_limit: '1' });
    const found = readReply(await ask(table(`${search.toString()}&`), null, signal), foundSchema);
    if (found.kind !== 'read') return found;
    const [first] = found.answer.result;
    return first && ticketOf(first);
  }

  return {
    async open(request, signal) {
      const known = await find(`correlation_id=${shortKey(request.dedupeKey)}`, signal);
      if (known !== undefined) return known;
      const made = readReply(await ask(table(''), incidentOf(request), signal), madeSchema);
      return made.kind === 'read' ? ticketOf(made.answer.result) : made;
    },
    async look(number, signal) {
      // `^` joins conditions in a query.
      const ticket = await find(`number=${number.replaceAll('^', '')}`, signal);
      return ticket ?? { kind: 'ticket', number, state: 'unknown' };
    },
  };
}

const ticketOf = ({ number, state = '' }: z.infer<typeof record>): Ticket => ({
  ...{ kind: 'ticket', number, state: STATES[state] ?? 'unknown' },
});

function incidentOf({ dedupeKey, summary, description, severity }: TicketRequest) {
  return {
    short_description: summary.slice(0, 160),
    description,
    urgency: URGENCY[severity],
    impact: URGENCY[severity],
    correlation_id: shortKey(dedupeKey),
    correlation_display: 'SDX Fleet Controller',
  };
}

type Authorize = (signal: AbortSignal) => Promise<string | Failure>;

function basic({ user, password }: ServiceNowSettings): Authorize {
  const header = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return () => Promise.resolve(header);
}

function oauth({ user, password }: ServiceNowSettings, base: URL, access: HttpsAccess): Authorize {
  let token: { header: string; untilMs: number } | null = null;
  return async (signal) => {
    if (token !== null && token.untilMs > Date.now()) return token.header;
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: user, client_secret: password },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = new URL('/oauth_token.do', base);
    const reply = await requestJson({ method: 'POST', url, headers, body: form.toString(), access }, signal);
    const granted = readReply(reply, tokenSchema);
    if (granted.kind !== 'read') return granted;
    const { access_token, expires_in } = granted.answer;
    token = { header: `Bearer ${access_token}`, untilMs: Date.now() + expires_in * 1000 - EARLY_MS };
    return token.header;
  };
}
