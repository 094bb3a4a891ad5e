import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Client,
  cookieOf,
  launchController,
  ADMIN_PASSWORD,
  type ControllerUnderTest,
} from '../controller-under-test.fake.js';
import { hashPassword } from './passwords.js';

let controller: ControllerUnderTest;
beforeAll(async () => {
  controller = await launchController();
});
afterAll(() => controller.close());

const signIn = (username: string, password: string, headers: Record<string, string> = {}) =>
  controller.anyone.ask('POST', '/api/v1/session', { body: { username, password }, headers });

async function addAccount(username: string, role: string): Promise<void> {
  await controller.resources.database.source.query(
    'INSERT INTO account (id, username, password_hash, role) VALUES ($1, $1, $2, $3)',
    [username, await hashPassword(ADMIN_PASSWORD), role],
  );
}

describe('signing in', () => {
  it('answers who signed in, and sets a cookie that scripts and other sites cannot use', async () => {
    const { status, body, headers } = await signIn('admin', ADMIN_PASSWORD);
    expect({ status, body }).toMatchObject({ status: 200, body: { username: 'admin', role: 'admin', via: 'session' } });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sdx_session=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/;');
    expect(cookie).not.toContain('Secure');
  });

  it('sets a cookie for TLS only where the proxy in front speaks TLS', async () => {
    const { headers } = await signIn('admin', ADMIN_PASSWORD, { 'x-forwarded-proto': 'https' });
    expect(headers.get('set-cookie')).toContain('Secure');
  });

  it('says the same of an unknown name and of a wrong password', async () => {
    const [unknown, wrong] = [await signIn('nobody', 'x'), await signIn('admin', 'x')];
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  it('locks an account after ten wrong passwords, with the answer of a wrong password', async () => {
    await addAccount('locked-out', 'viewer');
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await signIn('locked-out', 'x', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401);
    }
    const right = await signIn('locked-out', ADMIN_PASSWORD, { 'x-forwarded-for': '192.0.2.1' });
    expect(right).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('refuses an address that tries more than thirty times a minute, also with the right password', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.2' };
    for (let attempt = 0; attempt < 30; attempt++) await signIn('nobody', 'x', headers);
    const answer = await signIn('admin', ADMIN_PASSWORD, headers);
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited', retryable: true } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('ends the session on sign-out', async () => {
    const { headers } = await signIn('admin', ADMIN_PASSWORD);
    const me = new Client(controller.url, { cookie: cookieOf(headers) });
    expect((await me.ask('GET', '/api/v1/me')).status).toBe(200);
    expect((await me.ask('DELETE', '/api/v1/session')).status).toBe(204);
    expect((await me.ask('GET', '/api/v1/me')).body.code).toBe('unauthenticated');
  });

  it.each([
    ['has stood idle for an hour', `last_used_at = now() - interval '61 minutes'`],
    ['is twelve hours old', `expires_at = now() - interval '1 second'`],
  ])('ends a session that %s', async (_, change) => {
    const { headers } = await signIn('admin', ADMIN_PASSWORD);
    const me = new Client(controller.url, { cookie: cookieOf(headers) });
    await controller.resources.database.source.query(
      `UPDATE session SET ${change} WHERE created_at = (SELECT max(created_at) FROM session)`,
    );
    expect((await me.ask('GET', '/api/v1/me')).status).toBe(401);
  });
});

describe('requests from other sites', () => {
  const write = (headers: Record<string, string>) =>
    controller.admin.ask('POST', '/api/v1/tokens', { body: { name: 'from a page' }, headers });
  const host = () => new URL(controller.url).host;

  it.each([
    ['of another site', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['of another origin of this site', () => ({ 'sec-fetch-site': 'same-site' })],
    ['with the origin of another site', () => ({ origin: 'https://evil.example' })],
    ['with an opaque origin', () => ({ origin: 'null' })],
    ['with the origin of another port', () => ({ origin: 'http://127.0.0.1:1' })],
  ])('refuses a write %s', async (_, headers) => {
    expect(await write(headers())).toMatchObject({ status: 403, body: { code: 'cross-origin' } });
  });

  it.each([
    ['from the console', () => ({ 'sec-fetch-site': 'same-origin', origin: `http://${host()}` })],
    ['from no browser', () => ({})],
  ])('takes a write %s', async (_, headers) => {
    expect((await write(headers())).status).toBe(201);
  });
});

describe('tokens', () => {
  it('are shown once, listed without themselves, and stored as a hash', async () => {
    const { body } = await controller.admin.call('createToken', { body: { name: 'ci', role: 'viewer' } });
    expect(body.token).toMatch(/^sdx_pat_[0-9a-f]{72}$/);
    const list = await controller.admin.call('listTokens');
    expect(JSON.stringify(list.body)).not.toContain(String(body.token).slice(-20));
    const stored = await controller.resources.database.source.query('SELECT token_hash FROM api_token');
    expect(JSON.stringify(stored)).not.toContain(String(body.token).slice(-20));
  });

  it('let their holder in until they are revoked', async () => {
    const { body } = await controller.admin.call('createToken', { body: { name: 'ci', role: 'viewer' } });
    const holder = new Client(controller.url, { authorization: `Bearer ${String(body.token)}` });
    expect((await holder.call('me')).body).toMatchObject({ role: 'viewer', via: 'token' });
    await controller.admin.call('revokeToken', { params: { id: String(body.id) } });
    expect((await holder.ask('GET', '/api/v1/me')).body.code).toBe('unauthenticated');
  });

  it('say that they have expired', async () => {
    const { body } = await controller.admin.call('createToken', { body: { name: 'old' } });
    await controller.resources.database.source.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [
      body.id,
    ]);
    const holder = new Client(controller.url, { authorization: `Bearer ${String(body.token)}` });
    expect(await holder.ask('GET', '/api/v1/me')).toMatchObject({ status: 401, body: { code: 'token-expired' } });
  });

  it.each([
    ['a viewer', 'viewer', 'operator'],
    ['an operator', 'operator', 'approver'],
    ['an approver', 'approver', 'operator'],
    ['an administrator', 'admin', 'owner'],
  ] as const)('of %s (%s) cannot be made for the role %s, which is no part of it', async (_, role, wanted) => {
    const client = await controller.as(role);
    const answer = await client.ask('POST', '/api/v1/tokens', { body: { name: 'more', role: wanted } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/role', code: 'role-exceeded' }] } });
  });

  it.each([
    ['viewer', 'viewer'],
    ['approver', 'approver'],
    ['admin', 'operator'],
  ] as const)('of somebody with the role %s have the role %s where none is asked for', async (role, given) => {
    const client = await controller.as(role);
    expect((await client.call('createToken', { body: { name: 'plain' } })).body.role).toBe(given);
  });

  it('that outlive a right of their maker let nobody in', async () => {
    const maker = await controller.person('operator');
    const { body } = await maker.call('createToken', { body: { name: 'late', role: 'operator' } });
    // As if the token had been made in the very moment of the change, which ends those it finds.
    await controller.resources.database.source.query(
      `UPDATE account SET role = 'viewer' WHERE id = (SELECT account_id FROM api_token WHERE id = $1)`,
      [body.id],
    );
    const holder = new Client(controller.url, { authorization: `Bearer ${String(body.token)}` });
    expect((await holder.ask('GET', '/api/v1/me')).body.code).toBe('unauthenticated');
  });

  it('of somebody else cannot be revoked', async () => {
    await addAccount('other', 'operator');
    const { headers } = await signIn('other', ADMIN_PASSWORD, { 'x-forwarded-for': '192.0.2.3' });
    const other = new Client(controller.url, { cookie: cookieOf(headers) });
    const { body } = await controller.admin.call('createToken', { body: { name: 'mine' } });
    expect((await other.ask('DELETE', `/api/v1/tokens/${String(body.id)}`)).status).toBe(404);
  });
});

describe('roles', () => {
  it('are told to their bearer, with permissions and scopes', async () => {
    const approver = await controller.person('approver');
    expect((await approver.call('me')).body).toMatchObject({ permissions: ['read', 'approve'], scopes: [] });
  });

  it.each([
    ['an approver', 'approver', 'POST', '/api/v1/credentials'],
    ['an approver', 'approver', 'POST', '/api/v1/users'],
    ['an operator', 'operator', 'GET', '/api/v1/users'],
    ['a viewer', 'viewer', 'POST', '/api/v1/credentials'],
    ['a viewer', 'viewer', 'POST', '/api/v1/plans'],
    ['an operator', 'operator', 'POST', '/api/v1/destinations'],
    ['an operator', 'operator', 'POST', '/api/v1/appliances/app_1/host-keys/SHA256:x/actions/approve'],
  ] as const)('keep %s (%s) from %s %s', async (_, role, method, path) => {
    const client = await controller.as(role);
    expect(await client.ask(method, path, method === 'GET' ? {} : { body: {} })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('keep nobody from the probes, and anybody without a sign-in from the rest', async () => {
    expect((await controller.anyone.ask('GET', '/healthz')).status).toBe(200);
    expect((await controller.anyone.ask('GET', '/api/v1/version')).status).toBe(200);
    const refused = await controller.anyone.ask('GET', '/api/v1/appliances');
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('the board of raw jobs', () => {
  const board = '/admin/queues';

  it('sends a page to the sign-in, and refuses a program', async () => {
    const page = await controller.anyone.ask('GET', board, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/sign-in']);
    const program = await controller.anyone.ask('GET', `${board}/api/queues`, {
      headers: { accept: 'application/json' },
    });
    expect(program).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('shows operators the queues, and viewers nothing', async () => {
    const [operator, viewer] = [await controller.as('operator'), await controller.as('viewer')];
    expect((await operator.ask('GET', `${board}/api/queues`)).status).toBe(200);
    expect((await viewer.ask('GET', `${board}/api/queues`)).body.code).toBe('forbidden');
  });

  it('lets administrators act, operators not, and no other site at all', async () => {
    const [operator, admin] = [await controller.as('operator'), await controller.as('admin')];
    const pause = `${board}/api/queues/sweep/pause`;
    expect((await operator.ask('PUT', pause)).body.code).toBe('forbidden');
    expect((await admin.ask('PUT', pause, { headers: { 'sec-fetch-site': 'cross-site' } })).body.code).toBe(
      'cross-origin',
    );
    expect((await admin.ask('PUT', pause)).status).toBe(200);
    await controller.resources.queues.get('sweep').resume();
  });
});
