import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONDITION_CODES, type ConditionCode } from '../../libs/callhome/src/index.js';
import type {
  Appliance,
  Channel,
  Delivery,
  Incident,
  Notification,
  ServiceRequest,
} from '../../libs/contract/src/index.js';
import { eventually, launchTrapDaemon, trapDaemonRemedy, type TrapDaemon } from '../../libs/testing/src/index.js';
import {
  activeConditions,
  checkNow,
  enrolFleet,
  receivedBundles,
  startSystem,
  type RunningSystem,
} from './running-system.js';

const SCENARIO = `
hosts:
  - name: sdx-one
    model: '14040'
    instances:
      - { name: vpx-a, chips: 4 }
      - { name: vpx-b, chips: 4 }
  - name: sdx-two
    model: '14040'
    instances:
      - { name: vpx-c, chips: 4 }
mpx:
  - { name: mpx-core, model: '22000' }
vpx:
  - { name: vpx-alone }
`;

let directory: string;
let system: RunningSystem;
let appliances: Appliance[];
let daemon: TrapDaemon | null = null;
beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'sdx-promises-'));
  const scenario = path.join(directory, 'fleet.yaml');
  writeFileSync(scenario, SCENARIO);
  if (trapDaemonRemedy() === null) daemon = await launchTrapDaemon();
  system = await startSystem({ scenario, workers: 1 });
  appliances = await enrolFleet(system);
}, 180_000);
afterAll(async () => {
  await system.stop();
  await daemon?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const named = (name: string): Appliance => {
  const found = appliances.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no appliance ${name}`);
  return found;
};
const control = (address: string, body: unknown = {}) => system.simulator.control('POST', address, body);
const conditionsOf = async (name: string, code: ConditionCode) => {
  const { conditions } = await system.call<Appliance>('GET', `/appliances/${named(name).id}`);
  return conditions.filter((row) => row.code === code);
};

describe('promise 7: SNMP is not needed, and an upload raises the trap of the vendor where it is wanted', () => {
  it('takes a channel for traps, and leaves out what has no receiver', async () => {
    const channel = {
      ...{ name: 'traps', events: ['delivery.delivered', 'condition.raised'] },
      settings: { kind: 'snmp-v2c', host: '127.0.0.1', port: daemon?.port ?? 162 },
    };
    await expect(system.call('POST', '/channels', channel)).rejects.toThrow('/secrets/community');
    await system.call('POST', '/channels', { ...channel, secrets: { community: 'public' } });
  });
});

describe('promise 8: critical hardware opens a service request by itself, other errors wait for a person', () => {
  it('a failing chip is one incident with its instances, one service request, one upload and one trap', async () => {
    await control('/hosts/sdx-one/chips', { failed: 1 });
    for (const name of ['sdx-one', 'vpx-a', 'vpx-b']) await checkNow(system, named(name).id);
    const incident = await eventually(
      async () => {
        const incidents = await system.all<Incident>('/incidents?state=open');
        expect(incidents).toHaveLength(1);
        expect(incidents[0]?.serviceRequestIds).toHaveLength(1);
        return incidents[0];
      },
      { timeoutMs: 30_000 },
    );
    expect(incident).toMatchObject({ kind: 'host-fault', hostId: named('sdx-one').id, severity: 'critical' });
    const requests = await system.all<ServiceRequest>('/service-requests');
    expect(requests.map((row) => [row.state, row.applianceId])).toEqual([['requested', named('sdx-one').id]]);
    const uploaded = await eventually(
      async () => {
        const rows = await system.all<Delivery>('/deliveries?type=condition');
        expect(rows.map((row) => [row.applianceId, row.state])).toContainEqual([named('sdx-one').id, 'delivered']);
        return rows.filter((row) => row.applianceId === named('sdx-one').id);
      },
      { timeoutMs: 60_000 },
    );
    expect(uploaded).toHaveLength(1);
    if (daemon === null) return;
    const heard = () =>
      (daemon?.said() ?? '')
        .split('\n')
        .filter((line) => line.includes('callHomeUploadEvent') && line.includes('condition of sdx-one'));
    await eventually(() => expect(heard()).toHaveLength(1), { timeoutMs: 30_000 });
    expect(heard()[0]).toContain('callHomeUploadEventStatusMsg.0 = Call Home upload succeeded: condition of sdx-one');
    expect(daemon.said()).toContain('NS-TRAPS-MIB::sslCardFailed');
  });

  it('a warm restart waits in review until a person opens it', async () => {
    await control('/appliances/vpx-c/warm-restart');
    await checkNow(system, named('vpx-c').id);
    const request = await eventually(
      async () => {
        const rows = await system.all<ServiceRequest>('/service-requests?state=needs-review');
        expect(rows.map((row) => row.applianceId)).toEqual([named('vpx-c').id]);
        return rows[0];
      },
      { timeoutMs: 30_000 },
    );
    const body = { reason: 'it happened twice this week' };
    const opened = await system.call<ServiceRequest>('POST', `/service-requests/${request?.id}/actions/open`, body);
    expect(opened.state).toBe('requested');
  });
});

describe('promise 4: the seven conditions on the four platforms', () => {
  const event = (name: string, what: ConditionCode) => () =>
    control(`/appliances/${name}/callhome-event`, { event: what });
  const everywhere = (name: string): Partial<Record<ConditionCode, () => Promise<unknown>>> =>
    Object.fromEntries(
      (['compact-flash-error', 'hard-disk-error', 'warm-restart', 'memory-anomaly', 'rate-limit-drop'] as const).map(
        (code) => [code, event(name, code)],
      ),
    );
  /** Absent: does not apply there. */
  const CELLS: readonly [string, Partial<Record<ConditionCode, () => Promise<unknown>>>][] = [
    [
      'sdx-two',
      {
        'hard-disk-error': () => control('/hosts/sdx-two/disks/4', { state: 'failed' }),
        'power-supply-failure': () => control('/hosts/sdx-two/psu/1', { state: 'failed' }),
        'ssl-card-failure': () => control('/hosts/sdx-two/chips', { failed: 1 }),
      },
    ],
    ['vpx-b', { ...everywhere('vpx-b'), 'ssl-card-failure': event('vpx-b', 'ssl-card-failure') }],
    [
      'mpx-core',
      {
        ...everywhere('mpx-core'),
        'power-supply-failure': () => control('/appliances/mpx-core/psu/1', { state: 'failed' }),
        'ssl-card-failure': () => control('/appliances/mpx-core/cards', { failed: 1 }),
      },
    ],
    ['vpx-alone', everywhere('vpx-alone')],
  ];

  it.each(CELLS)('are seen on %s, or do not apply there', async (name, cells) => {
    const applying = CONDITION_CODES.filter((code) => cells[code] !== undefined);
    const others = CONDITION_CODES.filter((code) => cells[code] === undefined);
    for (const code of applying) await cells[code]?.();
    // A finding of a statistic is believed at its second reading.
    for (let reading = 0; reading < 2; reading += 1) await checkNow(system, named(name).id);
    for (const code of applying) {
      const rows = await conditionsOf(name, code);
      expect({ code, states: rows.map((row) => row.state) }).toMatchObject({
        ...{ code, states: expect.arrayContaining(['active']) },
      });
    }
    for (const code of others) {
      expect({ code, rows: await conditionsOf(name, code) }).toMatchObject({
        ...{ code, rows: [{ state: 'not-applicable' }] },
      });
    }
  });
});

describe('promise 5: on SDX the drives and chips are checked at the host, and no power supply on an instance', () => {
  it('says so of each instance and sends no command for it', async () => {
    const rows = await conditionsOf('vpx-a', 'power-supply-failure');
    expect(rows).toMatchObject([{ state: 'not-applicable', reason: 'no access to the power supply' }]);
    const log = (await system.simulator.control('GET', '/commands?appliance=vpx-a')) as {
      commands: { command: string }[];
    };
    expect(log.commands.length).toBeGreaterThan(0);
    expect(log.commands.filter(({ command }) => /power|psu|-detail|sensor|ipmi/i.test(command))).toEqual([]);
  });

  it('names the drive and the instances that a chip can hit', async () => {
    const active = await activeConditions(system);
    const of = (name: string, code: ConditionCode) =>
      active.filter((row) => row.applianceId === named(name).id && row.code === code);
    expect(of('sdx-two', 'hard-disk-error').map((row) => row.component)).toEqual(['disk/4']);
    const affected = of('sdx-one', 'ssl-card-failure').flatMap((row) => row.affects);
    expect(affected.toSorted()).toEqual([named('vpx-a').id, named('vpx-b').id].toSorted());
  });
});

describe('promise 10: a bundle at the first occurrence since the start, and again only after a restart', () => {
  it('sends the host’s chips again once it has restarted, not before', async () => {
    const ofHost = async () =>
      (await system.all<Delivery>('/deliveries?type=condition'))
        .filter((row) => row.applianceId === named('sdx-one').id)
        .map((row) => row.state)
        .toSorted();
    for (const failed of [0, 1]) {
      await control('/hosts/sdx-one/chips', { failed });
      await checkNow(system, named('sdx-one').id);
    }
    expect(await ofHost()).toEqual(['delivered', 'suppressed']);
    await control('/appliances/sdx-one/reboot');
    await checkNow(system, named('sdx-one').id);
    await eventually(async () => expect(await ofHost()).toEqual(['delivered', 'delivered', 'suppressed']), {
      timeoutMs: 60_000,
    });
    const ids = (await system.all<Delivery>('/deliveries?type=condition'))
      .filter((row) => row.applianceId === named('sdx-one').id && row.state === 'delivered')
      .map((row) => row.id);
    const reports = (await receivedBundles(system)).filter((report) => ids.includes(report.id));
    expect(reports.map((report) => report.accepts)).toEqual([1, 1]);
  });
});

describe('the log of what was told', () => {
  it('says of each upload over which channel it went, and a test can be sent', async () => {
    const [channel] = await system.all<Channel>('/channels');
    const test = await system.call<Notification>('POST', `/channels/${channel?.id}/actions/test`);
    await eventually(
      async () => {
        const log = await system.all<Notification>(`/notifications?channelId=${channel?.id}`);
        expect(log.find((row) => row.id === test.id)).toMatchObject({ state: 'sent', event: 'test' });
        expect(log.filter((row) => row.event === 'delivery.delivered').length).toBeGreaterThan(0);
        expect(log.filter((row) => row.state === 'failed')).toEqual([]);
      },
      { timeoutMs: 30_000 },
    );
  });
});
