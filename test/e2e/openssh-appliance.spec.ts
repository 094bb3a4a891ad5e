import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, Condition, ConnectionTest, JumpHost, Plan, Rollout } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { checkNow, startSystem, type RunningSystem } from './running-system.js';

const SSHD = '/usr/sbin/sshd';
const PLAYED = fileURLToPath(new URL('./played-appliance.mjs', import.meta.url));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Served {
  port: number;
  state: string;
  process: ChildProcess;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Starts sshd; `forced` is what it runs for whoever logs in, null for a shell and for forwarding. */
async function serve(folder: string, name: string, forced: (state: string) => string | null): Promise<Served> {
  const port = await freePort();
  const state = path.join(folder, `${name}.json`);
  const config = path.join(folder, `${name}.conf`);
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${path.join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${path.join(folder, 'login.pub')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PrintMotd no',
  ];
  const command = forced(state);
  if (command !== null) lines.push(`ForceCommand ${command}`);
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  const child = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  await eventually(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  });
  return { port, state, process: child };
}

if (!fs.existsSync(SSHD)) {
  it('is served by OpenSSH', () => {
    const remedy = `${SSHD} is not here, so no appliance was played behind OpenSSH; remedy: apt-get install openssh-server`;
    if (process.env['REQUIRE_SSHD'] === '1') throw new Error(remedy);
    process.stderr.write(`${remedy}\n`);
    expect(fs.existsSync(PLAYED)).toBe(true);
  });
} else {
  describe.each([
    ['a channel for each command', (state: string) => `${process.execPath} ${PLAYED} ${state}`, 'exec'],
    // Without SSH_ORIGINAL_COMMAND it is a terminal whatever is asked for: an exec channel gets a prompt and no answer.
    [
      'a terminal only',
      (state: string) => `env -u SSH_ORIGINAL_COMMAND ${process.execPath} ${PLAYED} ${state} 'mpx-36> '`,
      'shell',
    ],
  ] as const)('an appliance that OpenSSH serves, with %s', (_says, forced, channel) => {
    let system: RunningSystem;
    let folder: string;
    let served: Served;
    let appliance: Appliance;

    beforeAll(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-openssh-'));
      for (const name of ['host_key', 'login']) {
        spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, name)]);
      }
      if (os.userInfo().uid === 0) fs.mkdirSync('/run/sshd', { recursive: true });
      served = await serve(folder, channel, forced);
      system = await startSystem({ hosts: 1, instances: 1, workers: 1 });
      const { id: credentialId } = await system.call<{ id: string }>('POST', '/credentials', {
        name: 'key',
        username: os.userInfo().username,
        privateKey: fs.readFileSync(path.join(folder, 'login'), 'utf8'),
      });
      const { port } = served;
      const fresh = { kind: 'mpx', name: 'mpx-36', address: '127.0.0.1', port, credentialId, hostKeyPolicy: 'approve' };
      appliance = await system.call('POST', '/appliances', fresh);
    }, 120_000);
    afterAll(async () => {
      await system.stop();
      served.process.kill();
      fs.rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const now = () => system.call<Appliance>('GET', `/appliances/${appliance.id}`);
    const played = () => JSON.parse(fs.readFileSync(served.state, 'utf8')) as { callhome: object; log: string[] };
    const test = async (): Promise<ConnectionTest> => {
      const { id } = await system.call<{ id: string }>('POST', `/appliances/${appliance.id}/actions/test`);
      await eventually(async () => {
        const { state } = await system.call<{ state: string }>('GET', `/operations/${id}`);
        if (state === 'running') throw new Error('still running');
      });
      return system.call('GET', `/appliances/${appliance.id}/connection-test`);
    };

    it('is tested step by step, up to the key that nobody has approved yet', async () => {
      const { ok, steps } = await test();
      expect(ok).toBe(false);
      expect(steps.map(({ step, state }) => [step, state])).toEqual([
        ['name', 'ok'],
        ['tcp', 'ok'],
        ['key', 'failed'],
        ['login', 'not-tried'],
        ['prompt', 'not-tried'],
        ['command', 'not-tried'],
      ]);
      expect(steps[2]).toMatchObject({ cause: 'host-key-untrusted', found: expect.stringContaining('SHA256:') });
      expect(fs.existsSync(served.state)).toBe(false);
    });

    it('is inventoried once its key is approved', async () => {
      const { hostKey } = await now();
      const key = encodeURIComponent(hostKey.offered ?? '');
      await system.call('POST', `/appliances/${appliance.id}/host-keys/${key}/actions/approve`);
      const read = await eventually(
        async () => {
          const one = await now();
          if (one.lastSeenAt === null) throw new Error(one.reachability.cause ?? 'not read yet');
          return one;
        },
        { timeoutMs: 60_000 },
      );
      expect(read).toMatchObject({
        model: 'NSMPX-22000',
        serial: 'SN00000MPX',
        build: '13.1-49.13',
        mode: 'standalone',
        reachability: { state: 'reachable' },
        credential: { state: 'valid' },
        callHome: { enabled: true, registration: 'registered' },
        connection: { channel: 'auto', channelInUse: channel },
      });
      expect((await test()).ok).toBe(true);
    });

    it('is configured: planned, applied, read back', async () => {
      const settings = { emailAddress: 'noc@fleet.example', heartbeatIntervalDays: 14 };
      await system.call('PUT', '/layers/fleet', { settings }, { 'if-match': '"0"' });
      const plan = await system.call<Plan>('POST', '/plans', { applianceIds: [appliance.id] });
      const { id } = await system.call<Rollout>('POST', '/rollouts', { planId: plan.id });
      await eventually(
        async () => {
          const rollout = await system.call<Rollout>('GET', `/rollouts/${id}`);
          if (rollout.state !== 'done') throw new Error(rollout.state);
        },
        { timeoutMs: 60_000 },
      );
      expect(played().callhome).toMatchObject({ email: 'noc@fleet.example', days: '14' });
      expect(played().log).toContain('save ns config');
    });

    it('is read through a jump host, once the key of that is trusted too', async () => {
      const jump = await serve(folder, `jump-${channel}`, () => null);
      try {
        const { credential, port } = await now();
        const fresh = { kind: 'ssh', name: 'dmz', address: '127.0.0.1', port: jump.port, credentialId: credential.id };
        const { id: jumpHostId } = await system.call<JumpHost>('POST', '/jump-hosts', fresh);
        // The jump host looks the name up: for the worker it would be the same appliance again.
        const behind = { kind: 'mpx', name: 'mpx-37', address: 'localhost', port, credentialId: credential.id };
        const { id } = await system.call<Appliance>('POST', '/appliances', {
          ...behind,
          jumpHostId,
          hostKeyPolicy: 'trust-first',
        });
        const until = (what: string, reached: (one: Appliance) => boolean) =>
          eventually(
            async () => {
              const one = await system.call<Appliance>('GET', `/appliances/${id}`);
              if (!reached(one)) throw new Error(`${what}: ${one.reachability.cause ?? one.reachability.state}`);
            },
            { timeoutMs: 60_000 },
          );
        await until('waits', (one) => one.reachability.cause === 'jump-host-untrusted');
        const { hostKey } = await eventually(async () => {
          const seen = await system.call<JumpHost>('GET', `/jump-hosts/${jumpHostId}`);
          if (seen.hostKey.state !== 'pending') throw new Error(seen.hostKey.state);
          return seen;
        });
        const trusted = { fingerprint: hostKey.offered };
        await system.call('POST', `/jump-hosts/${jumpHostId}/actions/trust-key`, trusted);
        await until('read', (one) => one.serial === 'SN00000MPX' && one.reachability.state === 'reachable');
      } finally {
        jump.process.kill();
      }
    });

    it('is checked: an error in its table is a condition here', async () => {
      const state = played();
      const [date = '', time = ''] = new Date().toISOString().split(/[T.]/);
      const [year, month, day] = date.split('-');
      const happened = `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year ?? ''} ${time}`;
      fs.writeFileSync(served.state, JSON.stringify({ ...state, flash: happened }));
      await checkNow(system, appliance.id);
      const conditions = await system.all<Condition>(`/appliances/${appliance.id}/conditions`);
      const flash = conditions.find(({ code }) => code === 'compact-flash-error');
      expect(flash).toMatchObject({ state: 'active', level: 'instance' });
    });
  });
}
