import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, JumpHost } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';

const KEY = `SHA256:${'k'.repeat(43)}`;
const OTHER = `SHA256:${'o'.repeat(43)}`;

let controller: ControllerUnderTest;
let credentialId: string;
beforeAll(async () => {
  controller = await launchController();
  const login = { name: 'jump login', username: 'ops', password: 'not in any answer' };
  credentialId = String((await controller.admin.call('createCredential', { body: login })).body.id);
});
afterAll(() => controller.close());

let made = 0;
async function add(more: Record<string, unknown> = {}): Promise<JumpHost> {
  made += 1;
  const body = { kind: 'ssh', name: `jump ${made}`, address: `192.0.2.${made}`, credentialId, ...more };
  return (await controller.admin.call('createJumpHost', { body })).body as unknown as JumpHost;
}
const ask = (method: string, path: string, asking = {}) => controller.admin.ask(method, `/api/v1${path}`, asking);
const patch = (id: string, version: number, body: Record<string, unknown>) =>
  ask('PATCH', `/jump-hosts/${id}`, { body, headers: { 'if-match': `"${version}"` } });
const addAppliance = async (more: Record<string, unknown>) => {
  const body = { kind: 'vpx', name: 'vpx', address: `198.51.100.${(made += 1)}`, credentialId, ...more };
  return (await controller.admin.call('createAppliance', { body })).body as unknown as Appliance;
};

describe('a jump host', () => {
  it('has a name, a place, a login and no accepted key yet', async () => {
    expect(await add({ name: 'dmz' })).toMatchObject({
      kind: 'ssh',
      port: 22,
      viaId: null,
      algorithms: 'modern',
      hostKey: { state: 'unseen', fingerprint: null },
    });
  });

  it('may be a SOCKS proxy without a login, which has no host key', async () => {
    const proxy = await add({ kind: 'socks5', credentialId: null });
    expect(proxy).toMatchObject({ port: 1080, hostKey: { state: 'not-applicable' } });
    const answer = await ask('POST', `/jump-hosts/${proxy.id}/actions/trust-key`, { body: { fingerprint: KEY } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/fingerprint' }] } });
  });

  it.each([
    ['a jump host without a login', { credentialId: null }, '/credentialId'],
    ['a login that does not exist', { credentialId: 'crd_none' }, '/credentialId'],
    ['a way through nothing', { viaId: 'jmp_none' }, '/viaId'],
    ['a port that is none', { port: 70_000 }, '/port'],
    ['a fingerprint that is none', { hostKey: 'MD5:00' }, '/hostKey'],
  ])('is refused with %s', async (_says, more, pointer) => {
    const body = { kind: 'ssh', name: 'refused', address: '192.0.2.1', credentialId, ...more };
    const answer = await ask('POST', '/jump-hosts', { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer }] } });
  });

  it('has a name of its own', async () => {
    const { name } = await add();
    const twice = await ask('POST', '/jump-hosts', { body: { kind: 'ssh', name, address: '192.0.2.9', credentialId } });
    expect(twice).toMatchObject({ status: 409, body: { code: 'duplicate-name' } });
    const other = await add();
    expect(await patch(other.id, 1, { name })).toMatchObject({ status: 409, body: { code: 'duplicate-name' } });
  });

  it('never leads through itself', async () => {
    const outer = await add();
    const middle = await add({ viaId: outer.id });
    const inner = await add({ viaId: middle.id });
    expect(await patch(outer.id, 1, { viaId: inner.id })).toMatchObject({
      status: 422,
      body: { code: 'hops-refused' },
    });
    expect(await patch(outer.id, 1, { viaId: outer.id })).toMatchObject({
      status: 422,
      body: { code: 'hops-refused' },
    });
    const ways = await controller.stores.jumpHosts.ways([inner.id]);
    expect(ways.get(inner.id)?.map((hop) => hop.id)).toEqual([outer.id, middle.id, inner.id]);
  });

  it('is changed by whoever read it last', async () => {
    const { id } = await add();
    expect(await patch(id, 1, { port: 2222 })).toMatchObject({ status: 200, body: { port: 2222, version: 2 } });
    expect(await patch(id, 1, { port: 2223 })).toMatchObject({ status: 412, body: { code: 'etag-mismatch' } });
  });

  it('is removed only when nothing goes through it any more', async () => {
    const { id } = await add();
    const behind = await addAppliance({ jumpHostId: id });
    const remove = () => ask('DELETE', `/jump-hosts/${id}`, { headers: { 'if-match': '"1"' } });
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'in-use' } });
    await ask('DELETE', `/appliances/${behind.id}`, { headers: { 'if-match': '"1"' } });
    expect((await remove()).status).toBe(204);
    expect((await ask('GET', `/jump-hosts/${id}`)).status).toBe(404);
  });
});

describe('the host key of a jump host', () => {
  const state = async (id: string) => ((await ask('GET', `/jump-hosts/${id}`)).body as unknown as JumpHost).hostKey;

  it('is offered, waits for a person, and is trusted', async () => {
    const { id } = await add();
    await controller.stores.jumpHosts.noteOffered(id, { fingerprint: KEY, algorithm: 'ssh-ed25519' });
    expect(await state(id)).toMatchObject({ state: 'pending', offered: KEY, alg: 'ssh-ed25519' });
    await controller.admin.call('trustJumpHostKey', { params: { id }, body: { fingerprint: KEY } });
    expect(await state(id)).toMatchObject({ state: 'trusted', fingerprint: KEY, offered: null, decidedBy: 'admin' });
    await controller.stores.jumpHosts.noteOffered(id, { fingerprint: OTHER, algorithm: 'ssh-ed25519' });
    expect(await state(id)).toMatchObject({ state: 'changed', fingerprint: KEY, offered: OTHER });
  });

  it('is accepted by administrators only', async () => {
    const { id } = await add();
    const operator = await controller.as('operator');
    const answer = await operator.ask('POST', `/api/v1/jump-hosts/${id}/actions/trust-key`, {
      body: { fingerprint: KEY },
    });
    expect(answer.status).toBe(403);
  });

  it('is forgotten when the jump host moves to another address', async () => {
    const { id, version } = await add({ hostKey: KEY });
    expect((await state(id)).state).toBe('trusted');
    await patch(id, version, { address: '192.0.2.200' });
    expect((await state(id)).state).toBe('unseen');
  });
});

describe('the way to an appliance', () => {
  it('is shown with it: jump host, algorithms and channel, as chosen and as found', async () => {
    const { id } = await add();
    const appliance = await addAppliance({ jumpHostId: id, algorithms: 'legacy' });
    expect(appliance.connection).toEqual({
      jumpHostId: id,
      algorithms: 'legacy',
      channel: 'auto',
      channelInUse: null,
    });
    const direct = await ask('PATCH', `/appliances/${appliance.id}`, {
      body: { jumpHostId: null, algorithms: 'modern', channel: 'shell' },
      headers: { 'if-match': '"1"' },
    });
    expect(direct.body.connection).toMatchObject({ jumpHostId: null, algorithms: 'modern', channel: 'shell' });
  });

  it('is refused through a jump host that does not exist', async () => {
    const body = { kind: 'vpx', name: 'x', address: '198.51.100.250', credentialId, jumpHostId: 'jmp_none' };
    const answer = await ask('POST', '/appliances', { body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/jumpHostId' }] } });
  });
});

describe('the connection test', () => {
  it('says that it never ran, and then what it tried and what to do about the step that failed', async () => {
    const { id } = await addAppliance({});
    const path = `/appliances/${id}/connection-test`;
    expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    await controller.stores.connectionTests.record({
      applianceId: id,
      at: new Date(),
      tookMs: 31,
      steps: [
        { step: 'name', state: 'ok', tookMs: 1, found: '198.51.100.7', cause: null },
        { step: 'tcp', state: 'failed', tookMs: 30, found: null, cause: 'connect-refused' },
      ],
    });
    const { body } = await controller.admin.call('getConnectionTest', { params: { id } });
    const steps = body.steps as Record<string, unknown>[];
    expect(body.ok).toBe(false);
    expect(steps.map(({ step, state }) => `${String(step)} ${String(state)}`)).toEqual([
      'name ok',
      'tcp failed',
      'key not-tried',
      'login not-tried',
      'prompt not-tried',
      'command not-tried',
    ]);
    expect(steps[1]).toMatchObject({ cause: 'connect-refused', help: expect.stringContaining('SSH is on') });
  });
});
