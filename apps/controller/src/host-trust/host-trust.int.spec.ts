import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, HostCa, HostKey, HostKeyImportResult } from '../../../../libs/contract/src/index.js';
import { describeHostKey } from '../../../../libs/ssh/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { keyOffered, OTHER_KEY, reading, TRUSTED_KEY } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let credentialId: string;
beforeAll(async () => {
  controller = await launchController();
  const login = { name: 'svm login', username: 'nsroot', password: 'x' };
  credentialId = String((await controller.admin.call('createCredential', { body: login })).body.id);
});
afterAll(() => controller.close());

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcPeU/FGuZkwxcQLqq88qijmpbWzOq7W+2JVsof69vi';
const FINGERPRINT = 'SHA256:bNrxb0tCXydxWo8d8ZPQqGqz7DVapwLyZY7r0tXrWkM';

let lastAddress = 0;
async function add(): Promise<Appliance> {
  lastAddress += 1;
  const body = { kind: 'sdx-host', name: `host ${lastAddress}`, address: `192.0.2.${lastAddress}`, credentialId };
  return (await controller.admin.call('createAppliance', { body })).body as unknown as Appliance;
}
const get = async (id: string) =>
  (await controller.admin.call('getAppliance', { params: { id } })).body as unknown as Appliance;
const decide = (verb: 'approve' | 'revoke', id: string, fingerprint: string, body?: unknown) =>
  controller.admin.ask(
    'POST',
    `/api/v1/appliances/${id}/host-keys/${encodeURIComponent(fingerprint)}/actions/${verb}`,
    body === undefined ? {} : { body },
  );
const importFile = async (text: string, dryRun: boolean) =>
  (await controller.admin.call('importHostKeys', { body: { text, dryRun } })).body as unknown as HostKeyImportResult;

describe('a host key', () => {
  it('in place of another is trusted with a reason only', async () => {
    const { id } = await add();
    const { readings } = controller.stores;
    await readings.record([keyOffered(id, TRUSTED_KEY, 'pending')]);
    expect(await decide('approve', id, TRUSTED_KEY)).toMatchObject({ status: 200, body: { reason: null } });
    await readings.record([keyOffered(id, OTHER_KEY, 'changed')]);
    const refused = { status: 422, body: { code: 'validation', errors: [{ pointer: '/reason' }] } };
    expect(await decide('approve', id, OTHER_KEY)).toMatchObject(refused);
    expect(await decide('approve', id, OTHER_KEY, { reason: ' ' })).toMatchObject(refused);
    expect(await decide('approve', id, OTHER_KEY, { reason: 'new mainboard' })).toMatchObject({
      status: 200,
      body: { state: 'trusted', decidedBy: 'admin', reason: 'new mainboard' },
    });
  });

  it('that is revoked shows as revoked, and blocks', async () => {
    const { id } = await add();
    await controller.stores.readings.record([keyOffered(id, TRUSTED_KEY, 'pending')]);
    await decide('approve', id, TRUSTED_KEY);
    expect((await decide('revoke', id, TRUSTED_KEY, {})).status).toBe(422);
    expect(await decide('revoke', id, TRUSTED_KEY, { reason: 'stolen' })).toMatchObject({
      status: 200,
      body: { state: 'revoked', endedBy: 'admin', reason: 'stolen' } satisfies Partial<HostKey>,
    });
    expect((await get(id)).hostKey).toMatchObject({ state: 'revoked', fingerprint: TRUSTED_KEY, offered: null });
    expect((await decide('revoke', id, OTHER_KEY, { reason: 'x' })).status).toBe(404);
  });
});

describe('a known_hosts file', () => {
  it('is tried without a change, and then taken over', async () => {
    const { id, address } = await add();
    const text = `${address} ${PUBLIC_KEY}\n10.255.0.1 ${PUBLIC_KEY}\nnonsense\n`;
    const expected = [
      { line: 1, outcome: 'trusted', applianceCount: 1, appliances: [{ id }] },
      { line: 2, outcome: 'no-appliance', applianceCount: 0 },
      { line: 3, outcome: 'unreadable', problem: 'too-few-fields' },
    ];
    const tried = await importFile(text, true);
    expect(tried).toMatchObject({ dryRun: true, lines: expected, counts: { trusted: 1 } });
    expect((await get(id)).hostKey.state).toBe('unseen');
    expect(await importFile(text, false)).toMatchObject({ dryRun: false, lines: expected });
    expect((await get(id)).hostKey).toMatchObject({ state: 'trusted', fingerprint: FINGERPRINT });
    expect((await importFile(text, false)).counts).toMatchObject({ 'already-trusted': 1 });
  });

  it('does not replace a trusted key', async () => {
    const { id, address } = await add();
    await controller.stores.readings.record([keyOffered(id, TRUSTED_KEY, 'pending')]);
    await decide('approve', id, TRUSTED_KEY);
    expect((await importFile(`${address} ${PUBLIC_KEY}`, false)).counts).toEqual({ conflict: 1 });
    expect((await get(id)).hostKey.fingerprint).toBe(TRUSTED_KEY);
  });

  it('may be larger than other requests, and has its own bounds', async () => {
    const comment = `# ${'x'.repeat(60)}\n`;
    const large = comment.repeat(Math.floor((1024 * 1024) / comment.length));
    expect((await importFile(large, true)).lines).toEqual([]);
    const ask = (text: string) =>
      controller.admin.ask('POST', '/api/v1/host-keys/actions/import', { body: { text, dryRun: true } });
    expect((await ask(large + comment)).status).toBe(422);
    expect((await ask('#\n'.repeat(50_001))).status).toBe(422);
    expect((await ask('#\n'.repeat(50_000))).status).toBe(200);
    expect((await ask('x'.repeat(4 * 1024 * 1024))).body.code).toBe('body-too-large');
    const elsewhere = await controller.admin.ask('POST', '/api/v1/host-cas', { body: { name: large + comment } });
    expect(elsewhere.body.code).toBe('body-too-large');
  });

  it('is for administrators', async () => {
    const operator = await controller.as('operator');
    const answer = await operator.ask('POST', '/api/v1/host-keys/actions/import', { body: { text: '' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('an authority over host keys', () => {
  it('is added, listed and taken away', async () => {
    const body = { name: 'fleet ca', publicKey: `${PUBLIC_KEY} a comment`, site: 'emea' };
    const added = (await controller.admin.call('createHostCa', { body })).body as unknown as HostCa;
    expect(added).toMatchObject({ fingerprint: FINGERPRINT, publicKey: PUBLIC_KEY, hosts: [], addedBy: 'admin' });
    const again = await controller.admin.ask('POST', '/api/v1/host-cas', { body });
    expect(again).toMatchObject({ status: 409, body: { code: 'duplicate-name' } });
    const listed = (await controller.admin.call('listHostCas')).body.items as HostCa[];
    expect(listed.map(({ name }) => name)).toEqual(['fleet ca']);
    await controller.admin.call('removeHostCa', { params: { id: added.id } });
    expect((await controller.admin.ask('DELETE', `/api/v1/host-cas/${added.id}`)).status).toBe(404);
  });

  it.each([
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a type that hosts do not have', 'ssh-dss AAAAB3NzaC1kc3MAAAAB'],
  ])('is refused with %s', async (_what, publicKey) => {
    const answer = await controller.admin.ask('POST', '/api/v1/host-cas', { body: { name: 'x', publicKey } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/publicKey' }] } });
  });

  it('comes with a known_hosts file, for the hosts it names', async () => {
    const key = Buffer.from(PUBLIC_KEY.split(' ')[1] ?? '', 'base64');
    key.writeUInt8(1, key.length - 1);
    const line = `@cert-authority *.example.net ssh-ed25519 ${key.toString('base64')} imported ca`;
    expect((await importFile(line, false)).counts).toEqual({ 'authority-added': 1 });
    const listed = (await controller.admin.call('listHostCas')).body.items as HostCa[];
    const { fingerprint } = describeHostKey(key);
    expect(listed).toMatchObject([{ name: 'imported ca', fingerprint, hosts: ['*.example.net'] }]);
  });
});

describe('another machine at the address of an appliance', () => {
  it('shows with both marks, and is accepted with a reason', async () => {
    const { id } = await add();
    const { readings } = controller.stores;
    const accept = (body: unknown) =>
      controller.admin.ask('POST', `/api/v1/appliances/${id}/actions/accept-identity`, { body });
    await readings.record([reading(id, { serial: 'S1', hostId: 'H1' })]);
    expect((await get(id)).identity).toMatchObject({ state: 'known', serial: 'S1', hostId: 'H1', offered: null });
    expect((await accept({ reason: 'x' })).body.code).toBe('illegal-transition');

    await readings.record([reading(id, { serial: 'S2', hostId: 'H2', build: '1' })]);
    expect(await get(id)).toMatchObject({
      reachability: { state: 'reachable', cause: 'identity-changed' },
      identity: { state: 'changed', serial: 'S1', hostId: 'H1', offered: { serial: 'S2', hostId: 'H2' } },
      build: '49.13',
    });
    expect((await accept({})).status).toBe(422);
    const unseen = { reason: 'x', offered: { serial: 'S3', hostId: 'H3' } };
    expect((await accept(unseen)).body.code).toBe('illegal-transition');
    const seen = { reason: 'swapped', offered: { serial: 'S2', hostId: 'H2' } };
    expect(await accept(seen)).toMatchObject({
      status: 200,
      body: { identity: { state: 'known', serial: 'S2', hostId: 'H2', offered: null } },
    });
  });
});
