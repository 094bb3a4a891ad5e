import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ADMIN_PASSWORD,
  Client,
  cookieOf,
  launchController,
  type Answer,
  type ControllerUnderTest,
} from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let instance = '';
let host = '';
beforeAll(async () => {
  controller = await launchController();
  const { hostId, ids } = await addFleet(controller.stores, ['vpx-pay-1']);
  [host, instance] = [`host:${hostId}`, `instance:${String(ids[0])}`];
});
afterAll(() => controller.close());

const add = (username: string, more: Record<string, unknown> = {}) =>
  controller.admin.ask('POST', '/api/v1/users', {
    body: { username, password: ADMIN_PASSWORD, role: 'viewer', ...more },
  });

const change = ({ id, version }: Answer['body'], body: Record<string, unknown>, by = controller.admin) =>
  by.ask('PATCH', `/api/v1/users/${String(id)}`, { body, headers: { 'if-match': `"${String(version)}"` } });

let addresses = 0;
const signIn = (username: string, password = ADMIN_PASSWORD) =>
  controller.anyone.ask('POST', '/api/v1/session', {
    body: { username, password },
    headers: { 'x-forwarded-for': `203.0.113.${++addresses}` },
  });

/** A person with a session and with a token, each as somebody who asks. */
async function present(username: string, more: Record<string, unknown> = {}, tokenRole?: string) {
  const { body: user } = await add(username, more);
  const { headers } = await signIn(username);
  const session = new Client(controller.url, { cookie: cookieOf(headers) });
  const { body } = await session.call('createToken', { body: { name: 'x', ...(tokenRole && { role: tokenRole }) } });
  return { user, session, token: new Client(controller.url, { authorization: `Bearer ${String(body.token)}` }) };
}

const isIn = async (client: Client) => (await client.ask('GET', '/api/v1/me')).status === 200;

describe('adding a person', () => {
  it('answers the person without a password, and lets the person sign in', async () => {
    const { body, headers } = await controller.admin.call('createUser', {
      body: { username: 'a.ito', password: ADMIN_PASSWORD, role: 'owner', scopes: [host, instance, host] },
    });
    expect(body).toMatchObject({ username: 'a.ito', role: 'owner', scopes: [host, instance], disabledAt: null });
    expect(headers.get('etag')).toBe('"1"');
    expect(JSON.stringify(body)).not.toContain('argon2');
    expect((await signIn('a.ito')).body).toMatchObject({
      role: 'owner',
      permissions: ['own'],
      scopes: [host, instance],
    });
    expect((await controller.admin.call('getUser', { params: { id: String(body.id) } })).body).toEqual(body);
    const list = await controller.admin.call('listUsers');
    expect(list.body.items).toContainEqual(body);
  });

  it.each([
    ['a password of eleven characters', { password: 'elevenchars' }, '/password', 'too-small'],
    ['the name for a password', { username: 'a-long-username', password: 'A-Long-Username' }, '/password', 'password-is-username'],
    ['a name with a space', { username: 'upgrade rule' }, '/username', 'invalid-format'],
    ['a role that does not exist', { role: 'root' }, '/role', 'invalid-value'],
    ['a key that does not exist', { email: 'x@example.com' }, '/email', 'unknown-key'],
    ['an owner of nothing', { role: 'owner' }, '/scopes', 'required'],
    ['a scope of somebody who is no owner', { scopes: () => [instance] }, '/scopes', 'scopes-of-owner'],
    ['a scope that is a site', { role: 'owner', scopes: ['site:emea'] }, '/scopes/0', 'invalid-format'],
    ['an unknown instance', { role: 'owner', scopes: ['instance:app_01KAQZ5Z5Z5Z5Z5Z5Z5Z5Z5Z5Z'] }, '/scopes/0', 'unknown-appliance'],
    ['an instance in the place of a host', { role: 'owner', scopes: () => [host, instance.replace('instance', 'host')] }, '/scopes/1', 'unknown-appliance'],
    ['a host in the place of an instance', { role: 'owner', scopes: () => [host.replace('host', 'instance')] }, '/scopes/0', 'unknown-appliance'],
  ])('refuses %s', async (_, more, pointer, code) => {
    const { scopes, ...rest } = more as { scopes?: string[] | (() => string[]) };
    const given = typeof scopes === 'function' ? scopes() : scopes;
    const answer = await add('somebody', { ...rest, ...(given && { scopes: given }) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer, code }] } });
  }); // prettier-ignore

  it.each(['taken', 'Taken'])('refuses the name %s of somebody else', async (username) => {
    await add('taken');
    expect(await add(username)).toMatchObject({ status: 409, body: { code: 'duplicate-name' } });
  });
});

describe('changing a person', () => {
  it('needs the version that was read', async () => {
    const { body } = await add('t.kim');
    const blind = await controller.admin.ask('PATCH', `/api/v1/users/${String(body.id)}`, { body: {} });
    expect(blind).toMatchObject({ status: 428, body: { code: 'if-match-required' } });
    expect(await change(body, { role: 'approver' })).toMatchObject({
      status: 200,
      body: { role: 'approver', version: 2 },
    });
    expect(await change(body, { role: 'viewer' })).toMatchObject({ status: 412, body: { code: 'etag-mismatch' } });
  });

  it('of whom there is none is not found', async () => {
    expect(await change({ id: 'usr_nobody', version: 1 }, {})).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it.each([
    ['an owner to no scope', 'owner', () => ({ scopes: [] }), '/scopes', 'required'],
    ['a viewer to an owner without scopes', 'viewer', () => ({ role: 'owner' }), '/scopes', 'required'],
    ['a viewer to one with scopes', 'viewer', () => ({ scopes: [instance] }), '/scopes', 'scopes-of-owner'],
    ['the password to a short one', 'viewer', () => ({ password: 'short' }), '/password', 'too-small'],
  ])('refuses to bring %s', async (what, role, patch, pointer, code) => {
    const { body } = await add(what.replaceAll(' ', '-'), { role, ...(role === 'owner' && { scopes: [host] }) });
    expect(await change(body, patch())).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });

  it('takes the scopes away with the role of an owner', async () => {
    const { body } = await add('was-owner', { role: 'owner', scopes: [host] });
    expect((await change(body, { role: 'operator' })).body).toMatchObject({ role: 'operator', scopes: [] });
  });

  it.each([
    ['a lesser role', 'operator', 'operator', { role: 'viewer' }, [false, false]],
    ['a lesser role, where the token goes by less', 'operator', 'viewer', { role: 'viewer' }, [false, true]],
    ['a greater role', 'viewer', 'viewer', { role: 'operator' }, [false, true]],
    ['being disabled', 'viewer', 'viewer', { disabled: true }, [false, false]],
    ['another password', 'viewer', 'viewer', { password: 'another password' }, [false, true]],
    ['nothing at all', 'viewer', 'viewer', {}, [true, true]],
  ] as const)('to %s (%s, token %s, %j) leaves session and token in or not: %j', async (what, role, tokenRole, patch, stay) => {
    const { user, session, token } = await present(what.replaceAll(/\W+/g, '-'), { role }, tokenRole);
    expect([await isIn(session), await isIn(token)]).toEqual([true, true]);
    expect((await change(user, patch)).status).toBe(200);
    expect([await isIn(session), await isIn(token)]).toEqual(stay);
  }); // prettier-ignore

  it('to other scopes ends the session, and a token goes by the new ones from then on', async () => {
    const { user, session, token } = await present('moved-owner', { role: 'owner', scopes: [host] });
    expect((await token.call('listAppliances')).body.page).toMatchObject({ approxTotal: 2 });
    await change(user, { scopes: [instance] });
    expect(await isIn(session)).toBe(false);
    expect((await token.call('me')).body).toMatchObject({ role: 'owner', scopes: [instance] });
    expect((await token.call('listAppliances')).body.page).toMatchObject({ approxTotal: 1 });
  });

  it('who is disabled makes a sign-in look like a wrong password, and who is enabled may sign in again', async () => {
    const { body } = await add('on-leave');
    const disabled = await change(body, { disabled: true });
    expect(disabled.body.disabledAt).toEqual(expect.any(String));
    const [refused, wrong] = [await signIn('on-leave'), await signIn('on-leave', 'wrong')];
    expect({ ...refused.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect((await change(disabled.body, { disabled: false })).body.disabledAt).toBeNull();
    expect((await signIn('on-leave')).status).toBe(200);
  });

  it('with a new password lets in who was locked out', async () => {
    const { body } = await add('forgetful');
    for (let attempt = 0; attempt < 10; attempt++) await signIn('forgetful', 'wrong');
    expect((await signIn('forgetful')).status).toBe(401);
    await change(body, { password: 'a password that is remembered' });
    expect((await signIn('forgetful', 'a password that is remembered')).status).toBe(200);
  });
});

describe('the last administrator', () => {
  const administrator = async () => {
    const { body } = await controller.admin.call('listUsers', { query: '?limit=500' });
    return (body.items as Answer['body'][]).find(({ username }) => username === 'admin') ?? {};
  };

  it.each([[{ disabled: true }], [{ role: 'operator' }]])('is not changed to %j', async (patch) => {
    const before = await administrator();
    expect(await change(before, patch)).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    expect(await administrator()).toEqual(before);
    expect(await isIn(controller.admin)).toBe(true);
  });

  it('remains when two take the role from each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const names = [`x-${round}`, `y-${round}`];
      const [x, y] = await Promise.all(names.map((name) => controller.stores.access.addAccount({ username: name, passwordHash: '-', role: 'admin', scopes: [] }))); // prettier-ignore
      const first = await controller.stores.access.account('admin');
      await controller.resources.database.source.query(`UPDATE account SET role = 'viewer' WHERE username = 'admin'`);
      const demoted = { role: 'viewer', scopes: [], isDisabled: false, passwordHash: null, tokenRoles: [] } as const;
      const outcomes = await Promise.all(
        [x, y].map((account) => controller.stores.access.changeAccount(account?.id ?? '', demoted, 1)),
      );
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'last-admin']);
      await controller.resources.database.source.query(`UPDATE account SET role = 'admin' WHERE id = $1`, [first?.id]);
      await controller.resources.database.source.query('DELETE FROM account WHERE username = ANY ($1)', [names]);
    }
  });

  it('who is not the last any more may go', async () => {
    await add('second', { role: 'admin' });
    const { headers } = await signIn('second');
    const second = new Client(controller.url, { cookie: cookieOf(headers) });
    expect((await change(await administrator(), { disabled: true }, second)).status).toBe(200);
    expect(await isIn(controller.admin)).toBe(false);
  });
});
