import { describe, expect, it } from '@jest/globals';
import { buildFleet } from './build-fleet.js';
import { CommandLog, withoutSecrets } from './command-log.js';

const ORIGIN = { channel: 'exec', session: 1, user: 'nsroot' } as const;
const SHAPE = { hosts: 2, instances: 0, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 0 };

describe('CommandLog', () => {
  it('keeps the newest entries in order when it is full', () => {
    const [host, other] = buildFleet(SHAPE, 0);
    if (host === undefined || other === undefined) throw new Error('no hosts');
    const log = new CommandLog(3);
    for (const command of ['a', 'b', 'c', 'd']) log.add(command === 'c' ? other : host, ORIGIN, command);
    const list = (appliance: string | null, since: number) =>
      log.list({ appliance, since }).map((entry) => entry.command);
    expect(list(null, 0)).toEqual(['b', 'c', 'd']);
    expect(list(null, 3)).toEqual(['d']);
    expect(list(other.name, 0)).toEqual(['c']);
    expect(list(host.name, 0)).toEqual(['b', 'd']);
    expect(list(host.name, 2)).toEqual(['d']);
    log.clear();
    log.add(host, ORIGIN, 'e');
    expect(log.list({ appliance: null, since: 0 })).toMatchObject([{ seq: 5, command: 'e' }]);
  });
});

describe('an entry', () => {
  it('tells who asked on which login, and what became of it', () => {
    const [host] = buildFleet(SHAPE, 0);
    if (host === undefined) throw new Error('no host');
    const log = new CommandLog();
    const first = { channel: 'exec', session: log.nextSession(), user: 'nsroot' } as const;
    const other = { channel: 'control', session: log.nextSession(), user: 'somebody' } as const;
    log.add(host, first, 'a')('done');
    log.add(host, other, 'b')('refused');
    log.add(host, first, 'c');
    expect(log.list({ appliance: host.name, since: 0 })).toMatchObject([
      { channel: 'exec', session: 1, user: 'nsroot', command: 'a', outcome: 'done' },
      { channel: 'control', session: 2, user: 'somebody', command: 'b', outcome: 'refused' },
      { channel: 'exec', session: 1, user: 'nsroot', command: 'c', outcome: null },
    ]);
  });
});

describe('a log with room for so many characters', () => {
  it.each([
    ['short commands by their number', 10, 1000, 'a', 10],
    ['long commands by their length', 1000, 1000, 'b'.repeat(300), 3],
    ['commands of any length, cut at 2000', 1000, 10_000, 'c'.repeat(9000), 5],
  ])('bounds %s', (_what, capacity, characters, command, kept) => {
    const [host] = buildFleet(SHAPE, 0);
    if (host === undefined) throw new Error('no host');
    const log = new CommandLog(capacity, characters);
    for (let added = 0; added < 10_000; added += 1) log.add(host, ORIGIN, command);
    const entries = log.list({ appliance: null, since: 0 });
    expect(entries).toHaveLength(kept);
    expect(entries.at(-1)?.seq).toBe(10_000);
    expect(entries[0]?.seq).toBe(10_001 - kept);
  });
});

describe('withoutSecrets', () => {
  it.each([
    ['set system user a -password hunter2', 'set system user a -password [secret]'],
    ['show techsupport -upload -authToken "a b" -file x', 'show techsupport -upload -authToken [secret] -file x'],
    ['show techsupport -proxy u:p@192.0.2.1:80', 'show techsupport -proxy [secret]'],
    ['set ns id=1 password=hunter2 name=a', 'set ns id=1 password=[secret] name=a'],
    ['set callhome -proxyMode YES -IPAddress 192.0.2.1', 'set callhome -proxyMode YES -IPAddress 192.0.2.1'],
  ])('%s', (command, logged) => {
    expect(withoutSecrets(command)).toBe(logged);
  });
});
