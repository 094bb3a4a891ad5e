import { describe, expect, it } from '@jest/globals';
import { host, instance, logical, repository } from './hosts.fake.js';
import { instancesOn, partOfLogicalDrive, placeStorage } from './instances-on.js';

const bays = (...numbers: number[]) => ({ bays: new Set(numbers), carriesSystem: false });

describe('placeStorage', () => {
  it('follows repositories to their logical drive and to the instances on them', () => {
    const instances = [instance('a'), instance('b', { diskAllocation: 'Bay 1-2' })];
    expect(placeStorage(host({ instances }))).toEqual([
      {
        component: 'repository/1-2',
        name: 'Storage 1-2',
        bays: '1-2',
        logicalDrive: 'VD0',
        carriesSystem: true,
        instances: ['uuid-b'],
        isAllocationKnown: true,
      },
      {
        component: 'repository/3-4',
        name: 'Storage 3-4',
        bays: '3-4',
        logicalDrive: 'VD1',
        carriesSystem: false,
        instances: ['uuid-a'],
        isAllocationKnown: true,
      },
    ]);
  });

  it('does without RAID, and without allocations', () => {
    const bare = host({
      logicalDrives: [],
      storageRepositories: [repository('1', 'ok'), repository('2', 'ok')],
      instances: [instance('a', { diskAllocation: null }), instance('b', { diskAllocation: '20 GB' })],
    });
    expect(placeStorage(bare)).toMatchObject([
      { logicalDrive: null, carriesSystem: true, instances: [], isAllocationKnown: false },
      { logicalDrive: null, carriesSystem: false, instances: [], isAllocationKnown: false },
    ]);
  });
});

describe('instancesOn', () => {
  it.each([
    ['Bay 3-4', true],
    ['bays: 3, 4', true],
    ['3-4', true],
    ['4', true],
    ['STORAGE 3-4', true],
    ['Bay 5-6', false],
    ['13-14', false],
    ['20 GB', true],
    ['', true],
    [null, true],
  ])('takes the allocation %j for one in bays 3 and 4, or for one that may be: %s', (diskAllocation, isHit) => {
    const hardware = host({ instances: [instance('a', { diskAllocation })] });
    expect(instancesOn(bays(3, 4), hardware)).toEqual(isHit ? ['uuid-a'] : []);
  });

  it('takes every instance with the SVM and the hypervisor, or with bays that are not known', () => {
    expect(instancesOn({ ...bays(1, 2), carriesSystem: true }, host())).toEqual(['uuid-a', 'uuid-b']);
    expect(instancesOn(bays(), host())).toEqual(['uuid-a', 'uuid-b']);
  });
});

describe('partOfLogicalDrive', () => {
  const { name, id, ...rest } = logical(0, 'Optimal', [3, 4]);
  it.each([
    ['its number', { ...rest, name, id }, true],
    ['its number, whatever its name', { ...rest, name: 'VD7', id }, true],
    ['its name', { ...rest, virtualDrive: null, name: 'VD0', id: 'ld-7' }, true],
    ['its name, number 10', { ...rest, virtualDrive: null, name: 'VD10', id: null }, false],
    ['its id', { ...rest, virtualDrive: null, name: null, id: 'ld-0' }, true],
    ['its slots', { ...rest, virtualDrive: null, name: 'system', id: null, drives: [1, 2] }, true],
    ['its slots, others', { ...rest, virtualDrive: null, name: 'system', id: null }, false],
  ])('knows the drive of the SVM by %s', (_by, drive, carriesSystem) => {
    expect(partOfLogicalDrive(drive).carriesSystem).toBe(carriesSystem);
  });
});
