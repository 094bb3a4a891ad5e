import { describe, expect, it } from '@jest/globals';
import {
  parseRaidLogicalDrives,
  parseRaidPhysicalDrives,
  parseShowAppliance,
  parseShowNs,
  parseStorageRepositories,
  parseSystemHealth,
} from '../../../netscaler-cli/src/index.js';
import { judgeHost } from './judge-host.js';

// One host as its SVM prints it: slot 4 failed, one SSL chip lost, power supply 2 failed, instance vpx-c halted.
const PRINTED = {
  drives: `
1)      Slot: 3
        Firmware state: Online, Spun Up
        Foreign State: None
        Logical Drive: 1
2)      Slot: 4
        Firmware state: Failed
        Foreign State: None
        Media Error Count: 117
        Logical Drive: 1
 Done`,
  logical: `
1)      Id: ld-1
        Name: VD1
        State: Degraded
        Drives: 3,4
 Done`,
  hardware: `
1)      Name: Disk
        Current Value: 3
        Expected Value: 4
        Status: ERROR
2)      Name: SSL Cores
        Current Value: 15
        Expected Value: 16
        Status: ERROR
 Done`,
  software: `
1)      Name: XenServer API
        Current Value: OK
        Expected Value: OK
        Status: OK
 Done`,
  repositories: `
1)      Name: VPX storage
        Bay Number: 3-4
        Status: GOOD
 Done`,
  supplies: `
1)      Name: PS1 Status
        Current Value: Present
        Status: OK
2)      Name: PS2 Status
        Current Value: Failure detected
        Status: ERROR
3)      Name: Chassis Intru
        Current Value: 0
        Status: NA
 Done`,
  appliance: `
        Name               : sdx-fra-01-xen
        Total SSL Cores    : 15
 Done`,
  instances: `
1)      Name: vpx-a
        UUID: 9a000000-0000-4000-8000-0000000000a1
        VM State: Running
        Instance State: Up
        SSL Cores: 6
        SSL Cores Up: 5
2)      Name: vpx-c
        UUID: 9a000000-0000-4000-8000-0000000000a3
        VM State: Halted
        Instance State: Down
        SSL Cores: 1
        SSL Cores Up: 0
 Done`,
};

describe('judgeHost on what an SVM prints', () => {
  it('finds the drive, the chip with the instance it hits, and the supply, once each', () => {
    const findings = judgeHost({
      physicalDrives: parseRaidPhysicalDrives(PRINTED.drives),
      logicalDrives: parseRaidLogicalDrives(PRINTED.logical),
      storageRepositories: parseStorageRepositories(PRINTED.repositories),
      hardware: parseSystemHealth(PRINTED.hardware),
      software: parseSystemHealth(PRINTED.software),
      powerSupplies: parseSystemHealth(PRINTED.supplies),
      totalSslCores: parseShowAppliance(PRINTED.appliance).totalSslCores,
      baselineSslCores: 16,
      instances: parseShowNs(PRINTED.instances),
    });
    expect(findings.map(({ component, state, severity, affects }) => [component, state, severity, affects])).toEqual([
      ['disk/3', 'ok', 'none', []],
      ['disk/4', 'active', 'major', []],
      ['repository/3-4', 'ok', 'none', []],
      ['chips', 'active', 'critical', ['9a000000-0000-4000-8000-0000000000a1']],
      ['supply/1', 'ok', 'none', []],
      ['supply/2', 'active', 'critical', []],
    ]);
  });
});
