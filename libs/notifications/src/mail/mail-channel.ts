import { isIP } from 'node:net';
import { getSystemErrorName } from 'node:util';
import { createTransport } from 'nodemailer';
import type { Channel, NotificationOutcome } from '../channel.js';
import { NotificationError } from '../errors.js';
import { abortOutcome, failureOutcome } from '../https/failure-outcome.js';
import { trustedContext } from '../https/trusted-context.js';

/** A mail server that takes mail from us. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `none`: for a server on this machine only, refused for any other. */
  readonly security: 'starttls' | 'implicit' | 'none';
  /** Authorities trusted beside the public ones; null: none. */
  readonly caPem: string | null;
  /** Null: the server wants no login. */
  readonly user: { readonly name: string; readonly password: string } | null;
  readonly from: string;
  readonly to: readonly string[];
}

export interface MailMessage {
  /** The same at every attempt; becomes the Message-ID, with the sender's domain. */
  readonly id: string;
  /** What the mail is about: mails about one thing are shown together. */
  readonly thread: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

const TIMEOUT_MS = 30_000;
const ADDRESS = /^[^\s@<>,;"]+@([^\s@<>,;"]+)$/;
const LINE_BREAK = /[\r\n\0]/;

/**
 * Tells by mail over verified TLS. A server that takes a mail promises to deliver it, not that anybody reads it.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function mailChannel(settings: MailSettings): Channel<MailMessage> {
  const domain = check(settings);
  const { host, port, security, caPem, user } = settings;
  const secureContext = security === 'none' ? undefined : trustedContext(caPem);
  return {
    async send({ id, thread, subject, text }, signal) {
      if (LINE_BREAK.test(subject) || LINE_BREAK.test(id) || LINE_BREAK.test(thread)) {
        throw new NotificationError('MESSAGE_INVALID', { reason: 'line-break' });
      }
      if (signal.aborted) return abortOutcome(signal.reason);
      const transport = createTransport({
        ...{ host, port, secure: security === 'implicit', requireTLS: security === 'starttls' },
        ignoreTLS: security === 'none',
        ...(user === null ? {} : { auth: { user: user.name, pass: user.password } }),
        tls: { secureContext, rejectUnauthorized: true, ...(isIP(host) === 0 ? { servername: host } : {}) },
        ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
        ...{ disableFileAccess: true, disableUrlAccess: true },
      });
      const stop = () => transport.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const { response } = await transport.sendMail({
          ...{ from: settings.from, to: [...settings.to], subject, text },
          messageId: `<${id}@${domain}>`,
          inReplyTo: `<${thread}@${domain}>`,
          references: `<${thread}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'sent', detail: `the server took it: ${firstLine(response)}` };
      } catch (error) {
        return signal.aborted ? abortOutcome(signal.reason) : mailOutcome(error);
      } finally {
        signal.removeEventListener('abort', stop);
        transport.close();
      }
    },
  };
}

/** RFC 5321: a code of 4xx asks to come again, 5xx not to. */
function mailOutcome(error: unknown): NotificationOutcome {
  const { responseCode, code, errno, message } = error as Readonly<Record<string, unknown>>;
  if (code === 'EAUTH' && !(typeof responseCode === 'number' && responseCode < 500)) {
    return { kind: 'refused', cause: 'authentication', detail: 'the server does not take this user and password' };
  }
  if (typeof responseCode === 'number') {
    const [cause, detail] = [`smtp-${responseCode}`, `the server answered ${responseCode}`];
    if (responseCode < 500) return { kind: 'deferred', cause, detail, retryAfterMs: null };
    return { kind: 'refused', cause, detail };
  }
  // nodemailer puts a code of its own over that of the connection: what is left is the number, or the words of OpenSSL.
  if (CERTIFICATE.test(String(message))) {
    return { kind: 'refused', cause: 'tls-certificate', detail: 'the certificate of the server will not do' };
  }
  return failureOutcome({ code: typeof errno === 'number' ? getSystemErrorName(errno) : code });
}

const CERTIFICATE = /certificate|altnames|unable to get .*issuer/i;

/** @returns the domain of the sender. */
function check({ host, port, security, from, to }: MailSettings): string {
  const wrong = (field: string) => new NotificationError('SETTINGS_INVALID', { field });
  if (host === '' || LINE_BREAK.test(host)) throw wrong('host');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw wrong('port');
  if (security === 'none' && !/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host)) throw wrong('security');
  if (to.length === 0 || !to.every((address) => ADDRESS.test(address))) throw wrong('to');
  const domain = ADDRESS.exec(from)?.[1];
  if (domain === undefined) throw wrong('from');
  return domain;
}

const firstLine = (text: string) => text.replace(/[\r\n][\s\S]*$/, '').slice(0, 120);
