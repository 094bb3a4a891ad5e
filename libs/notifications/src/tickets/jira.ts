import { z } from 'zod';
import type { AddressPolicy } from '../address-policy/address-policy.js';
import type { Failure } from '../https/failure-outcome.js';
import { readHttpsUrl, requestJson, type HttpsAccess } from '../https/post-json.js';
import { trustedContext } from '../https/trusted-context.js';
import { readReply, shortKey, type Ticket, type TicketRequest, type TicketSystem } from './ticket-system.js';

/** A Jira site. */
export interface JiraSettings {
  readonly url: string;
  readonly caPem: string | null;
  readonly addressPolicy: AddressPolicy;
  /** `cloud`: REST 3, texts as documents; `data-center`: REST 2, plain texts. */
  readonly flavour: 'cloud' | 'data-center';
  /** Key of the project, `OPS`. */
  readonly project: string;
  /** Name of the issue type, `Incident`. */
  readonly issueType: string;
  /** Cloud: the account's e-mail address; null: a personal access token is enough. */
  readonly user: string | null;
  readonly token: string;
}

const TIMEOUT_MS = 30_000;

const issueSchema = z.object({
  key: z.string().min(1),
  fields: z.object({ status: z.object({ statusCategory: z.object({ key: z.string() }) }) }).optional(),
});
const foundSchema = z.object({ issues: z.array(issueSchema) });

/** Keys of status categories, which every workflow maps its own states to. */
const STATES: Readonly<Record<string, Ticket['state']>> = { new: 'open', indeterminate: 'open', done: 'closed' };

/**
 * Issues by Jira's REST API. A call is found again by a label; the search may lag behind by some seconds, which is less
 * than the wait before an attempt is repeated.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function jiraTickets(settings: JiraSettings): TicketSystem {
  const { caPem, addressPolicy, flavour } = settings;
  const base = readHttpsUrl(settings.url);
  const access: HttpsAccess = { secureContext: trustedContext(caPem), addressPolicy, timeoutMs: TIMEOUT_MS };
  const headers = { authorization: authorization(settings) };
  const api = (path: string) => new URL(`/rest/api/${flavour === 'cloud' ? 3 : 2}/${path}`, base);

  async function ask<T>(
    { url, body, schema }: { url: URL; body: object | null; schema: z.ZodType<T> },
    signal: AbortSignal,
  ): Promise<{ kind: 'read'; answer: T } | Failure> {
    const text = body === null ? null : JSON.stringify(body);
    const reply = await requestJson(
      { method: body === null ? 'GET' : 'POST', url, headers, body: text, access },
      signal,
    );
    return readReply(reply, schema);
  }

  return {
    async open(request, signal) {
      const jql = `labels = "${labelOf(request)}"`;
      const search = { url: api(flavour === 'cloud' ? 'search/jql' : 'search'), schema: foundSchema };
      const known = await ask({ ...search, body: { jql, fields: ['status'], maxResults: 1 } }, signal);
      if (known.kind !== 'read') return known;
      const [first] = known.answer.issues;
      if (first !== undefined) return ticketOf(first);
      const made = await ask({ url: api('issue'), body: issueOf(settings, request), schema: issueSchema }, signal);
      return made.kind === 'read' ? ticketOf(made.answer) : made;
    },
    async look(number, signal) {
      const url = api(`issue/${encodeURIComponent(number)}?fields=status`);
      const reply = await ask({ url, body: null, schema: issueSchema }, signal);
      return reply.kind === 'read' ? ticketOf(reply.answer) : reply;
    },
  };
}

const labelOf = ({ dedupeKey }: TicketRequest) => `sr-${shortKey(dedupeKey)}`;

const ticketOf = ({ key, fields }: z.infer<typeof issueSchema>): Ticket => ({
  ...{ kind: 'ticket', number: key, state: STATES[fields?.status.statusCategory.key ?? ''] ?? 'unknown' },
});

function issueOf({ flavour, project, issueType }: JiraSettings, request: TicketRequest) {
  const { summary, description } = request;
  return {
    fields: {
      ...{ project: { key: project }, issuetype: { name: issueType }, labels: [labelOf(request)] },
      summary: summary.replaceAll(/\s+/g, ' ').slice(0, 250),
      description: flavour === 'cloud' ? documentOf(description) : description,
    },
  };
}

/** Atlassian Document Format: a paragraph for each line; it has no empty texts. */
function documentOf(text: string) {
  const paragraph = (line: string) => ({
    ...{ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] },
  });
  return { type: 'doc', version: 1, content: text.split('\n').map(paragraph) };
}

function authorization({ user, token }: JiraSettings): string {
  return user === null ? `Bearer ${token}` : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
}
