import { describe, expect, it } from '@jest/globals';
import { SessionMemory } from '../connection/session-memory.js';
import { adc } from '../../../../libs/netscaler-cli/src/index.js';
import { SshError } from '../../../../libs/ssh/src/index.js';
import { GARBAGE, INSTANCE_PRINTS, sessionPrinting } from './printed-answers.fake.js';
import { readInstance, type InstanceBefore } from './read-instance.js';

const UNREAD: InstanceBefore = {
  platform: 'vpx-on-sdx',
  build: null,
  facts: {},
  bootAt: null,
  listed: null,
  isAsked: false,
};
const read = (prints: Readonly<Record<string, string>>, before: Partial<InstanceBefore> = {}) =>
  readInstance(sessionPrinting(prints), { ...UNREAD, ...before });
const commands = Object.keys(INSTANCE_PRINTS).filter((command) => command !== adc.show.nsIp);

const NOT_AUTHORIZED = 'ERROR: Not authorized to execute this command [show]\n';

describe('readInstance', () => {
  it('reads what an instance is and how it is deployed', async () => {
    const facts = await read(INSTANCE_PRINTS);
    expect(facts).toMatchObject({ model: 'VPX', release: '13.0', mode: 'ha', unrecognised: {} });
    expect(facts.hostId).not.toBeNull();
    expect(facts.details).toMatchObject({
      licence: { edition: 'premium', source: 'local', daysToExpiration: 212 },
      deployment: {
        mode: 'ha',
        nodeAddress: '192.0.2.168',
        ha: { role: 'secondary', peerAddress: '192.0.2.143', peerRole: 'primary' },
      },
      unsavedChanges: false,
      memoryUsedPercent: 23.45,
      fullRead: true,
    });
    expect(facts.answers?.kept).toEqual([]);
  });

  it('names a cluster by its members and its address, and asks for no HA node there', async () => {
    const cluster = [
      '1)Cluster ID: 3',
      '        Cluster Status: ENABLED(admin), ENABLED(operational), UP',
      '1)      0               192.0.2.11*          UP         ACTIVE            ACTIVE(Configuration Coordinator)',
      '2)      1               192.0.2.12           UP         ACTIVE            ACTIVE',
      ' Done',
    ];
    const session = sessionPrinting({ ...INSTANCE_PRINTS, [adc.show.clusterInstance]: cluster.join('\n') });
    const facts = await readInstance(session, UNREAD);
    expect(facts.details?.deployment).toEqual({
      mode: 'cluster',
      nodeAddress: '192.0.2.11',
      ha: null,
      cluster: {
        id: 3,
        address: '192.0.2.10',
        nodeId: 0,
        nodes: [
          { id: 0, address: '192.0.2.11', isCoordinator: true },
          { id: 1, address: '192.0.2.12', isCoordinator: false },
        ],
      },
    });
    expect(session.sent).not.toContain(adc.show.haNode);
  });

  it.each([
    [
      'a build without clustering refuses the question',
      { [adc.show.clusterInstance]: 'ERROR: No such command\n' },
      'ha',
    ],
    ['the cluster answer cannot be read', { [adc.show.clusterInstance]: 'x y z\n Done\n' }, 'unknown'],
    ['the pair answer cannot be read', { [adc.show.haNode]: 'x y z\n Done\n' }, 'unknown'],
  ])('claims only what it was told: %s', async (_says, prints, mode) => {
    expect((await read({ ...INSTANCE_PRINTS, ...prints })).mode).toBe(mode);
  });

  it.each(commands)('loses nothing else of the sweep when the answer to "%s" is garbage', async (command) => {
    const good = await read(INSTANCE_PRINTS);
    for (const garbage of GARBAGE) {
      const facts = await read({ ...INSTANCE_PRINTS, [command]: garbage });
      const same = (['model', 'serial', 'release', 'build'] as const).filter((name) => facts[name] === good[name]);
      expect(same.length).toBeGreaterThanOrEqual(2);
      const kept = facts.answers?.kept.filter((answer) => answer.command !== command);
      expect(kept).toEqual([]);
      expect(facts.answers?.asked).toEqual(expect.arrayContaining([adc.show.nsVersion, adc.show.statSystem]));
    }
  });

  it.each(commands)('keeps the text of an answer to "%s" that makes no sense', async (command) => {
    const output = 'Password: hunter2\n\u0000 what is this\n';
    const { answers } = await read({ ...INSTANCE_PRINTS, [command]: output });
    expect(answers?.kept).toEqual([
      expect.objectContaining({ command, output: 'Password: [cut]\n\u0000 what is this\n' }),
    ]);
  });

  it('invents nothing when answers are swapped between commands', async () => {
    const good = await read(INSTANCE_PRINTS);
    for (const [index, command] of commands.entries()) {
      const other = commands[(index + 1) % commands.length] ?? command;
      const swapped = { [command]: INSTANCE_PRINTS[other] ?? '', [other]: INSTANCE_PRINTS[command] ?? '' };
      const facts = await read({ ...INSTANCE_PRINTS, ...swapped });
      for (const name of ['model', 'serial', 'hostId', 'release', 'build'] as const) {
        expect([good[name], null]).toContain(facts[name]);
      }
      expect([good.mode, 'unknown']).toContain(facts.mode);
      expect([good.details?.licence, null, undefined]).toContainEqual(facts.details?.licence);
    }
  });

  it('keeps why the appliance refused, but not that its build lacks a command', async () => {
    const { answers } = await read({
      ...INSTANCE_PRINTS,
      [adc.show.callhome]: 'ERROR: Not authorized to execute this command [show callhome]\n',
      [adc.show.uploadAlarm]: 'ERROR: No such command\n',
    });
    expect(answers?.kept).toMatchObject([{ command: adc.show.callhome, reason: 'refused' }]);
  });

  it.each([
    ['every command was taken', {}, false, 'accepted'],
    ['one of every reading was refused', { [adc.show.statSystem]: NOT_AUTHORIZED }, true, 'accepted'],
    ['the settings were refused, and nothing is said of them', { [adc.show.callhome]: NOT_AUTHORIZED }, true, null],
    ['one that is asked once a day was refused', { [adc.show.nsLicense]: NOT_AUTHORIZED }, false, 'accepted'],
    ['its build lacks a command', { [adc.show.uploadAlarm]: 'ERROR: No such command\n' }, false, 'accepted'],
  ])('tells a login with too few rights: %s', async (_says, prints, lacksRights, registration) => {
    expect(await read({ ...INSTANCE_PRINTS, ...prints })).toMatchObject({ lacksRights, registration });
  });

  it('records what was read before an answer that ended the session by its length', async () => {
    const session = sessionPrinting(INSTANCE_PRINTS);
    let isOver = false;
    const run = (command: string) => {
      if (isOver) return Promise.reject(new SshError('CONNECTION_LOST'));
      isOver = command === adc.show.nsFeature;
      return isOver ? Promise.reject(new SshError('OUTPUT_TOO_LARGE')) : session.run(command);
    };
    const facts = await readInstance({ run }, UNREAD);
    expect(facts).toMatchObject({ release: '13.0', mode: 'unknown' });
    expect(facts.answers?.kept).toMatchObject([{ command: adc.show.nsFeature, reason: 'unreadable' }]);
    expect(facts.callHome?.shown).toContain('emailAddress');
  });

  it('is over when the session is', async () => {
    const run = () => Promise.reject(new SshError('CONNECTION_LOST'));
    await expect(readInstance({ run }, UNREAD)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });
});

describe('what is sent', () => {
  const USUAL = [
    adc.show.nsVersion,
    adc.show.nsConfig,
    adc.show.callhome,
    adc.show.nsFeature,
    adc.show.uploadAlarm,
    adc.show.statSystem,
    adc.show.nsHardware,
    adc.show.statSsl,
  ];
  const ALL = [...USUAL, adc.show.clusterInstance, adc.show.haNode, adc.show.nsLicense, adc.show.nsParam];
  const at = () => new Date().toISOString();
  async function known(): Promise<Pick<InstanceBefore, 'build' | 'facts'>> {
    const { build, details } = await read(INSTANCE_PRINTS);
    const facts = Object.entries(details ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [[name, { value, at: at() }] as const],
    );
    return { build, facts: Object.fromEntries(facts) };
  }
  async function sent(before: Partial<InstanceBefore>, prints = INSTANCE_PRINTS): Promise<string[]> {
    const session = sessionPrinting(prints);
    await readInstance(session, { ...UNREAD, ...before });
    return session.sent;
  }

  it('is eight commands where nothing has changed since yesterday', async () => {
    expect(await sent(await known())).toEqual(USUAL);
  });

  it('is all of it at the first reading, and when a person asks', async () => {
    expect(await sent({})).toEqual(ALL);
    expect(await sent({ ...(await known()), isAsked: true })).toEqual(ALL);
  });

  describe('on a session that was kept', () => {
    const settled = (changed: string) => {
      const config = INSTANCE_PRINTS[adc.show.nsConfig] ?? '';
      return {
        ...INSTANCE_PRINTS,
        [adc.show.nsConfig]: config.replace(/(Last Config Changed Time: ).*/, `$1${changed}`),
      };
    };
    const before = settled('Wed Jul 31 18:42:06 2024');
    const always = [adc.show.nsConfig, adc.show.callhome, adc.show.statSystem, adc.show.statSsl];

    it.each([
      ['is only what may be another answer by now', before, false, always],
      [
        'is the settings too once the configuration changed',
        settled('Thu Aug  1 08:00:00 2024'),
        false,
        [...always, adc.show.nsFeature, adc.show.uploadAlarm],
      ],
      ['is everything when a person asks', before, true, ALL],
    ])('%s', async (_says, prints, isAsked, expected) => {
      const memory = new SessionMemory();
      const earlier = { ...(await known()), memory };
      await sent(earlier, before);
      const again = await sent({ ...earlier, isAsked }, prints);
      expect(again.toSorted()).toEqual(expected.toSorted());
    });
  });

  it('asks how it is deployed as soon as its node word is another', async () => {
    const config = INSTANCE_PRINTS[adc.show.nsConfig]?.replace('Node: Secondary', 'Node: Primary') ?? '';
    const prints = { ...INSTANCE_PRINTS, [adc.show.nsConfig]: config };
    expect(await sent(await known(), prints)).toEqual([...USUAL, adc.show.clusterInstance, adc.show.haNode]);
  });

  it('asks a VPX without cards for none, and leaves out what the build refused yesterday', async () => {
    const { build, facts } = await known();
    const unsupported = { value: { [adc.show.uploadAlarm]: 'No such command' }, at: at() };
    const left = USUAL.filter((command) => command !== adc.show.uploadAlarm && command !== adc.show.statSsl);
    expect(await sent({ platform: 'vpx', build, facts: { ...facts, unsupported } })).toEqual(left);
  });
});
