import { generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  PASSWORD,
  USERNAME,
  publicBlob,
  startAppliance,
  type FakeAppliance,
  type FakeBehaviour,
} from './appliance-server.fake.js';
import { describeHostKey } from './host-key.js';
import { openSession } from './open-session.js';
import { readPrivateKey } from './read-private-key.js';
import { Secret } from './secret.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshTarget } from './ssh-target.js';
import { newKeyPair } from './key-pair.fake.js';

const WRONG = 'not-the-password';
const wrongPassword = { login: { kind: 'password', password: new Secret(WRONG) } } as const;

let appliance: FakeAppliance;
const start = async (behaviour: FakeBehaviour = {}): Promise<FakeAppliance> =>
  (appliance = await startAppliance(behaviour));
afterEach(() => appliance.close());

const open = (changes: Partial<SshTarget> = {}): ReturnType<typeof openSession> =>
  openSession(targetOf(appliance, changes), TEST_LIMITS);

describe('logging in with a password', () => {
  it.each<[string, FakeBehaviour, { method: string; secret: string | null }[]]>([
    [
      'answers the prompt where keyboard-interactive is offered',
      {},
      [{ method: 'keyboard-interactive', secret: PASSWORD }],
    ],
    [
      'uses the password method where it is the only one',
      { methods: ['password'] },
      [
        { method: 'keyboard-interactive', secret: null },
        { method: 'password', secret: PASSWORD },
      ],
    ],
    [
      'falls back to the password method when keyboard-interactive asked nothing',
      { interactiveRefusesUnasked: true },
      [
        { method: 'keyboard-interactive', secret: null },
        { method: 'password', secret: PASSWORD },
      ],
    ],
  ])('%s', async (_sentence, behaviour, logins) => {
    await start(behaviour);
    const session = await open();
    expect(session.hostKey).toEqual(describeHostKey(appliance.hostKey));
    await session.close();
    expect(appliance.logins).toEqual(logins);
  });

  it.each<[string, FakeBehaviour]>([
    ['both methods are offered', {}],
    ['only keyboard-interactive is offered', { methods: ['keyboard-interactive'] }],
    ['only the password method is offered', { methods: ['password'] }],
  ])('sends a wrong password exactly once when %s', async (_when, behaviour) => {
    await start(behaviour);
    await expect(open(wrongPassword)).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason: 'refused' } });
    expect(appliance.logins.filter(({ secret }) => secret !== null)).toHaveLength(1);
  });

  it.each<[string, FakeBehaviour, string[][]]>([
    ['a prompt in another language', { rounds: [['Mot de passe : ']] }, [[PASSWORD]]],
    ['a prompt that names user and host', { rounds: [["nsroot@ns-fra-01's password: "]] }, [[PASSWORD]]],
    ['two prompts in one round', { rounds: [['Password:', 'Domain password:']] }, [[PASSWORD, PASSWORD]]],
    ['the user name and the password in one round', { rounds: [['login:', 'Password:']] }, [[USERNAME, PASSWORD]]],
    ['the user name first', { rounds: [['Username: (shown)'], ['Password:']] }, [[USERNAME], [PASSWORD]]],
    ['an empty round before and after', { rounds: [[], ['Password:'], []] }, [[], [PASSWORD], []]],
    [
      'a round with only a notice',
      { rounds: [['Password:'], []], instructions: 'Last login: Fri Jun 12 07:29:14' },
      [[PASSWORD], []],
    ],
  ])('answers %s', async (_what, behaviour, answers) => {
    await start({ methods: ['keyboard-interactive'], ...behaviour });
    await (await open()).close();
    expect(appliance.answers).toEqual(answers);
  });

  it.each<[string, FakeBehaviour, string, string[][]]>([
    ['a code instead of a password', { rounds: [['Verification code: ']] }, 'second-factor', []],
    ['a code beside the password', { rounds: [['Password:', 'OTP: ']] }, 'second-factor', []],
    ['a code after the password', { furtherRounds: [['Enter token code:']] }, 'second-factor', [[PASSWORD]]],
    ['the password a second time', { furtherRounds: [['Password:']] }, 'asked-again', [[PASSWORD]]],
    ['the user name for ever', { rounds: Array.from({ length: 20 }, () => ['login:']) }, 'asked-again', []],
    ['what nobody knows, in plain sight', { rounds: [['Favourite colour? (shown)']] }, 'unknown-question', []],
  ])('stops where the server asks for %s', async (_what, behaviour, reason, answers) => {
    await start(behaviour);
    await expect(open()).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason } });
    expect(appliance.answers.filter((given) => given.includes(PASSWORD))).toEqual(answers);
  });

  it('hears a forced password change in the notice of a round', async () => {
    await start({ furtherRounds: [['Password:']], instructions: 'Your password has expired.' });
    await expect(open()).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
  });

  it('passes a banner as long as one packet may be', async () => {
    await start({ banner: '#   # > ! authorized users only #\n'.repeat(900) });
    await (await open()).close();
    expect(appliance.logins).toHaveLength(1);
  });

  it('stops at a second question instead of repeating the password', async () => {
    await start({ furtherRounds: [['Verification code:']] });
    await expect(open()).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason: 'second-factor' } });
  });

  it.each([['New password:'], ['Enter new password:'], ['(current) UNIX password:'], ['Retype new password: ']])(
    'reports a forced password change asked by "%s"',
    async (prompt) => {
      await start({ furtherRounds: [[prompt]] });
      await expect(open()).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED', retryable: false });
    },
  );

  it('offers nothing where only keys are accepted', async () => {
    await start({ methods: ['publickey'] });
    await expect(open()).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { reason: 'method-not-offered' } });
    expect(appliance.logins).toEqual([{ method: 'keyboard-interactive', secret: null }]);
  });

  it('gives up on a login that is never answered', async () => {
    await start({ silentLogin: true });
    const opening = openSession(targetOf(appliance), { ...TEST_LIMITS, authTimeoutMs: 200 });
    await expect(opening).rejects.toMatchObject({ code: 'AUTH_TIMEOUT', details: { timeoutMs: 200 }, retryable: true });
  });

  it('keeps the password out of the error', async () => {
    await start();
    const error: unknown = await open(wrongPassword).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain(WRONG);
  });
});

describe('logging in with a key', () => {
  const keys = newKeyPair();
  const locked = newKeyPair({ passphrase: 'opens the key' });
  const key = (privateKey: string, passphrase?: string): Partial<SshTarget> => ({
    login: {
      kind: 'key',
      privateKey: new Secret(privateKey),
      ...(passphrase === undefined ? {} : { passphrase: new Secret(passphrase) }),
    },
  });

  it.each([
    ['a plain key', keys, undefined],
    ['a key with a passphrase', locked, 'opens the key'],
  ])('accepts %s', async (_what, pair, passphrase) => {
    await start({ methods: ['publickey'], publicKey: publicBlob(pair.public) });
    await (await open(key(pair.private, passphrase))).close();
    expect(new Set(appliance.logins.map(({ method }) => method))).toEqual(new Set(['none', 'publickey']));
  });

  const forms = {
    'ed25519 in PKCS#8': generateKeyPairSync('ed25519'),
    'RSA in PKCS#8': generateKeyPairSync('rsa', { modulusLength: 2048 }),
    'P-256 in PKCS#8': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
  it.each(Object.entries(forms))('accepts %s, plain and with a passphrase', async (_what, { privateKey }) => {
    const passphrase = 'opens the key';
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
    const publicKey = readPrivateKey({ kind: 'key', privateKey: new Secret(plain) })?.getPublicSSH() ?? Buffer.alloc(0);
    await start({ methods: ['publickey'], publicKey });
    await (await open(key(plain))).close();
    await (await open(key(locked, passphrase))).close();
    await expect(open(key(locked, 'wrong'))).rejects.toMatchObject({ details: { reason: 'key-unreadable' } });
  });

  it.each([
    ['RSA', 'pkcs1', forms['RSA in PKCS#8'].privateKey],
    ['P-256', 'sec1', forms['P-256 in PKCS#8'].privateKey],
  ] as const)('reads %s in the older PEM form, encrypted', (_what, type, privateKey) => {
    const options = { type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'opens the key' } as const;
    const privateText = new Secret(privateKey.export(options).toString());
    const read = (passphrase: string): unknown =>
      readPrivateKey({ kind: 'key', privateKey: privateText, passphrase: new Secret(passphrase) });
    expect([read('opens the key') !== null, read('wrong')]).toEqual([true, null]);
  });

  it('fails when the server does not know the key', async () => {
    await start({ methods: ['publickey'], publicKey: publicBlob(locked.public) });
    await expect(open(key(keys.private))).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      details: { reason: 'refused' },
    });
  });

  it.each([
    ['the passphrase is wrong', locked.private, 'wrong'],
    ['the passphrase is missing', locked.private, undefined],
    ['it is no key', 'not a key', undefined],
    ['it is a public key', keys.public, undefined],
  ])('fails without connecting when %s', async (_when, text, passphrase) => {
    await start();
    const details = { host: '127.0.0.1', port: appliance.port, reason: 'key-unreadable' };
    await expect(open(key(text, passphrase))).rejects.toMatchObject({ code: 'AUTH_FAILED', details });
    expect(appliance.connected.size).toBe(0);
  });
});

describe('the host key', () => {
  it.each([
    ['untrusted', 'HOST_KEY_UNTRUSTED'],
    ['changed', 'HOST_KEY_CHANGED'],
  ] as const)('that is %s ends the connection before any login attempt', async (verdict, code) => {
    await start();
    const { algorithm, fingerprint } = describeHostKey(appliance.hostKey);
    const details = { host: '127.0.0.1', port: appliance.port, algorithm, fingerprint };
    await expect(open({ trust: () => verdict })).rejects.toMatchObject({ code, details, retryable: false });
    expect([algorithm, appliance.logins]).toEqual(['ssh-ed25519', []]);
  });

  it('is not judged trusted when the judge fails', async () => {
    await start();
    const mistake = new Error('no such record');
    const trust = (): never => {
      throw mistake;
    };
    await expect(open({ trust })).rejects.toBe(mistake);
    expect(appliance.logins).toEqual([]);
  });
});

describe('reaching the server', () => {
  it('names a port where nothing listens', async () => {
    await start();
    const target = targetOf(appliance);
    await appliance.close();
    await expect(openSession(target, TEST_LIMITS)).rejects.toMatchObject({ code: 'CONNECT_REFUSED', retryable: true });
  });

  it('names a name without an address', async () => {
    await start();
    await expect(open({ host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'DNS_FAILED' });
  });

  it.each([
    ['says nothing', '', 'CONNECT_TIMEOUT'],
    ['speaks another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(2000), 'HANDSHAKE_FAILED'],
  ])('gives up on a server that %s', async (_what, greeting, code) => {
    await start();
    const other = createServer((socket) => socket.on('error', () => undefined).write(greeting)).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const opening = openSession(targetOf(appliance, { port }), { ...TEST_LIMITS, connectTimeoutMs: 500 });
    await expect(opening).rejects.toMatchObject({ code, details: { port } });
    other.close();
  });

  it('names a connection closed before the handshake', async () => {
    await start();
    const other = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(open({ port })).rejects.toMatchObject({ code: 'CONNECTION_LOST', retryable: true });
    other.close();
  });

  it.each([
    ['before connecting', () => AbortSignal.abort()],
    ['while the login waits', () => AbortSignal.timeout(100)],
  ])('is cancelled %s', async (_when, signal) => {
    await start({ silentLogin: true });
    await expect(openSession(targetOf(appliance), TEST_LIMITS, signal())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
