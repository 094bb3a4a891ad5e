import { describe, expect, it } from '@jest/globals';
import type { StorageRepository } from '../../../netscaler-cli/src/index.js';
import { opensServiceRequest } from './finding.js';
import type { HostHardware } from './host-hardware.js';
import { LACKING, ONLINE, drive, host, instance, logical, repository, row } from './hosts.fake.js';
import { judgeHost } from './judge-host.js';

const DEGRADED = [logical(0, 'Optimal', [1, 2]), logical(1, 'Degraded', [3, 4])];
const drives = (failed: readonly number[]) =>
  [1, 2, 3, 4].map((slot) => drive(slot, failed.includes(slot) ? 'Failed' : ONLINE));
const used = (bayNumber: string, utilizedBytes: number | null, given: Partial<StorageRepository> = {}) => ({
  ...repository(bayNumber, 'ok'),
  sizeBytes: 1_000,
  utilizedBytes,
  ...given,
});
/** `a` and `b` lie on bays 3-4, `c` on 5-6. */
const INSTANCES = [instance('a'), instance('b'), instance('c', { diskAllocation: 'Bay 5-6' })];
const onSocket = (name: string, cpuSocket: string | null, sslCoresUp: number) =>
  instance(name, { cpuSocket, sslCoresUp });
const side = (...sockets: (string | null)[]) => [
  ...sockets.map((socket, i) => onSocket(`${i}`, socket, 3)),
  onSocket('well', '0', 4),
];
const NO_RAID = { physicalDrives: LACKING, logicalDrives: LACKING };

type Row = [
  says: string,
  given: Partial<HostHardware>,
  expected: [component: string, severity: string, opensRequest: boolean, affects: string[]][],
];

describe('failures of chips and drives at a host', () => {
  it.each<Row>([
    ['nothing', {}, []],
    [
      'a failed member of a mirror, which hits no instance yet',
      { physicalDrives: drives([4]), logicalDrives: DEGRADED },
      [['disk/4', 'major', true, []]],
    ],
    [
      'a degraded logical drive whose members all say that they work',
      { logicalDrives: DEGRADED },
      [['logical/VD1', 'major', true, []]],
    ],
    [
      'a lost logical drive whose members all say that they work',
      { logicalDrives: [logical(0, 'Optimal', [1, 2]), logical(1, 'Offline', [3, 4])] },
      [['logical/VD1', 'critical', true, ['uuid-a', 'uuid-b']]],
    ],
    [
      'a lost logical drive that carries the SVM',
      { logicalDrives: [logical(0, 'Offline', [1, 2]), logical(1, 'Optimal', [3, 4])] },
      [['logical/VD0', 'critical', true, ['uuid-a', 'uuid-b', 'uuid-c']]],
    ],
    [
      'a failed repository',
      { storageRepositories: [repository('1-2', 'ok'), repository('3-4', 'failed')] },
      [['repository/3-4', 'critical', true, ['uuid-a', 'uuid-b']]],
    ],
    [
      'a full repository',
      { storageRepositories: [used('1-2', 500), used('3-4', 980)] },
      [['repository/3-4', 'warning', false, ['uuid-a', 'uuid-b']]],
    ],
    ['a repository with room', { storageRepositories: [used('3-4', 979)] }, []],
    ['a repository whose use is not printed', { storageRepositories: [used('3-4', null)] }, []],
    ['a repository of no size', { storageRepositories: [used('3-4', 0, { sizeBytes: 0 })] }, []],
    ['figures that do not fit together', { storageRepositories: [used('3-4', 1_001)] }, []],
    [
      'a repository that is full and failed',
      { storageRepositories: [used('3-4', 1_000, { status: 'failed' })] },
      [['repository/3-4', 'critical', true, ['uuid-a', 'uuid-b']]],
    ],
    [
      'a full repository beside a failed disk on a model without RAID: one does not speak for the other',
      { ...NO_RAID, storageRepositories: [used('3', 1_000)], hardware: [row('Disk', 'failed')] },
      [
        ['repository/3', 'warning', false, ['uuid-a', 'uuid-b']],
        ['hardware/disk', 'major', true, []],
      ],
    ],
    [
      'one chip of sixteen down',
      { totalSslCores: 15, instances: [instance('a', { sslCoresUp: 3 }), instance('b')] },
      [['chips', 'critical', true, ['uuid-a']]],
    ],
    [
      'a card side down: two instances on one socket lack chips',
      { instances: side('1', '1') },
      [['chips', 'major', true, ['uuid-0', 'uuid-1']]],
    ],
    ['two instances on two sockets that lack chips', { instances: side('0', '1') }, []],
    ['two instances without a printed socket that lack chips', { instances: side(null, null) }, []],
    ['one instance that lacks chips', { instances: side('1') }, []],
    [
      'a card side down with a total that dropped: the host says more',
      { instances: side('1', '1'), totalSslCores: 12 },
      [['chips', 'critical', true, ['uuid-0', 'uuid-1']]],
    ],
  ])('tells %s', (_says, given, expected) => {
    const found = judgeHost(host({ instances: INSTANCES, ...given })).filter(({ state }) => state === 'active');
    const brief = found.map((each) => [each.component, each.severity, opensServiceRequest(each), each.affects]);
    expect(brief).toEqual(expected);
  });

  it('says in words and with evidence what is full, and which side is down', () => {
    const titles = (given: Partial<HostHardware>) =>
      judgeHost(host({ instances: INSTANCES, ...given }))
        .filter(({ state }) => state === 'active')
        .map(({ title, evidence }) => [title, evidence?.command, evidence?.line]);
    expect(titles({ storageRepositories: [used('3-4', 995)] })).toEqual([
      [
        'Storage repository Storage 3-4 is full: 99 % used',
        'show systemhealthStorageRepository',
        'Storage 3-4: ok, 995 of 1000 bytes used',
      ],
    ]);
    expect(titles({ instances: side('1', '1') })).toEqual([
      [
        'SSL card side on CPU socket 1 is down: 2 instances lack chips',
        'show ns',
        'CPU socket 1: uuid-0, uuid-1 below their share',
      ],
    ]);
  });
});
