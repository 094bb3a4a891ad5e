import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { snmpChannel, trapFor, type TrapEvent } from '../../../../libs/notifications/src/index.js';
import { eventually } from '../../../../libs/testing/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let port: number;
let ids: readonly string[];
beforeAll(async () => {
  port = await freePort();
  const traps = { TRAP_PORT: String(port), TRAP_HOST: '127.0.0.1', TRAP_COMMUNITY: 'friends' };
  controller = await launchController(traps);
  ids = (await addFleet(controller.stores, ['vpx-a', 'vpx-b', 'vpx-c'])).ids;
});
afterAll(() => controller.close());

const addressOf = async (index: number) => (await controller.stores.appliances.get(ids[index] ?? ''))?.address ?? '';
const send = (event: TrapEvent, community = 'friends') => {
  const trap = trapFor(event);
  if (trap === null) throw new Error('there is no such trap');
  const channel = snmpChannel({ host: '127.0.0.1', port, access: { version: '2c', community } });
  return channel.send(trap, AbortSignal.timeout(5000));
};
const checked = async () => {
  const rows: unknown = await controller.resources.database.source.query(
    `SELECT appliance_ids[1] AS id, o.created_by AS by FROM sweep s JOIN operation o ON o.id = s.operation_id`,
  );
  return rows as { id: string; by: string }[];
};

describe('a trap', () => {
  it('has its sender checked at once, and only once however often it comes', async () => {
    const event = { kind: 'raised', code: 'hard-disk-error', address: await addressOf(0), title: 'x' } as const;
    await eventually(async () => {
      await send(event);
      expect(await checked()).toEqual([{ id: ids[0], by: 'trap' }]);
    });
    await send(event);
    // What comes after it has been followed, so that it has been, too.
    await eventually(async () => {
      await send({ ...event, address: await addressOf(1) });
      expect((await checked()).map((row) => row.id)).toEqual([ids[0], ids[1]]);
    });
  });

  it('of somebody unknown, or of an upload, is no reason to look', async () => {
    const address = await addressOf(2);
    await send({ kind: 'raised', code: 'hard-disk-error', address, title: 'x' }, 'strangers');
    await send({ kind: 'upload', address, status: 'x' });
    await send({ kind: 'raised', code: 'hard-disk-error', address: '203.0.113.250', title: 'x' });
    expect((await checked()).map((row) => row.id)).not.toContain(ids[2]);
  });

  it('is not heard where the port is taken, which keeps nothing else from starting', async () => {
    const other = await launchController({ TRAP_PORT: String(port), TRAP_HOST: '127.0.0.1' });
    expect((await other.anyone.ask('GET', '/healthz')).status).toBe(200);
    await other.close();
  });
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port: free } = socket.address();
  socket.close();
  return free;
}
