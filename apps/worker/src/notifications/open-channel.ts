import {
  jiraTickets,
  mailChannel,
  serviceNowTickets,
  snmpChannel,
  trapFor,
  webhookChannel,
  webhookTickets,
  type AddressPolicy,
  type NotificationOutcome,
  type SnmpSettings,
  type Ticket,
  type TicketSystem,
} from '../../../../libs/notifications/src/index.js';
import type {
  Attempt,
  ChannelSecrets,
  ChannelSettings,
  Notification,
  NotificationTask,
} from '../../../../libs/persistence/src/index.js';
import { detailsOf, digestOf, headlineOf, ticketRequestOf, trapEventOf, webhookBodyOf } from './words-of.js';

/** A channel that is ready to tell. */
export interface OpenChannel {
  /** @throws {NotificationError} MESSAGE_INVALID */
  tell(notifications: NotificationTask['notifications'], signal: AbortSignal): Promise<Attempt>;
  /** How a ticket that it opened stands; null: it cannot be asked. */
  readonly look: ((number: string, signal: AbortSignal) => Promise<Ticket['state']>) | null;
}

/** What this installation gives to all channels. */
export interface Surroundings {
  readonly addressPolicy: AddressPolicy;
  /** Hex. */
  readonly snmpEngineId: string;
}

type Of<Kind extends ChannelSettings['kind']> = Extract<ChannelSettings, { kind: Kind }>;

/** @throws {NotificationError} SETTINGS_INVALID */
export function openChannel(settings: ChannelSettings, secrets: ChannelSecrets, around: Surroundings): OpenChannel {
  switch (settings.kind) {
    case 'snmp-v2c':
    case 'snmp-v3':
      return traps(snmpSettings(settings, secrets, around));
    case 'webhook':
      return webhook(settings, secrets, around);
    case 'mail':
      return mail(settings, secrets);
    case 'service-now': {
      const password = secrets.password ?? '';
      return tickets(serviceNowTickets({ ...settings, ...around, password }));
    }
    case 'jira':
      return tickets(jiraTickets({ ...settings, ...around, token: secrets.password ?? '' }));
    case 'ticket-webhook':
      return tickets(webhookTickets({ ...settings, ...around, secrets: signingSecrets(secrets) }));
  }
}

function snmpSettings(
  settings: Of<'snmp-v2c'> | Of<'snmp-v3'>,
  secrets: ChannelSecrets,
  { snmpEngineId: engineId }: Surroundings,
): SnmpSettings {
  const { host, port } = settings;
  if (settings.kind === 'snmp-v2c')
    return { host, port, access: { version: '2c', community: secrets.community ?? '' } };
  const { user: name, authentication, privacy } = settings;
  const user = {
    name,
    authentication: authentication && { protocol: authentication, key: secrets.authenticationKey ?? '' },
    privacy: privacy && { protocol: privacy, key: secrets.privacyKey ?? '' },
  };
  return { host, port, access: { version: '3', user, engineId } };
}

function traps(settings: SnmpSettings): OpenChannel {
  const channel = snmpChannel(settings);
  return each(async (told, signal) => {
    const event = trapEventOf(told);
    const message = event && trapFor(event);
    if (message === null) return { kind: 'sent', detail: 'nothing was sent: the vendor has no trap that says so' };
    return channel.send(message, signal);
  });
}

function webhook({ url, caPem }: Of<'webhook'>, secrets: ChannelSecrets, around: Surroundings): OpenChannel {
  const channel = webhookChannel({ url, caPem, ...around, secrets: signingSecrets(secrets) });
  return each((told, signal) => channel.send({ id: told.id, body: webhookBodyOf(told) }, signal));
}

function mail({ user: name, ...settings }: Of<'mail'>, { password = '' }: ChannelSecrets): OpenChannel {
  const channel = mailChannel({ ...settings, user: name === null ? null : { name, password } });
  return {
    async tell(told, signal) {
      const [first] = told;
      const { id, subject: thread } = first;
      if (told.length > 1) return attemptOf(await channel.send({ id, thread: 'digest', ...digestOf(told) }, signal));
      return attemptOf(await channel.send({ id, thread, subject: headlineOf(first), text: detailsOf(first) }, signal));
    },
    look: null,
  };
}

function tickets({ open, look }: TicketSystem): OpenChannel {
  return {
    async tell([told], signal): Promise<Attempt> {
      if (told.event === 'test') return { kind: 'sent', detail: 'nothing was sent: a test would open a ticket' };
      const ticket = await open(ticketRequestOf(told), signal);
      if (ticket.kind !== 'ticket') return attemptOf(ticket);
      const { number } = ticket;
      if (number === null) return { kind: 'sent', detail: 'the ticket system took it and named no number' };
      return { kind: 'sent', detail: `ticket ${number}`, ticket: number };
    },
    look:
      look &&
      (async (number, signal) => {
        const ticket = await look(number, signal);
        return ticket.kind === 'ticket' ? ticket.state : 'unknown';
      }),
  };
}

function each(send: (told: Notification, signal: AbortSignal) => Promise<NotificationOutcome>): OpenChannel {
  return { tell: async ([told], signal) => attemptOf(await send(told, signal)), look: null };
}

function attemptOf(outcome: NotificationOutcome): Attempt {
  if (outcome.kind !== 'refused') return outcome;
  return { ...outcome, switchOff: outcome.cause === 'endpoint-gone' };
}

const signingSecrets = ({ signingSecret, formerSigningSecret }: ChannelSecrets) =>
  [signingSecret, formerSigningSecret].filter((secret) => secret !== undefined);
