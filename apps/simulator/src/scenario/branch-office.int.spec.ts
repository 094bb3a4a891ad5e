import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn, type SshLogin } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

interface Listed {
  readonly name: string;
  readonly address: string;
}

const SCENARIO = new URL('../../scenarios/branch-office.yaml', import.meta.url);

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

let simulator: SpecSimulator;
let addresses: Map<string, string>;

beforeAll(async () => {
  simulator = await startForSpec({ scenarioFile: fileURLToPath(SCENARIO) });
  const { body } = await simulator.control('GET', '/fleet');
  const hosts = body['hosts'] as (Listed & { instances: Listed[] })[];
  const all = [...hosts.flatMap((host) => [host, ...host.instances]), ...(body['standalone'] as Listed[])];
  addresses = new Map(all.map(({ name, address }) => [name, address]));
});
afterAll(() => simulator.close());

async function logInTo(name: string): Promise<SshLogin> {
  return logIn({ host: addresses.get(name) ?? '', port: simulator.port });
}

async function ask(name: string, command: string): Promise<string> {
  const login = await logInTo(name);
  const text = await login.exec(command);
  await login.close();
  return text;
}

describe('the scenario of the branch office', () => {
  it('has the appliances it names', () => {
    expect([...addresses.keys()].filter((name) => !name.startsWith('vpx-fra'))).toEqual([
      'sdx-branch',
      'vpx-shop',
      'vpx-till',
      'vpx-archive',
      'sdx-warehouse',
      'vpx-stock',
      'vpx-scan',
      'sdx-attic',
      'vpx-attic',
      'mpx-core',
      'mpx-edge',
      'vpx-dmz-a',
      'vpx-dmz-b',
      'vpx-lab-1',
      'vpx-lab-2',
      'cpx-lab',
      'cluster-lab',
    ]);
  });

  it.each([
    ['sdx-branch', 'show raidPhysicalDrive slot=4', /Firmware state: Failed/],
    ['sdx-branch', 'show ns name=vpx-archive', /VM State: Halted\n +Instance State: Down/],
    ['sdx-branch', 'show systemhealthpowersupply', /PS2 Status\n[^]*Status: ERROR/],
    ['vpx-shop', 'show ns license', /^Warning: One or more RPC nodes[^]*Licensing mode: Pooled/],
    ['vpx-shop', 'show ns config', /Config Changed since Last Saved Config: TRUE/],
    ['vpx-shop', 'show callhome', /Contact email address: noc@branch\.example/],
    ['vpx-till', 'show ns feature | grep "Call Home"', / OFF\n$/],
    ['sdx-warehouse', 'cli', /Welcome/],
    ['sdx-attic', 'show raidPhysicalDrive', /^ERROR: Operation not supported/],
    ['mpx-core', 'show callhome', /Heartbeat Custom Interval\(days\): 20/],
    ['mpx-core', 'show ns hardware', /Serial no: 1HN2V2AANX/],
    ['mpx-core', 'stat ssl', /cards present +4\n# SSL cards UP +3/],
    ['mpx-edge', 'stat system', /InUse Memory \(%\) +96\.50/],
    ['mpx-edge', 'show callhome', /E-mail address configured:noc@branch\.example\nTrigger event/],
    ['vpx-dmz-a', 'shell date +%Z', /^E[SD]T\n/],
    ['vpx-dmz-b', 'show ha node', /Master State: Secondary\n[^]*Sync State: IN PROGRESS\n/],
    ['vpx-lab-2', 'show cluster instance', /Cluster ID: 4\n/],
    ['cluster-lab', 'show cluster instance', /^1\) +1 +[\d.]+\* .*Configuration Coordinator/m],
    ['cpx-lab', 'show version', /^exec: show version\n\tVersion: {2}"NetScaler/],
  ])('%s answers %j as described', async (name, command, expected) => {
    expect(await ask(name, command)).toMatch(expected);
  });

  it('has the fault it describes, as often as it says', async () => {
    expect(await ask('vpx-attic', 'show callhome')).toHaveLength(40);
    expect(await ask('vpx-attic', 'show callhome')).toMatch(/ Done\n$/);
  });

  it('lets happen what is due', async () => {
    let supplies = '';
    for (let tries = 0; tries < 100 && !supplies.includes('FAILED'); tries += 1) {
      supplies = await ask('mpx-core', 'stat system -detail | grep "supply 1"');
      await sleep(20);
    }
    expect(supplies).toMatch(/^Power supply 1 status +FAILED\n$/);
    const { body } = await simulator.control('GET', '/fleet');
    const standalone = body['standalone'] as { name: string; events: Record<string, unknown> }[];
    expect(Object.keys(standalone.find(({ name }) => name === 'mpx-core')?.events ?? {})).toContain('power-supply');
  });

  it('greets with the box, and pages on a small terminal until paging is turned off', async () => {
    const login = await logInTo('vpx-shop');
    const text = await new Promise<string>((resolve, reject) => {
      login.client.shell({ term: 'vt100', rows: 10, cols: 80 }, (error, channel) => {
        if (error) return reject(error);
        let printed = '';
        let step = 0;
        const typed = [
          ['> ', 'show ns feature\r'],
          ['--More--', ' '],
          ['--More--', 'q'],
          ['> ', 'set cli mode -page OFF -color OFF\r'],
          ['> ', 'show ns feature\r'],
          ['> ', 'exit\r'],
        ] as const;
        let from = 0;
        channel.on('data', (chunk: Buffer) => {
          printed += chunk.toString('utf8').replace(COLOUR, '');
          const next = typed[step];
          if (next === undefined || !printed.slice(from).endsWith(next[0])) return;
          from = printed.length;
          step += 1;
          channel.write(next[1]);
        });
        channel.on('close', () => resolve(printed));
      });
    });
    await login.close();
    expect(text).toContain('# Branch office network. Changes only in the window of Thursday night.');
    expect(text).toMatch(/vpx-shop \d\d:\d\d> show ns feature\r\n/);
    expect(text.match(/--More--/g)).toHaveLength(2);
    expect(text).toMatch(/41\)\tContentInspection[^]*vpx-shop \d\d:\d\d> exit\r\nBye!\r\n$/);
  });

  it('begins in the shell of a Management Service where it says so', async () => {
    const login = await logInTo('sdx-warehouse');
    const text = await login.shell('cli\rshow raidPhysicalDrive\rexit\rexit\r');
    expect(text).toContain('bash-3.2# cli\r\nWelcome');
    expect(text).toMatch(/> show raidPhysicalDrive\r\nSlot +Device Id +Size +Firmware state/);
    await login.close();
  });
});

describe('the control interface', () => {
  it.each([
    [
      'the supply of a VPX',
      '/appliances/vpx-lab-1/psu/1',
      { state: 'failed' },
      404,
      /has no such power supply; it has none\.$/,
    ],
    ['cards of an instance', '/appliances/vpx-scan/cards', { failed: 1 }, 400, /are those of sdx-warehouse\.$/],
    [
      'a node the cluster has not',
      '/appliances/cluster-lab/coordinator',
      { node: 'cpx-lab' },
      400,
      /takes one of vpx-lab-1, vpx-lab-2\.$/,
    ],
    [
      'a coordinator without a cluster',
      '/appliances/mpx-core/coordinator',
      { node: 'a' },
      400,
      /is not in a cluster\.$/,
    ],
    ['memory above all', '/appliances/mpx-core/memory', { percent: 101 }, 400, /takes a number from 0 to 100/],
    ['a sync state that is none', '/appliances/vpx-dmz-a/sync', { state: 7 }, 400, /takes a word/],
    ['a hypervisor half there', '/hosts/sdx-attic/hypervisor', { reachable: 1 }, 400, /takes true or false\.$/],
    [
      'a host that is an MPX',
      '/hosts/mpx-core/hypervisor',
      { reachable: true },
      404,
      /is not a host; it stands alone\.$/,
    ],
  ])('refuses %s', async (_what, path, body, status, message) => {
    const answer = await simulator.control('POST', path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toMatch(message);
  });

  it('moves the coordinator of a cluster, and its address answers as the other node', async () => {
    await simulator.control('POST', '/appliances/cluster-lab/coordinator', { node: 'vpx-lab-2' });
    expect(await ask('cluster-lab', 'show cluster instance')).toMatch(/^2\) +2 +[\d.]+\* .*Configuration Coordinator/m);
  });

  it('swaps the roles of a pair; prompts and greetings follow', async () => {
    await simulator.control('POST', '/appliances/vpx-dmz-a/failover');
    const login = await logInTo('vpx-dmz-b');
    expect(await login.shell('exit\r')).toMatch(/ Done\r\nPrimary:> exit\r\nBye!\r\n$/);
    await login.close();
  });

  it('lets somebody else leave a change unsaved', async () => {
    await simulator.control('POST', '/appliances/vpx-lab-1/unsaved-change');
    expect(await ask('vpx-lab-1', 'show ns config')).toContain('Config Changed since Last Saved Config: TRUE');
  });
});
