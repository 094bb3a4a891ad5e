import { z } from 'zod';
import { webhookSender, type WebhookSettings } from '../webhook/webhook-channel.js';
import { readReply, shortKey, type TicketSystem } from './ticket-system.js';

// Many receivers answer nothing, or something of their own.
const answerSchema = z
  .object({ number: z.string().trim().min(1).max(100) })
  .optional()
  .catch(undefined);

/**
 * Posts the call as an object of the form `sr/1`, signed as a Standard Webhook; an answer of `{"number": "…"}` names the
 * ticket. The webhook id is made of the call, so that a receiver can tell a repeat.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function webhookTickets(settings: WebhookSettings): TicketSystem {
  const sender = webhookSender(settings);
  return {
    async open({ dedupeKey, object }, signal) {
      const reply = await sender.post({ id: `sr_${shortKey(dedupeKey)}`, body: object }, signal);
      const taken = readReply(reply, answerSchema);
      if (taken.kind !== 'read') return taken;
      return { kind: 'ticket', number: taken.answer?.number ?? null, state: 'unknown' };
    },
    look: null,
  };
}
