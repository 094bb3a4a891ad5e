import { describe, expect, it } from '@jest/globals';
import {
  isNotSupported,
  parseRaidPhysicalDrives,
  parseShowAppliance,
  parseShowNs,
  parseShowSystemstatus,
  parseStorageRepositories,
  parseSystemHealth,
  parseSystemhealthdisk,
  svm,
} from '../index.js';

// The numbers are those of the list of traps in the reference on SDX hosts. Those of judging are in libs/callhome.

const DISK = '1) Name: sda\n   Bay Number: 1\n   Size: 5\n   Utilized: 1\n   Transaction Rate: 2';
const instance = (...lines: string[]) => parseShowNs(['1) Name: vpx-a', ...lines].join('\n'))[0];

describe('trap 1: systemhealthdisk is throughput, not health', () => {
  it('has no status, and is not read as health', () => {
    expect(Object.keys(parseSystemhealthdisk(DISK)[0] ?? {})).not.toContain('status');
    const unreadable = expect.objectContaining({ code: 'OUTPUT_UNREADABLE' });
    expect(() => parseSystemHealth(DISK)).toThrow(unreadable);
    expect(() => parseStorageRepositories(DISK)).toThrow(unreadable);
  });
});

describe('trap 2: GOOD is as healthy as OK', () => {
  it.each(['GOOD', 'good', 'OK', 'ok'])('%s', (status) => {
    expect(parseStorageRepositories(`1) Bay Number: 1\n   Status: ${status}`)[0]?.status).toBe('ok');
  });
});

describe('trap 3: NA of a sensor means that nothing is fitted', () => {
  it.each(['NA', 'N/A', 'Not Present', ''])('"%s"', (status) => {
    const [row] = parseSystemHealth(`1) Name: PS2 Status\n   Current Value:\n   Status: ${status}`);
    expect(row).toMatchObject({ status: 'not-applicable', statusText: status, currentValue: null });
  });

  it('keeps a word that nobody knows and calls it unknown', () => {
    const [row] = parseSystemHealth('1) Name: PS2 Status\n   Status: Predictive');
    expect(row).toMatchObject({ status: 'unknown', statusText: 'Predictive' });
  });
});

describe('trap 4: chips, cores and functions are one thing, crypto units another', () => {
  it.each(['SSL Cores', 'num_of_ssl_chips', 'number_of_ssl_cores'])('reads "%s" as chips', (label) => {
    const crypto = { unit: 'ssl-core', assigned: 4, cards: 4, cardsUp: null, scuAssigned: null };
    expect(instance(`${label}: 4`)?.crypto).toEqual(crypto);
  });

  it('finds 0 up of 0 in order', () => {
    const listed = instance('VM State: Running', 'Instance State: Up', 'SSL Cores: 0', 'SSL Cores Up: 0');
    expect(listed?.crypto).toMatchObject({ unit: 'ssl-core', cards: 0, cardsUp: 0 });
  });

  it('does not take the emptied old counts for lost chips', () => {
    const units = ['number_of_ssl_cores=0', 'number_of_ssl_cores_up=0', 'number_of_acu=9', 'number_of_ssl_cards=2'];
    const listed = instance('vm_state=Running', 'instance_state=Up', ...units);
    expect(listed?.crypto).toMatchObject({ unit: 'acu', assigned: 9, cards: 2, cardsUp: null });
    const host = parseShowAppliance('version_short=8.2\nssl_cores_total=0\nacu_total=96000');
    expect(host.crypto).toMatchObject({ unit: 'acu', total: 96_000 });
  });
});

describe('trap 5: chips up are stale on an instance that is halted or not reachable', () => {
  it.each([
    ['Running', 'Up', 3],
    ['Halted', 'Down', null],
    ['Running', 'Out of Service', null],
    ['Running', '', null],
    ['', 'Up', null],
    ['Halted', 'Up', null],
  ])('%s and "%s"', (vmState, state, cardsUp) => {
    const listed = instance(`VM State: ${vmState}`, `Instance State: ${state}`, 'SSL Cores: 4', 'SSL Cores Up: 3');
    expect(listed?.crypto).toMatchObject({ assigned: 4, cards: 4, cardsUp });
  });
});

describe('trap 6: Up is written in any case', () => {
  it.each(['Up', 'UP', 'up'])('%s', (state) => {
    expect(instance(`Instance State: ${state}`)?.isReachable).toBe(true);
  });
});

describe('trap 7: an instance that runs and is not up is not proven to be down', () => {
  it('keeps the two apart', () => {
    const listed = instance('VM State: running', 'Instance State: Down');
    expect(listed).toMatchObject({ isRunning: true, isReachable: false });
  });

  it('knows neither when neither is printed', () => {
    expect(instance('IP Address: 192.0.2.1')).toMatchObject({ isRunning: null, isReachable: null });
  });
});

describe('trap 8: a command that looks harmless acts on everything', () => {
  it('shows nothing that starts something', () => {
    expect(Object.values(svm.show).filter((line) => !/^show \w+$/.test(line))).toEqual([]);
    expect(Object.values(svm.show).filter((line) => /rediscover|cleaninstall/i.test(line))).toEqual([]);
  });

  it('does nothing but collect an archive, by a whole line', () => {
    expect(svm.startTechsupport('XenServer')).toBe('do techsupport XenServer');
  });
});

describe('trap 9: no destructive line can be built', () => {
  it('has words for reading, and for archives', () => {
    expect(Object.keys(svm)).toEqual(['show', 'startTechsupport', 'deleteTechsupport', 'techsupportPath']);
  });

  it.each(['', '*', 'a tgz', '../x', 'x\ndo appliance stop'])('does not remove the archive %j', (name) => {
    expect(() => svm.deleteTechsupport(name)).toThrow(expect.objectContaining({ code: 'ARGUMENT_REFUSED' }));
  });
});

describe('trap 13: a comma ends the build and not the firmware state', () => {
  it('reads both', () => {
    const status = parseShowSystemstatus('Build: 13.1-53.17, Date: Jul 1 2024, 10:11:12');
    expect([status.build, status.buildDate]).toEqual(['13.1-53.17', 'Jul 1 2024, 10:11:12']);
    expect(parseRaidPhysicalDrives('1) Slot: 1\n   Firmware state: Online, Spun Up')[0]?.firmwareState).toBe(
      'Online, Spun Up',
    );
  });
});

describe('trap 21: the id of an instance is nothing to know it by', () => {
  it('reads an instance without one, and its uuid beside it', () => {
    expect(instance('UUID: 9a', 'VM State: Running')).toMatchObject({ id: null, uuid: '9a' });
  });
});

describe('trap 23: the serial of a host is not the serial of an instance on it', () => {
  it('reads each where it is printed and neither from the other', () => {
    expect(parseShowSystemstatus('Platform: 14040\nSerial Number: SDX0000001').serial).toBe('SDX0000001');
    expect(instance('VM State: Running')?.serial).toBeNull();
    expect(instance('serialnumber=VPX0000001', 'vm_state=Running')?.serial).toBe('VPX0000001');
  });
});

describe('trap 25: what a model or build lacks is "not supported here"', () => {
  const errorOf = (output: string): unknown => {
    try {
      return parseRaidPhysicalDrives(output);
    } catch (error) {
      return error;
    }
  };

  it.each(['ERROR: Invalid command', 'ERROR: Operation not supported on this platform', 'Invalid command'])(
    '%s',
    (output) => {
      expect(isNotSupported(errorOf(output))).toBe(true);
    },
  );

  it.each(['ERROR: Not authorized to execute this command', 'ERROR: Internal error', 'garbage'])(
    'and a failure is not that: %s',
    (output) => {
      expect(errorOf(output)).toMatchObject({ name: 'TranscriptError' });
      expect(isNotSupported(errorOf(output))).toBe(false);
    },
  );

  it('takes an empty list of drives for a model without RAID', () => {
    expect(parseRaidPhysicalDrives('> show raidPhysicalDrive\n Done\n')).toEqual([]);
  });
});
