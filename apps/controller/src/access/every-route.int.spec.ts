import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES, type Role, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { launchController, type Client, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

const NOBODYS = 'app_01KAQZ5Z5Z5Z5Z5Z5Z5Z5Z5Z5Z';
const PARAMS: Readonly<Record<string, string>> = { id: NOBODYS, scope: `instance:${NOBODYS}` };

// Which roles may call a route that names each word; owners by a rule of their own.
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'approver', 'admin'],
  operator: ['operator', 'admin'],
  approver: ['approver', 'admin'],
  admin: ['admin'],
};
const WALK = (Object.entries(ROUTES) as [string, RouteSpec][]).filter(([, { role }]) => role !== 'anyone');

let controller: ControllerUnderTest;
const clients = new Map<Role, Client>();
beforeAll(async () => {
  controller = await launchController();
  for (const role of ['viewer', 'operator', 'approver', 'admin'] as const) clients.set(role, await controller.as(role));
  const { ids } = await addFleet(controller.stores, ['vpx-pay-1']);
  clients.set('owner', await controller.person('owner', [`instance:${String(ids[0])}`]));
});
afterAll(() => controller.close());

/** Asks for something that does not exist, with a body that no route takes, so that nothing is ever changed. */
async function knock({ method, path }: RouteSpec, client: Client): Promise<{ status: number; code: unknown }> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARAMS[name] ?? 'nothing-of-this-name');
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: { 'no-such-key': true } };
  const answer = await client.ask(method, `/api/v1${address}`, body);
  return { status: answer.status, code: answer.body.code };
}

describe('every route of the contract', () => {
  it.each(WALK)('%s turns nobody in who has not signed in', async (_, spec) => {
    expect(await knock(spec, controller.anyone)).toEqual({ status: 401, code: 'unauthenticated' });
  });

  it.each(WALK.filter(([name]) => name !== 'signOut'))('%s lets in the roles of its entry, and no other', async (_, spec) => {
    for (const role of ['viewer', 'operator', 'approver', 'admin'] as const) {
      const { status } = await knock(spec, clients.get(role) ?? controller.anyone);
      expect([role, status === 403]).toEqual([role, !ALLOWED[spec.role]?.includes(role)]);
      expect([401, 429, 500]).not.toContain(status);
    }
  }); // prettier-ignore

  it.each(WALK.filter(([name]) => name !== 'signOut'))('%s keeps owners to their scope', async (_, spec) => {
    const { status } = await knock(spec, clients.get('owner') ?? controller.anyone);
    // Whatever the path names here is not theirs.
    if (spec.path.includes('{')) expect(status).toBe(spec.owner === undefined ? 404 : notFoundOr(spec, status));
    else expect([status === 403, status === 401]).toEqual([spec.owner === undefined, false]);
  });
});

// A route that finds out by itself what is whose judges the body first; of an appliance or a layer nobody gets that far.
function notFoundOr({ owner }: RouteSpec, status: number): number {
  return owner === 'list' && (status === 422 || status === 428) ? status : 404;
}
