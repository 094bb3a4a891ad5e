import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { logIn, type SshLogin } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

const NAME = 'vpx-fra-01-1';
const PEER = 'vpx-lon-02-1';
const SET = 'set callhome -emailAddress noc@fleet.example';
let simulator: SpecSimulator;
let login: SshLogin;

beforeAll(async () => {
  simulator = await startForSpec({ hosts: 2, instances: 2, haPairs: 1 });
});
beforeEach(async () => {
  await simulator.control('DELETE', '/commands');
  login = await logIn({ host: simulator.instanceAddress, port: simulator.port });
});
afterEach(async () => {
  login.client.destroy();
  await simulator.control('DELETE', '/faults');
});
afterAll(() => simulator.close());

type Logged = Record<'command' | 'user' | 'channel' | 'outcome', string> & { session: number };

async function commandsOf(name: string): Promise<Logged[]> {
  const { body } = await simulator.control('GET', `/commands?appliance=${name}`);
  return body['commands'] as Logged[];
}

async function set(fault: object): Promise<void> {
  expect(await simulator.control('POST', `/appliances/${NAME}/faults`, fault)).toMatchObject({ status: 200 });
}

/** Gives a line at a login of its own and waits until the connection is gone. */
async function lost(line: string): Promise<void> {
  const gone = new Promise<void>((resolve) => login.client.once('close', () => resolve()));
  login.exec(line).catch(() => undefined);
  await gone;
}

async function callhome(name: string): Promise<Record<string, unknown>> {
  const { body } = await simulator.control('GET', '/fleet');
  const hosts = body['hosts'] as { instances: { name: string; callhome: Record<string, unknown> }[] }[];
  const found = hosts.flatMap((host) => host.instances).find((instance) => instance.name === name);
  return found?.callhome ?? {};
}

describe('a line given by hand', () => {
  it('does what it would do at a login, and is noted under its own name and session', async () => {
    const { body } = await simulator.control('POST', `/appliances/${NAME}/cli`, { line: 'disable ns feature CH' });
    expect(body).toEqual({ text: ' Done\n', outcome: 'done' });
    expect(await login.exec('show ns feature | grep "Call Home"')).toMatch(/ OFF\n$/);
    const named = { line: 'enable ns feature CH', user: 'j.doe' };
    await simulator.control('POST', `/appliances/${NAME}/cli`, named);
    const noted = await commandsOf(NAME);
    expect(noted.map(({ user, channel, command }) => [user, channel, command])).toEqual([
      ['somebody', 'control', 'disable ns feature CH'],
      ['nsroot', 'exec', 'show ns feature | grep "Call Home"'],
      ['j.doe', 'control', 'enable ns feature CH'],
    ]);
    expect(new Set(noted.map(({ session }) => session)).size).toBe(3);
  });

  it('tells the error it earned', async () => {
    const { body } = await simulator.control('POST', `/appliances/${NAME}/cli`, { line: 'set callhome -port 0' });
    expect(body).toEqual({ text: 'ERROR: Integer value below minimum [port, 1]\n', outcome: 'refused' });
  });

  it.each([
    ['no line', {}],
    ['an empty line', { line: ' ' }],
    ['a user that is none', { line: 'show callhome', user: 'a b' }],
  ])('is refused with %s', async (_what, body) => {
    expect((await simulator.control('POST', `/appliances/${NAME}/cli`, body)).status).toBe(400);
  });
});

describe('a command', () => {
  it('is refused so often with the given error, and nothing of it is done', async () => {
    await set({ kind: 'refuse-command', error: 'Operation in progress', command: 'set callhome', count: 2 });
    for (const interval of [11, 12]) {
      expect(await login.exec(`set callhome -hbCustomInterval ${interval}`)).toBe('ERROR: Operation in progress\n');
    }
    expect(await callhome(NAME)).toMatchObject({ heartbeatDays: null });
    expect(await login.exec('set callhome -hbCustomInterval 13')).toBe(' Done\n');
    expect((await commandsOf(NAME)).map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'done']);
  });

  it.each([
    ['is carried out when the connection is cut before its answer', 'answer', 'done', 'noc@fleet.example'],
    ['is not carried out when the connection is cut as it arrives', 'command', null, null],
  ])('%s', async (_what, at, outcome, emailAddress) => {
    await simulator.control('POST', `/appliances/${NAME}/cli`, { line: 'unset callhome -emailAddress' });
    await set({ kind: 'cut', at, command: 'set callhome', count: 1 });
    await lost(SET);
    expect((await commandsOf(NAME)).at(-1)).toMatchObject({ command: SET, outcome });
    expect(await callhome(NAME)).toMatchObject({ emailAddress });
  });

  it('hangs as it arrives, while another login is served', async () => {
    await set({ kind: 'hang', at: 'command', command: 'set callhome', count: 1 });
    login.exec('set callhome -hbCustomInterval 21').catch(() => undefined);
    const other = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    // Both commands have arrived before anything is looked at: the second one is answered.
    await expect(other.exec('set callhome -hbCustomInterval 22')).resolves.toBe(' Done\n');
    other.client.destroy();
    expect(await callhome(NAME)).toMatchObject({ heartbeatDays: 22 });
  });

  it.each([
    ['before', 7],
    ['after', 9],
  ])('finds what somebody did right %s it', async (when, days) => {
    const line = 'set callhome -hbCustomInterval 9';
    await set({ kind: 'by-hand', line, when, command: 'set callhome' });
    await login.exec('set callhome -hbCustomInterval 7');
    expect(await callhome(NAME)).toMatchObject({ heartbeatDays: days });
    await login.exec('set callhome -hbCustomInterval 8');
    expect(await callhome(NAME)).toMatchObject({ heartbeatDays: 8 });
    expect((await commandsOf(NAME)).filter(({ user }) => user === 'somebody').map(({ command }) => command)).toEqual([
      line,
    ]);
  });
});

describe('a pair', () => {
  afterEach(() => simulator.control('POST', `/appliances/${NAME}/propagation`, { delayMs: 0 }));

  it('carries a change over late, and the save with it', async () => {
    const { body } = await simulator.control('POST', `/appliances/${PEER}/propagation`, { delayMs: 60 });
    expect(body['ha']).toMatchObject({ propagationMs: 60 });
    await login.exec('set callhome -hbCustomInterval 17');
    expect(await callhome(PEER)).not.toMatchObject({ heartbeatDays: 17 });
    for (;;) if ((await callhome(PEER))['heartbeatDays'] === 17) break;
    expect(await login.exec('show ha node | grep Propagation')).toBe(
      '\tPropagation: ENABLED\n\tPropagation: ENABLED\n',
    );
  });

  it('carries nothing over when it is told so, and shows that', async () => {
    await simulator.control('POST', `/appliances/${NAME}/propagation`, { delayMs: null });
    await login.exec('set callhome -hbCustomInterval 19');
    expect([(await callhome(NAME))['heartbeatDays'], (await callhome(PEER))['heartbeatDays']]).toEqual([19, 17]);
    expect(await login.exec('show ha node | grep Propagation')).toMatch(/^(\tPropagation: DISABLED\n){2}$/);
  });

  it('is needed for it', async () => {
    const answer = await simulator.control('POST', '/appliances/vpx-fra-01-2/propagation', { delayMs: 5 });
    expect(answer.status).toBe(400);
  });
});

describe('an upgrade', () => {
  it.each([
    ['keeps a disable', true, / OFF\n$/],
    ['overrides a disable', false, / ON\n$/],
  ])('%s when it is told to', async (_what, keepsDisable, shown) => {
    const name = 'vpx-fra-01-2';
    const cli = (line: string) => simulator.control('POST', `/appliances/${name}/cli`, { line });
    await simulator.control('POST', `/appliances/${name}/upgrade`, { version: '11.1-65.23' });
    await cli('enable ns feature CH ; disable ns feature CH ; save ns config');
    await simulator.control('POST', `/appliances/${name}/upgrade`, { version: '13.1-53.17', keepsDisable });
    const { body } = await cli('show ns feature | grep "Call Home"');
    expect(body['text']).toMatch(shown);
  });
});
