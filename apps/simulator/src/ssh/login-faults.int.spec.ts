import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptLogin, type AttemptOptions, type SshAttempt } from '../testing/ssh-attempt.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

const NAME = 'vpx-fra-01-1';
const PASSWORD = 'spec-password';
let simulator: SpecSimulator;
let place: { host: string; port: number };

beforeAll(async () => {
  simulator = await startForSpec();
  place = { host: simulator.instanceAddress, port: simulator.port };
});
afterEach(() => simulator.control('DELETE', '/faults'));
afterAll(() => simulator.close());

async function set(fault: object): Promise<void> {
  expect(await simulator.control('POST', `/appliances/${NAME}/faults`, fault)).toMatchObject({ status: 200 });
}

async function login(options: AttemptOptions = {}): Promise<SshAttempt> {
  const attempt = attemptLogin(place, options);
  await attempt.settled;
  if (attempt.events.includes('ready')) attempt.client.end();
  await attempt.closed;
  return attempt;
}

const IN = ['handshake', 'ready', 'close'];
const REFUSED = ['handshake', 'error: client-authentication', 'close'];

/** One attempt for each connection, so that counts can be followed. */
const ONCE: AttemptOptions = { tryKeyboard: false, password: PASSWORD };

describe('wrong-password', () => {
  it('refuses the right password so many times', async () => {
    await set({ kind: 'wrong-password', count: 2 });
    const events = [await login(ONCE), await login(ONCE), await login(ONCE)].map((attempt) => attempt.events);
    expect(events).toEqual([REFUSED, REFUSED, IN]);
  });
});

describe('lock-out', () => {
  it('refuses every password after failures in a row, until it is lifted', async () => {
    await set({ kind: 'lock-out', failures: 2, forMs: 3_600_000 });
    const wrong = { ...ONCE, password: 'wrong' };
    expect((await login(wrong)).events).toEqual(REFUSED);
    expect((await login(ONCE)).events).toEqual(IN);
    // A success in between starts the count anew.
    expect((await login(wrong)).events).toEqual(REFUSED);
    expect((await login(ONCE)).events).toEqual(IN);
    await login(wrong);
    expect((await login(wrong)).events).toEqual(REFUSED);
    expect((await login(ONCE)).events).toEqual(REFUSED);
    await simulator.control('DELETE', `/appliances/${NAME}/faults/lock-out`);
    expect((await login(ONCE)).events).toEqual(IN);
  });

  it('is over after its time', async () => {
    await set({ kind: 'lock-out', failures: 1, forMs: 40 });
    expect((await login({ ...ONCE, password: 'wrong' })).events).toEqual(REFUSED);
    for (;;) if ((await login(ONCE)).events[1] === 'ready') break;
    expect((await login(ONCE)).events).toEqual(IN);
  });
});

describe('login-methods', () => {
  it.each([
    ['only password', { methods: ['password'] }, { password: PASSWORD }, IN, []],
    ['not keyboard-interactive when only password', { methods: ['password'] }, {}, REFUSED, []],
    ['only keyboard-interactive', { methods: ['keyboard-interactive'] }, {}, IN, [['Password:']]],
    [
      'another prompt text',
      { prompts: ["nsroot@vpx's password for today >"] },
      {},
      IN,
      [["nsroot@vpx's password for today >"]],
    ],
    [
      'several prompts in one round',
      { prompts: ['Password: ', 'Verification code: '], code: '4711' },
      { answers: [PASSWORD, '4711'] },
      IN,
      [['Password: ', 'Verification code: ']],
    ],
    [
      'not with a wrong code',
      { methods: ['keyboard-interactive'], prompts: ['Password: ', 'Verification code: '], code: '4711' },
      { answers: [PASSWORD, '0815'] },
      REFUSED,
      [['Password: ', 'Verification code: ']],
    ],
    [
      'several rounds',
      { prompts: ['Password: ', 'Verification code: '], separately: true, code: '4711' },
      { answers: [PASSWORD, '4711'] },
      IN,
      [['Password: '], ['Verification code: ']],
    ],
    ['a round that only tells something', { notice: 'Maintenance at noon.' }, {}, IN, [['Password:']]],
  ])('lets in by %s', async (_what, fault, options, events, rounds) => {
    await set({ kind: 'login-methods', ...fault, count: 1 });
    const attempt = await login(options);
    expect(attempt.events).toEqual(events);
    expect(attempt.rounds).toEqual(rounds);
    expect((await login(ONCE)).events).toEqual(IN);
  });
});

describe('password-change at the login', () => {
  it('asks in a further round of keyboard-interactive, and lets nobody in', async () => {
    await set({ kind: 'password-change', at: 'login' });
    const attempt = await login();
    expect(attempt.rounds.slice(0, 2)).toEqual([
      ['Password:'],
      ['Please change the default password.\nNew password: ', 'Retype new password: '],
    ]);
    expect(attempt.events).toEqual(REFUSED);
  });

  it('asks by a change request for a password', async () => {
    await set({ kind: 'password-change', at: 'login', count: 1 });
    const attempt = attemptLogin(place, ONCE);
    const asked = new Promise<string>((resolve) => attempt.client.once('change password', resolve));
    expect(await asked).toContain('New password: ');
    attempt.client.destroy();
    await attempt.closed;
    expect((await login(ONCE)).events).toEqual(IN);
  });
});
