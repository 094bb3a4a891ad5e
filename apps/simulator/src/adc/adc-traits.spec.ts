import { beforeEach, describe, expect, it } from '@jest/globals';
import { BundleWriter } from '../bundles/bundle-writer.js';
import type { AdcTraits } from '../fleet/adc-traits.js';
import type { SimulatedInstance } from '../fleet/appliance.js';
import { buildFleet } from '../fleet/build-fleet.js';
import { answeringNode, buildStandaloneFleet } from '../fleet/build-standalone.js';
import { reboot, upgrade } from '../fleet/faults.js';
import type { PromptStyle } from '../fleet/terminal-traits.js';
import { AdcSession } from './adc-session.js';

const NOW = Date.UTC(2026, 7, 27, 18, 22, 47);
const SHAPE = { hosts: 1, instances: 2, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 0 };

let instance: SimulatedInstance;
let alone: SimulatedInstance[];

beforeEach(() => {
  const [first] = buildFleet(SHAPE, NOW).flatMap((host) => host.instances);
  if (first === undefined) throw new Error('no instance');
  instance = first;
  alone = buildStandaloneFleet(SHAPE, { mpx: 2, vpx: 1, clusters: 1 }, NOW);
});

/** An ADC that stands alone, by its name. */
function named(name: string): SimulatedInstance {
  const found = alone.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no ${name} among ${alone.map((each) => each.name).join(' ')}`);
  return found;
}

function withTraits(target: SimulatedInstance, traits: Partial<AdcTraits>): SimulatedInstance {
  return { ...target, traits: { ...target.traits, ...traits } };
}

function sessionOn(target: SimulatedInstance): AdcSession {
  const bundles = new BundleWriter('/nowhere', 0, () => undefined);
  const node = answeringNode(target);
  const context = { instance: node, atClusterAddress: node !== target, bundles, now: () => NOW };
  return new AdcSession({ ...context, changed: () => undefined }, 'nsroot');
}

async function run(target: SimulatedInstance, line: string): Promise<string> {
  return (await sessionOn(target).run(line, () => undefined)).text;
}

describe('an ADC that stands alone', () => {
  it.each([
    ['mpx-fra-01', 'show ns hardware | grep Platform', /^\tPlatform: NSMPX-22000 16\*CPU\+24\*IX.* 2200100\n$/],
    ['mpx-lon-02', 'show ns hardware | grep Platform', /^\tPlatform: NSMPX-8900 .* 30010\n$/],
    ['vpx-fra-01', 'show ns hardware | grep Platform', /^\tPlatform: NetScaler Virtual Appliance 450010\n$/],
    ['mpx-fra-01', 'show ns hardware | grep "Host Id"', /^\tHost Id: \d{10}\n$/],
    ['vpx-fra-01', 'show ns hardware | grep "Host Id"', /^\tHost Id: [0-9a-f]{12}\n$/],
    ['mpx-fra-01', 'stat ssl | grep cards', /^# SSL cards present +4\n# SSL cards UP +4\n$/],
    ['mpx-fra-01', 'stat ssl -detail | grep "card status"', /^SSL crypto card status +15\n$/],
    ['vpx-fra-01', 'stat ssl | grep cards', /^# SSL cards present +0\n# SSL cards UP +0\n$/],
    ['mpx-fra-01', 'stat system -detail | grep "Power supply"', /^(Power supply \d status +NORMAL\n){4}$/],
    ['mpx-lon-02', 'stat system -detail | grep "supply 3"', /^Power supply 3 status +NOT PRESENT\n$/],
    ['vpx-fra-01', 'stat system -detail | grep "supply 1"', /^Power supply 1 status +NOT SUPPORTED\n$/],
    ['mpx-fra-01', 'stat system | grep "Power supply"', /^$/],
    ['mpx-fra-01', 'show callhome | grep Power', /Power supply unit failure +Enabled/],
    ['vpx-fra-01', 'show callhome | grep Power', /Power supply unit failure +N\/A/],
    ['vpx-fra-01', 'stat ns | grep Megabits', /^Megabits received +118M\nMegabits transmitted +96330\n$/],
    ['vpx-fra-01', 'stat ns -fullValues | grep Megabits', /received +118204552\n/],
    ['vpx-fra-01', 'stat ns -nosuch', /^ERROR: No such argument \[-nosuch\]\n$/],
  ])('%s answers %j', async (name, line, expected) => {
    expect(await run(named(name), line)).toMatch(expected);
  });

  it('shows a lost card and a failed supply of its own', async () => {
    const mpx = named('mpx-fra-01');
    mpx.cardsFailed = 1;
    mpx.powerSupplies[1] = 'failed';
    expect(await run(mpx, 'stat ssl -detail')).toMatch(/cards UP +3\n[^]*card status +14\n/);
    expect(await run(mpx, 'stat system -detail')).toMatch(/Power supply 2 status +FAILED\n/);
  });

  it('shows no sensor rows for an instance of a host', async () => {
    expect(await run(instance, 'stat system -detail')).not.toMatch(/Power supply|Fan|Temperature/);
  });
});

describe('a cluster', () => {
  it('answers on its own address as its coordinator, and marks the local node on each', async () => {
    const rows = /^1\) +1 +(\S+) +UP +ACTIVE +ACTIVE\(Configuration Coordinator\)\n2\) +2 +(\S+) +UP/m;
    const front = await run(named('cluster-fra-01'), 'show cluster instance');
    expect(rows.exec(front)?.slice(1)).toEqual(['127.20.2.14*', '127.20.2.15']);
    const second = await run(named('vpx-nyc-03'), 'show cluster instance');
    expect(rows.exec(second)?.slice(1)).toEqual(['127.20.2.14', '127.20.2.15*']);
    expect(front.endsWith(' Done\n *: Local node\n')).toBe(true);
  });

  it.each([
    [
      'show cluster node 2',
      /^ {7}1 cluster node:\n1\)Node ID: 2\n[^]*Operational State: +ACTIVE\n[^]* {2}Done\n {2}\*: Local/,
    ],
    ['show cluster node', /^ {7}3 cluster nodes:\n[^]*3\)Node ID: 3\n/],
    ['show cluster node 9', /^ERROR: No such resource \[nodeId, 9\]\n$/],
  ])('answers %j', async (line, expected) => {
    expect(await run(named('cluster-fra-01'), line)).toMatch(expected);
  });

  it('is configured through its own address and refuses a change on a member', async () => {
    const line = 'set callhome -emailAddress a@example.com';
    expect(await run(named('vpx-nyc-03'), line)).toBe('ERROR: Operation not permitted\n');
    expect(await run(named('cluster-fra-01'), line)).toBe(' Done\n');
    for (const name of ['vpx-lon-02', 'vpx-nyc-03', 'vpx-sgp-04']) {
      expect(named(name).running.callhome.emailAddress).toBe('a@example.com');
    }
  });

  it('follows its coordinator, to its files too', async () => {
    const { cluster } = named('vpx-nyc-03');
    if (cluster === null) throw new Error('no cluster');
    cluster.coordinator = named('vpx-nyc-03');
    expect(named('cluster-fra-01').bundles).toBe(named('vpx-nyc-03').bundles);
    expect(await run(named('cluster-fra-01'), 'show cluster instance')).toMatch(
      /^2\) +2 +127\.20\.2\.15\* +UP +ACTIVE +ACTIVE\(Configuration Coordinator\)$/m,
    );
  });
});

describe('traits of an ADC', () => {
  it.each([
    ['local', 'show ns license', /License Type: Platinum License\n[^]*Licensing mode: Local\n Done\n$/],
    ['express', 'sh ns license', /Surge Protection: NO\n[^]*License Type: Standard License\n[^]*mode: Express\n Done/],
    ['pooled', 'show ns license', /Number ID: 1000\n[^]*Licensing mode: Pooled\n\s*Days to expiration: 0\n Done\n$/],
    ['central', 'show ns license', /Licensing mode: CICO\n[^]*Days to expiration: 27\n Done\n$/],
    ['pooled', 'show ns capacity', /\tActual Bandwidth: 10000\n[^]*\tEdition: Platinum\n/],
    ['pooled', 'show ns licenseserver', /^1\)\tServer Name: 127\.20\.1\.200\n\tPort: 27000\n/],
    ['local', 'show ns capacity', /^ Done\n$/],
    ['express', 'show ns licenseserver', /^ Done\n$/],
  ] as const)('%s licence: %s', async (license, line, expected) => {
    expect(await run(withTraits(instance, { license }), line)).toMatch(expected);
  });

  it.each([
    ['UTC', 0, '+0000\n', 'Thu Aug 27 18:22:47 UTC 2026\n', 'CoordinatedUniversalTime'],
    ['Europe/Berlin', 0, '+0200\n', 'Thu Aug 27 20:22:47 CEST 2026\n', 'GMT+02:00-CEST-Europe/Berlin'],
    ['America/New_York', 0, '-0400\n', 'Thu Aug 27 14:22:47 EDT 2026\n', 'GMT-04:00-EDT-America/New_York'],
    ['Asia/Kolkata', -60, '+0530\n', 'Thu Aug 27 23:51:47 IST 2026\n', 'GMT+05:30-IST-Asia/Kolkata'],
  ] as const)('in %s with a skew of %i s tells its own time', async (timeZone, skew, offset, date, zone) => {
    const target = withTraits(instance, { timeZone, clockSkewMs: skew * 1000 });
    expect(await run(target, 'shell date +%z')).toBe(`${offset} Done\n`);
    expect(await run(target, 'shell date')).toBe(`${date} Done\n`);
    expect(await run(target, 'shell date +%s')).toBe(`${Math.floor(NOW / 1000) + skew}\n Done\n`);
    expect(await run(target, 'show ns param | grep Timezone')).toBe(`\tTimezone: ${zone}\n`);
    const stamp = date.replace(/ [A-Z]+ (\d{4})\n/, ' $1');
    expect(await run(target, 'show ns config | grep "System Time"')).toContain(`System Time: ${stamp}\n`);
  });

  it.each([
    ['new', /Registration with Citrix upload server[^]*Heartbeat custom interval \(days\): 20\n/],
    ['vendor', /^\tE-mail address configured:\n {8}Heartbeat Custom Interval\(days\): 20\nTrigger event\t/],
    ['first', /^\tE-mail address configured:\nTrigger event\t/],
  ] as const)('prints show callhome in the shape %s', async (callhomeShape, expected) => {
    const target = withTraits(instance, { callhomeShape });
    target.running = { ...target.running, callhome: { ...target.running.callhome, heartbeatDays: 20 } };
    expect(await run(target, 'show callhome')).toMatch(expected);
  });

  it('parts the longest name of the old table from its state with one blank', async () => {
    const mpx = withTraits(named('mpx-fra-01'), { callhomeShape: 'vendor' });
    expect(await run(mpx, 'show callhome')).toContain('3) Power supply unit failure Enabled  ');
  });

  it('warns of default passwords before each output, errors and grep included', async () => {
    const target = withTraits(instance, { rpcWarning: true });
    const warning = /^Warning: One or more RPC nodes are configured with default passwords\. [^\n]+\n/;
    for (const line of ['show ns version', 'nosuch', 'show ns feature | grep CH', 'shell date']) {
      const text = await run(target, line);
      expect(text).toMatch(warning);
      expect(text.replace(warning, '')).toBe(await run(instance, line));
    }
  });

  it.each([
    [
      'show ns version',
      'exec: show ns version\n\tVersion:  "NetScaler NS13.1: Build 53.17.nc, Date: Jul  1 2024, 10:11:12   (64-bit)"Mode:  0                \nDone\n',
    ],
    ['nosuch', 'exec: nosuch\nERROR: No such command\n'],
    ['set callhome -hbCustomInterval 9', 'exec: set callhome -hbCustomInterval 9\nDone\n'],
  ])('answers %j in raw attributes', async (line, text) => {
    expect(await run(withTraits(instance, { rawAttributes: true }), line)).toBe(text);
  });

  it('joins label lines to attributes in raw style', async () => {
    const target = withTraits(instance, { rawAttributes: true, license: 'pooled' });
    const text = await run(target, 'show capacity');
    expect(text).toMatch(
      /^exec: show capacity\n\tActualbandwidth: {2}10000 +Maxvcpucount: {2}4 +Edition: {2}Platinum +Unit: {2}Mbps /,
    );
    expect(text.endsWith('\nDone\n')).toBe(true);
  });

  it.each([
    ['plain', '> '],
    ['host', 'vpx-fra-01-1> '],
    ['host-time', 'vpx-fra-01-1 18:22> '],
    ['history', '2> '],
    ['user-host-time', 'nsroot@???-18:22> '],
    ['node-state', 'Primary:> '],
  ] as const satisfies readonly (readonly [PromptStyle, string])[])(
    'has the prompt of style %s',
    async (prompt, text) => {
      const session = sessionOn({ ...instance, terminal: { ...instance.terminal, prompt } });
      await session.run('show ns version', () => undefined);
      expect(session.prompt()).toBe(text);
      await session.run('clear cli prompt', () => undefined);
      expect(session.prompt()).toBe('> ');
    },
  );

  it('refuses a command of a feature that is off once a login asked for that', async () => {
    const session = sessionOn(instance);
    const reply = async (line: string): Promise<string> => (await session.run(line, () => undefined)).text;
    await reply('disable ns feature CH');
    expect(await reply('set callhome -hbCustomInterval 9')).toBe('Warning: Feature(s) not enabled [CH]\n Done\n');
    expect(await reply('set cli mode -disabledFeatureAction DENY')).toBe(' Done\n');
    expect(await reply('set callhome -hbCustomInterval 9')).toBe('ERROR: Feature(s) not enabled [CH]\n');
  });
});

describe('an upgrade past 12.0', () => {
  it.each([
    ['turns Call Home on where it was off by default', false, false, true],
    ['leaves it off where a person had turned it off', true, false, false],
    ['turns it on all the same where choices are forgotten', true, true, true],
  ])('%s', async (_what, refused, forgetsCallhomeChoice, isOn) => {
    const target = withTraits(instance, { forgetsCallhomeChoice });
    target.build = '11.1-65.23';
    if (refused) await run(target, 'disable ns feature CH ; save ns config');
    else target.saved = { ...target.saved, features: ['LB'] };
    reboot(target, NOW);
    upgrade(target, { build: '13.1-53.17' }, NOW);
    expect(await run(target, 'show ns feature | grep "Call Home"')).toMatch(isOn ? / ON\n$/ : / OFF\n$/);
  });
});
