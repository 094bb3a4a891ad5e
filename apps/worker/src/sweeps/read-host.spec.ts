import { describe, expect, it } from '@jest/globals';
import { svm } from '../../../../libs/netscaler-cli/src/index.js';
import { GARBAGE, HOST_PRINTS, sessionPrinting } from './printed-answers.fake.js';
import { readHost, type HostBefore } from './read-host.js';

const UNREAD: HostBefore = { build: null, facts: {}, baselineSslCores: null, isAsked: false };
const read = (prints: Readonly<Record<string, string>>, before: Partial<HostBefore> = {}) =>
  readHost(sessionPrinting(prints), { ...UNREAD, ...before });
const commands = Object.keys(HOST_PRINTS);

describe('readHost', () => {
  it('reads the host, its hypervisor, its parts, and what it gave to its instances', async () => {
    const { facts, instances } = await read(HOST_PRINTS);
    expect(facts).toMatchObject({ model: '14040', serial: 'SDX0000001', hostId: '00:25:90:00:00:01' });
    expect(facts.details).toMatchObject({
      hypervisor: { version: '7.1.2', address: '192.0.2.11' },
      timeZone: 'Europe/Berlin',
      chips: { unit: 'ssl-core', total: 15, free: 4, assigned: 11 },
      chipBaseline: { unit: 'ssl-core', total: 15 },
    });
    expect(instances?.map(({ name, chips }) => [name, chips?.assigned])).toEqual([
      ['vpx-a', 6],
      ['vpx-b', 4],
      ['vpx-c', 1],
    ]);
    const states = Object.fromEntries(facts.components.map(({ component, state }) => [component, state]));
    expect(states).toMatchObject({ 'disk/4': 'failed', 'fan/FAN 1': 'ok', 'fan/FAN 2': 'not-applicable' });
    expect(facts.listedKinds).toEqual([
      'drive',
      'logical-drive',
      'storage-repository',
      'power-supply',
      'fan',
      'temperature',
    ]);
  });

  it.each(commands)('loses nothing else of the sweep when the answer to "%s" is garbage', async (command) => {
    const good = await read(HOST_PRINTS);
    const kindOf = { [svm.show.systemhealthfanspeed]: 'fan', [svm.show.raidPhysicalDrive]: 'drive' }[command];
    for (const garbage of GARBAGE) {
      const { facts, instances } = await read({ ...HOST_PRINTS, [command]: garbage });
      expect(facts.answers?.asked).toEqual(good.facts.answers?.asked);
      expect(facts.answers?.kept.filter((answer) => answer.command !== command)).toEqual([]);
      if (command !== svm.show.ns) expect(instances).toEqual(good.instances);
      if (command !== svm.show.systemstatus) expect(facts.serial).toBe(good.facts.serial);
      if (kindOf !== undefined && facts.answers?.kept.length === 1) expect(facts.listedKinds).not.toContain(kindOf);
    }
  });

  it('takes no answer for that of another command', async () => {
    const good = await read(HOST_PRINTS);
    for (const [index, command] of commands.entries()) {
      for (const other of [commands[(index + 1) % commands.length], commands[(index + 5) % commands.length]]) {
        if (other === undefined) continue;
        const swapped = { [command]: HOST_PRINTS[other] ?? '', [other]: HOST_PRINTS[command] ?? '' };
        const { facts } = await read({ ...HOST_PRINTS, ...swapped });
        for (const name of ['model', 'hostId', 'build'] as const)
          expect([good.facts[name], null]).toContain(facts[name]);
      }
    }
  });

  it('shows no part as working, and none as missing, while the SVM cannot reach the hypervisor', async () => {
    const broken = '1)      Name: XenServer API\n        Current Value: ERROR\n        Status: ERROR\n Done\n';
    const { facts } = await read({ ...HOST_PRINTS, [svm.show.systemhealthSoftware]: broken });
    expect(facts.components.filter(({ state }) => state === 'ok')).toEqual([]);
    expect(facts.listedKinds).toEqual([]);
  });

  it('asks for its addresses and its zone once a day only', async () => {
    const { facts } = await read(HOST_PRINTS);
    const session = sessionPrinting(HOST_PRINTS);
    const fullRead = { value: true, at: new Date().toISOString() } as const;
    await readHost(session, { ...UNREAD, build: facts.build, facts: { fullRead } });
    expect(session.sent).toEqual(commands.filter((one) => one !== svm.show.networkconfig && one !== svm.show.timezone));
  });

  it('starts a new baseline where the host counts in another unit, instead of losing chips', async () => {
    const chipBaseline = {
      value: { unit: 'acu', model: '14040', total: 128, devices: null },
      at: '2026-11-01T00:00:00Z',
    };
    const { facts } = await read(HOST_PRINTS, {
      facts: { chipBaseline: { ...chipBaseline, value: { ...chipBaseline.value, unit: 'acu' } } },
    });
    expect(facts.details?.chipBaseline).toMatchObject({ unit: 'ssl-core', total: 15 });
  });
});
