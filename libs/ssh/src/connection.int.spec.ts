import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance } from './appliance-server.fake.js';
import { openSession, openSessionWith } from './open-session.js';
import { SshError } from './errors.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

/** Forwards to the appliance until it is told to swallow everything, as a firewall does that forgot a connection. */
async function startWire(port: number): Promise<{ port: number; cut: () => void; close: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    sockets.push(near.setNoDelay(true), far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => sockets.forEach((socket) => socket.unpipe().resume()),
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

describe('keepalive', () => {
  it('ends a session whose server has gone without a word', async () => {
    appliance = await startAppliance({ exec: () => undefined });
    const wire = await startWire(appliance.port);
    const session = await openSession(targetOf(appliance, { port: wire.port }), { ...TEST_LIMITS, keepaliveMs: 20 });
    wire.cut();
    await expect(session.run('show')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { port: wire.port, reason: 'keepalive' },
      retryable: true,
    });
    wire.close();
  });

  it('keeps a session whose server answers, however long a command takes', async () => {
    appliance = await startAppliance({
      exec: (_command, channel) => {
        setTimeout(() => {
          channel.write('late\n');
          channel.exit(0);
          channel.end();
        }, 300);
      },
    });
    const session = await openSession(targetOf(appliance), { ...TEST_LIMITS, keepaliveMs: 10 });
    await expect(session.run('show')).resolves.toBe('late\n');
    await session.close();
  });
});

describe('the total deadline of a session', () => {
  const limits = { ...TEST_LIMITS, sessionTimeoutMs: 150 };
  const timedOut = { code: 'SESSION_TIMEOUT', details: { timeoutMs: 150 }, retryable: true };

  it('ends it during a login', async () => {
    appliance = await startAppliance({ silentLogin: true });
    await expect(openSession(targetOf(appliance), limits)).rejects.toMatchObject(timedOut);
  });

  it('ends it between and during commands', async () => {
    appliance = await startAppliance({ exec: () => undefined });
    // The login counts too, and takes over a second on a machine with much else to do.
    const sessionTimeoutMs = 4_000;
    const session = await openSession(targetOf(appliance), { ...limits, sessionTimeoutMs });
    const ended = { ...timedOut, details: { timeoutMs: sessionTimeoutMs } };
    await expect(session.run('show')).rejects.toMatchObject(ended);
    await expect(session.run('show')).rejects.toMatchObject(ended);
  });

  it('is gone when the session was closed in time', async () => {
    appliance = await startAppliance();
    const session = await openSession(targetOf(appliance), limits);
    await session.close();
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CANCELLED', details: { reason: 'closed' } });
  });
});

describe('being admitted', () => {
  it('comes after the connect and before the first byte, and is given back at the end', async () => {
    const heard: Buffer[] = [];
    const steps: string[] = [];
    appliance = await startAppliance();
    const wire = createServer((near) => {
      steps.push('connected');
      const far = connect({ host: '127.0.0.1', port: appliance.port, noDelay: true });
      near.on('data', (chunk) => heard.push(chunk));
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1');
    await once(wire, 'listening');
    const { port } = wire.address() as AddressInfo;
    const admit = async (): Promise<() => void> => {
      while (!steps.includes('connected')) await new Promise(setImmediate);
      steps.push(`admitted after ${heard.length} chunks`);
      return () => steps.push('given back');
    };
    const session = await openSessionWith(targetOf(appliance, { port }), TEST_LIMITS, { admit });
    steps.push('open');
    await session.close();
    expect(steps).toEqual(['connected', 'admitted after 0 chunks', 'open', 'given back']);
    wire.close();
  });

  it('takes no time from any deadline', async () => {
    appliance = await startAppliance();
    const admit = async (): Promise<() => void> => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return () => undefined;
    };
    const limits = { ...TEST_LIMITS, connectTimeoutMs: 200 };
    await (await openSessionWith(targetOf(appliance), limits, { admit })).close();
    expect(appliance.logins).toHaveLength(1);
  });

  it.each<[string, Error]>([
    ['a cancellation', new Error('no longer wanted')],
    ['an SshError as the reason', new SshError('SESSION_TIMEOUT', { timeoutMs: 5 })],
  ])('is given back at once when it comes after %s', async (_what, reason) => {
    appliance = await startAppliance();
    const cancel = new AbortController();
    let admitted: (release: () => void) => void = () => undefined;
    const admit = (): Promise<() => void> =>
      new Promise((resolve) => {
        admitted = resolve;
        cancel.abort(reason);
      });
    const opening = openSessionWith(targetOf(appliance), TEST_LIMITS, { admit, signal: cancel.signal });
    const code = reason instanceof SshError ? reason.code : 'CANCELLED';
    await expect(opening).rejects.toMatchObject({ code, details: { port: appliance.port } });
    await new Promise<void>((resolve) => admitted(resolve));
    expect(appliance.logins).toEqual([]);
  });

  it('ends the session with the error it fails with', async () => {
    appliance = await startAppliance();
    const mistake = new Error('no such slot');
    const opening = openSessionWith(targetOf(appliance), TEST_LIMITS, { admit: () => Promise.reject(mistake) });
    await expect(opening).rejects.toBe(mistake);
    expect(appliance.logins).toEqual([]);
  });

  it('says how far a lost connection had come', async () => {
    appliance = await startAppliance({ exec: () => appliance.kill() });
    const session = await openSession(targetOf(appliance), TEST_LIMITS);
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CONNECTION_LOST', details: { stage: 'ready' } });
  });
});
