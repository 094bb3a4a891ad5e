import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, makeAuthority } from '../../../testing/src/index.js';
import { mailChannel, type MailSettings } from './mail-channel.js';

const PYTHON = '/usr/bin/python3';
const SERVER = new URL('fixtures/smtp-server.py', import.meta.url).pathname;
const REMEDY = 'install the Debian package python3-aiosmtpd, or set CI= and REQUIRE_SMTPD= to leave this out';
const MESSAGE = { id: 'ntf_1', thread: 'inc_1', subject: 'Festplatte – kaputt', text: 'Disk 1\n.\nof host 7' };

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly tls: boolean;
  readonly user: string | null;
}

const isHere = spawnSync(PYTHON, ['-c', 'import aiosmtpd']).status === 0;

describe('a mail, as a foreign server takes it', () => {
  if (!isHere) {
    it(`is checked where aiosmtpd is: ${REMEDY}`, () => {
      expect(Boolean(process.env['CI']) || process.env['REQUIRE_SMTPD'] === '1').toBe(false);
    });
    return;
  }

  let directory = '';
  let caPem = '';
  const running: ChildProcess[] = [];
  const servers = new Map<string, { port: number; mails: Mail[] }>();
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'smtpd-'));
    const authority = await makeAuthority('mail');
    caPem = authority.pem;
    const { cert, key } = await authority.issue();
    const files = [join(directory, 'cert.pem'), join(directory, 'key.pem')] as const;
    await Promise.all([writeFile(files[0], cert), writeFile(files[1], key, { mode: 0o600 })]);
    for (const mode of ['starttls', 'implicit', 'none'] as const) {
      const child = spawn(PYTHON, [SERVER, ...files, mode], { stdio: ['ignore', 'pipe', 'ignore'] });
      running.push(child);
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { port: number } | Mail;
        if ('port' in said) servers.set(mode, { port: said.port, mails: [] });
        else servers.get(mode)?.mails.push(said);
      });
    }
    await eventually(() => expect(servers.size).toBe(3), { timeoutMs: 20_000 });
  });
  afterAll(async () => {
    for (const child of running) child.kill();
    await rm(directory, { recursive: true, force: true });
  });

  const at = (mode: MailSettings['security']) => servers.get(mode) ?? { port: 0, mails: [] };
  const settings = (mode: MailSettings['security'], more: Partial<MailSettings> = {}): MailSettings => ({
    ...{ host: 'localhost', port: at(mode).port, security: mode, caPem, user: null },
    ...{ from: 'fleet@ops.example.net', to: ['ops@example.net', 'duty@example.net'] },
    ...more,
  });
  const send = (mode: MailSettings['security'], more: Partial<MailSettings> = {}) =>
    mailChannel(settings(mode, more)).send(MESSAGE, new AbortController().signal);

  it.each([
    ['starttls', true],
    ['implicit', true],
    ['none', false],
  ] as const)('arrives over %s with all that it says', async (mode, tls) => {
    expect(await send(mode)).toEqual({ kind: 'sent', detail: 'the server took it: 250 taken as 4711' });
    await eventually(() => expect(at(mode).mails.length).toBeGreaterThan(0));
    const mail = at(mode).mails[0];
    expect(mail).toMatchObject({ from: 'fleet@ops.example.net', to: ['ops@example.net', 'duty@example.net'], tls });
    const [head = '', ...body] = (mail?.text ?? '').split('\r\n\r\n');
    const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
    expect(headers).toEqual(
      expect.arrayContaining([
        'Message-ID: <ntf_1@ops.example.net>',
        'In-Reply-To: <inc_1@ops.example.net>',
        'References: <inc_1@ops.example.net>',
        'Auto-Submitted: auto-generated',
        expect.stringMatching(/^Content-Type: text\/plain/),
        expect.stringMatching(/^Subject: =\?UTF-8\?/),
      ]),
    );
    expect(body.join('\r\n\r\n')).toContain('Disk 1\r\n.\r\nof host 7');
  });

  it('is sent by the user that it should', async () => {
    expect(await send('starttls', { user: { name: 'fleet', password: 'open sesame' } })).toMatchObject({
      kind: 'sent',
    });
    await eventually(() => expect(at('starttls').mails.map((mail) => mail.user)).toContain('fleet'));
  });

  it.each([
    ['to a mailbox that is full', 'starttls', { to: ['later@example.net'] }, { kind: 'deferred', cause: 'smtp-451' }],
    ['to nobody', 'starttls', { to: ['never@example.net'] }, { kind: 'refused', cause: 'smtp-550' }],
    [
      'with a wrong password',
      'starttls',
      { user: { name: 'fleet', password: 'guess' } },
      { kind: 'refused', cause: 'authentication' },
    ],
    ['to a server of a stranger', 'implicit', { caPem: null }, { kind: 'refused', cause: 'tls-certificate' }],
    ['to a server of a stranger, later on', 'starttls', { caPem: null }, { kind: 'refused', cause: 'tls-certificate' }],
    ['to a server without TLS', 'none', { security: 'starttls' }, { kind: 'deferred', cause: 'smtp-454' }],
    ['to a server that is away', 'none', { port: 9 }, { kind: 'deferred', cause: 'network-ECONNREFUSED' }],
  ] as const)('%s says why it was not taken', async (_says, mode, more, outcome) => {
    expect(await send(mode, more)).toMatchObject(outcome);
  });

  it('ends when it is called off', async () => {
    const signal = AbortSignal.abort();
    expect(await mailChannel(settings('none')).send(MESSAGE, signal)).toMatchObject({ cause: 'cancelled' });
  });
});

describe('mailChannel', () => {
  const settings: MailSettings = {
    ...{ host: 'mail.example.net', port: 587, security: 'starttls', caPem: null, user: null },
    ...{ from: 'fleet@example.net', to: ['ops@example.net'] },
  };

  it.each([
    ['plain text to another machine', { security: 'none' }, 'security'],
    ['no recipient', { to: [] }, 'to'],
    ['a recipient with a header behind it', { to: ['ops@example.net\r\nBcc: x@example.net'] }, 'to'],
    ['a sender that is a list', { from: 'a@example.net,b@example.net' }, 'from'],
    ['a port that is none', { port: 0 }, 'port'],
  ] as const)('refuses %s', (_says, more, field) => {
    expect(() => mailChannel({ ...settings, ...more })).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID', details: { field } }),
    );
  });

  it('sends nothing whose subject would make a header', async () => {
    const message = { ...MESSAGE, subject: 'x\r\nBcc: x@example.net' };
    await expect(mailChannel(settings).send(message, new AbortController().signal)).rejects.toMatchObject({
      code: 'MESSAGE_INVALID',
    });
  });
});
