import { describe, expect, it } from '@jest/globals';
import { buildFleet } from './build-fleet.js';
import { CommandLog, withoutSecrets } from './command-log.js';

const SHAPE = { hosts: 2, instances: 0, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 0 };

describe('CommandLog', () => {
  it('keeps the newest entries in order when it is full', () => {
    const [host, other] = buildFleet(SHAPE, 0);
    if (host === undefined || other === undefined) throw new Error('no hosts');
    const log = new CommandLog(3);
    for (const command of ['a', 'b', 'c', 'd']) log.add(command === 'c' ? other : host, 'exec', command);
    const list = (appliance: string | null, since: number) =>
      log.list({ appliance, since }).map((entry) => entry.command);
    expect(list(null, 0)).toEqual(['b', 'c', 'd']);
    expect(list(null, 3)).toEqual(['d']);
    expect(list(other.name, 0)).toEqual(['c']);
    log.clear();
    log.add(host, 'exec', 'e');
    expect(log.list({ appliance: null, since: 0 })).toMatchObject([{ seq: 5, command: 'e' }]);
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
