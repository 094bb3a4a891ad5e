import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LayerSet } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import { afterSteps } from './after-steps.js';
import { anyObserved, anySet } from './any-reading.fake.js';
import { appliedAfter, askedOf } from './applied-after.js';
import type { AppliedSettings } from './applied-settings.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isRemoval, planSettings } from './plan-settings.js';
import { ADDRESS, SERVICE, fleet, observed } from './readings.fake.js';
import { renderSteps } from './render-steps.js';
import { undoSteps } from './undo-steps.js';
import { verifyApplied } from './verify-applied.js';

const commandsOf = (set: LayerSet, given: Partial<ObservedCallHome> = {}) =>
  renderSteps(planSettings(fleet(set), observed(given)).steps);
const SAVE = 'save ns config';

describe('planSettings', () => {
  it.each<[says: string, set: LayerSet, given: Partial<ObservedCallHome>, commands: string[]]>([
    ['does nothing where nothing is asked for', {}, {}, []],
    ['turns Call Home on, which is what no layer need ask for', {}, { enabled: false }, ['enable ns feature CH', SAVE]],
    ['turns Call Home off', { enabled: false }, {}, ['disable ns feature CH', SAVE]],
    ['leaves a switch alone that is given back to the appliance', { enabled: null }, { enabled: false }, []],
    [
      'sets the mail address',
      { emailAddress: 'noc@corp.example' },
      {},
      ['set callhome -emailAddress noc@corp.example', SAVE],
    ],
    [
      'clears the mail address that is given back',
      { emailAddress: null },
      { emailAddress: 'a@x.example' },
      ['unset callhome -emailAddress', SAVE],
    ],
    ['leaves a mail address alone that no layer speaks of', {}, { emailAddress: 'a@x.example' }, []],
    ['sets the interval', { heartbeatIntervalDays: 14 }, {}, ['set callhome -hbCustomInterval 14', SAVE]],
    [
      'clears the interval that is given back',
      { heartbeatIntervalDays: null },
      { heartbeatIntervalDays: 14 },
      ['unset callhome -hbCustomInterval', SAVE],
    ],
    [
      'clears the interval that is given back, though it may be the default already: builds differ',
      { heartbeatIntervalDays: null },
      { heartbeatIntervalDays: 7 },
      ['unset callhome -hbCustomInterval', SAVE],
    ],
    ['clears no interval that cannot be read', { heartbeatIntervalDays: null }, { heartbeatIntervalDays: null }, []],
    [
      'clears no interval on a release whose unset does not take it',
      { heartbeatIntervalDays: null },
      { release: '11.1', heartbeatIntervalDays: 14 },
      [],
    ],
    [
      'clears the interval on the first release whose unset takes it',
      { heartbeatIntervalDays: null },
      { release: '12.0', heartbeatIntervalDays: 14 },
      ['unset callhome -hbCustomInterval', SAVE],
    ],
    [
      'leaves the interval alone on a build that has none',
      { heartbeatIntervalDays: 14 },
      { release: '11.1', heartbeatIntervalDays: null },
      [],
    ],
    ['sets the mode', { mode: 'CSP' }, {}, ['set callhome -mode CSP', SAVE]],
    ['gives the mode back', { mode: null }, { mode: 'CSP' }, ['unset callhome -mode', SAVE]],
    ['leaves the mode alone on a build that has none', { mode: 'CSP' }, { release: '12.0' }, []],
    ['sets a proxy', { proxy: ADDRESS }, {}, ['set callhome -proxyMode YES -IPAddress 10.1.9.9 -port 3128', SAVE]],
    [
      'moves a proxy to another address in one command',
      { proxy: ADDRESS },
      { proxy: { address: '10.1.8.8', port: 3128 } },
      ['set callhome -proxyMode YES -IPAddress 10.1.9.9 -port 3128', SAVE],
    ],
    [
      'takes a proxy away and clears what is stored',
      { proxy: 'none' },
      { proxy: ADDRESS },
      ['set callhome -proxyMode NO', 'unset callhome -IPAddress -port', SAVE],
    ],
    [
      'takes a proxy away that is given back',
      { proxy: null },
      { proxy: SERVICE },
      ['set callhome -proxyMode NO', 'unset callhome -proxyAuthService -port', SAVE],
    ],
    [
      'clears the address before it sets a service',
      { proxy: SERVICE },
      { proxy: ADDRESS },
      [
        'set callhome -proxyMode NO',
        'unset callhome -IPAddress -port',
        'set callhome -proxyMode YES -proxyAuthService px -port 8080',
        SAVE,
      ],
    ],
    [
      'clears the service before it sets an address',
      { proxy: ADDRESS },
      { proxy: SERVICE },
      [
        'set callhome -proxyMode NO',
        'unset callhome -proxyAuthService -port',
        'set callhome -proxyMode YES -IPAddress 10.1.9.9 -port 3128',
        SAVE,
      ],
    ],
    [
      'clears an address that a switched off proxy left behind',
      { proxy: SERVICE },
      { proxyResidue: ['address', 'port'] },
      [
        'set callhome -proxyMode NO',
        'unset callhome -IPAddress -port',
        'set callhome -proxyMode YES -proxyAuthService px -port 8080',
        SAVE,
      ],
    ],
    [
      'leaves the proxy alone when a service is asked of a build that takes none',
      { proxy: SERVICE },
      { release: '11.1' },
      [],
    ],
    [
      'takes another spelling of an IPv6 address for the same',
      { proxy: { address: '2001:DB8:0:0::9', port: 80 } },
      { proxy: { address: '2001:db8::9', port: 80 } },
      [],
    ],
    ['sets the alarm', { uploadAlarm: true }, {}, ['set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED', SAVE]],
    [
      'leaves a release without Call Home alone',
      { emailAddress: 'a@x.example', uploadAlarm: true },
      { release: '9.3', enabled: false },
      [],
    ],
    [
      'writes to a build whose release could not be read',
      { heartbeatIntervalDays: 14 },
      { release: null },
      ['set callhome -hbCustomInterval 14', SAVE],
    ],
    [
      'saves nothing when nobody wants that',
      { uploadAlarm: true, saveConfig: 'never' },
      {},
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED'],
    ],
    [
      "saves nothing over somebody else's changes",
      { uploadAlarm: true },
      { unsaved: true },
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED'],
    ],
    [
      "saves over somebody else's changes when told to",
      { uploadAlarm: true, saveConfig: 'always' },
      { unsaved: true },
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED', SAVE],
    ],
    [
      'saves when nobody knows of other changes',
      { uploadAlarm: true },
      { unsaved: null },
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED', SAVE],
    ],
    ['never saves for the sake of saving', { saveConfig: 'always' }, { unsaved: true }, []],
  ])('%s', (_says, set, given, commands) => {
    expect(commandsOf(set, given)).toEqual(commands);
  });

  it('enables before it sets, and disables after', () => {
    const set: LayerSet = { emailAddress: 'a@x.example', mode: 'CSP' };
    const on = ['enable ns feature CH', 'set callhome -mode CSP', 'set callhome -emailAddress a@x.example', SAVE];
    expect(commandsOf(set, { enabled: false })).toEqual(on);
    expect(commandsOf({ ...set, enabled: false })).toEqual([
      'set callhome -mode CSP',
      'set callhome -emailAddress a@x.example',
      'disable ns feature CH',
      SAVE,
    ]);
  });

  it('names every change with its source and counts what is taken away', () => {
    const plan = planSettings(
      fleet({ emailAddress: null, proxy: 'none', heartbeatIntervalDays: 14 }),
      observed({ emailAddress: 'a@x.example', proxy: ADDRESS }),
    );
    expect(plan.changes).toEqual([
      { key: 'emailAddress', from: 'a@x.example', to: null, source: 'fleet' },
      { key: 'heartbeatIntervalDays', from: 7, to: 14, source: 'fleet' },
      { key: 'proxy', from: ADDRESS, to: 'none', source: 'fleet' },
    ]);
    expect(plan.removals).toBe(2);
    expect(plan.changes.filter(isRemoval).map(({ key }) => key)).toEqual(['emailAddress', 'proxy']);
  });

  it.each<[says: string, set: LayerSet, given: Partial<ObservedCallHome>, warning: RegExp]>([
    ['a setting that could not be read', { proxy: ADDRESS }, { proxy: null }, /^proxy could not be read/],
    ['a build that lacks a setting', { mode: 'CSP' }, { release: '12.0' }, /^mode is not known to release 12\.0/],
    ['an interval that is advised against', { heartbeatIntervalDays: 4 }, {}, /every 4 days/],
    ['an interval that goes back to the build', { heartbeatIntervalDays: null }, {}, /default of this build/],
    [
      'a change that has no way back',
      { emailAddress: 'b@x.example' },
      { emailAddress: '"a b"@x.example' },
      /^emailAddress shows a value that no command can set again/,
    ],
    ["somebody else's changes", { uploadAlarm: true }, { unsaved: true }, /unsaved changes of somebody else's/],
    ['a change that stays unsaved', { uploadAlarm: true, saveConfig: 'never' }, {}, /saveConfig is never/],
  ])('warns of %s', (_says, set, given, warning) => {
    const { warnings } = planSettings(fleet(set), observed(given));
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('warns of nothing that nobody asked for', () => {
    expect(planSettings(fleet({}), observed({ release: '11.1', unsaved: true })).warnings).toEqual([]);
  });

  it('gives an interval back once, and again only when somebody has set another since', () => {
    const back = fleet({ heartbeatIntervalDays: null });
    const at = { at: '2026-11-23T14:00:00Z', rolloutId: 'rol_1' };
    const applied: AppliedSettings = { heartbeatIntervalDays: { wanted: null, read: 30, ...at } };
    const stepsAt = (days: number) => planSettings(back, observed({ heartbeatIntervalDays: days }), { applied }).steps;
    expect(stepsAt(30)).toEqual([]);
    expect(stepsAt(7)).toEqual([{ kind: 'clearHeartbeat' }, { kind: 'save' }]);
  });

  it('lists what could not be read and writes the rest', () => {
    const set: LayerSet = { emailAddress: 'a@x.example', heartbeatIntervalDays: 9 };
    const plan = planSettings(fleet(set), observed({ shown: [] }));
    expect(plan.unknown).toEqual(['emailAddress']);
    expect(plan.changes.map(({ key }) => key)).toEqual(['heartbeatIntervalDays']);
  });
});

describe('verifyApplied', () => {
  const effective = fleet({ emailAddress: 'a@x.example', mode: 'CSP' });

  it('names what the appliance does not show as asked for', () => {
    expect(verifyApplied(effective, observed({ emailAddress: 'b@x.example', mode: null }))).toEqual([
      { key: 'mode', wanted: 'CSP', read: null },
      { key: 'emailAddress', wanted: 'a@x.example', read: 'b@x.example' },
    ]);
  });

  it.each<[says: string, read: number | null, unverified: object[]]>([
    ['any number', 30, []],
    ['nothing', null, [{ key: 'heartbeatIntervalDays', wanted: null, read: null }]],
  ])('takes %s for the interval of the build', (_says, heartbeatIntervalDays, unverified) => {
    const back = fleet({ heartbeatIntervalDays: null });
    expect(verifyApplied(back, observed({ heartbeatIntervalDays }), ['heartbeatIntervalDays'])).toEqual(unverified);
  });

  it('can be narrowed to the settings of a plan', () => {
    const after = observed({ emailAddress: 'a@x.example', mode: null });
    expect(verifyApplied(effective, after, ['emailAddress'])).toEqual([]);
  });
});

describe('laws of a plan', () => {
  it('finds nothing to do once its steps are taken and on record, whatever the default of the build', () => {
    fc.assert(
      fc.property(anySet, anyObserved, fc.constantFrom(7, 30), (set, before, defaultDays) => {
        const effective = fleet(set);
        const plan = planSettings(effective, before);
        const read = afterSteps(before, plan.steps, defaultDays);
        const changed = plan.changes.map(({ key }) => key);
        expect(verifyApplied(effective, read, changed)).toEqual([]);
        const asked = askedOf(effective, { changes: plan.changes, read });
        const applied = appliedAfter({}, { asked, read, at: '2026-11-23T14:00:00Z', rolloutId: 'rol_1' });
        expect(planSettings(effective, read, { applied }).steps).toEqual([]);
      }),
    );
  });

  it('is the sum of the plans of its keys, and touches no other key', () => {
    fc.assert(
      fc.property(anySet, anyObserved, fc.subarray([...PUSHED_KEYS]), (set, before, keys) => {
        const whole = planSettings(fleet(set), before);
        const part = planSettings(fleet(set), before, { keys });
        expect(part.changes).toEqual(whole.changes.filter(({ key }) => keys.includes(key)));
        expect(part.unknown).toEqual(whole.unknown.filter((key) => keys.some((each) => each === key)));
        const after = afterSteps(before, part.steps);
        for (const key of PUSHED_KEYS.filter((each) => !keys.includes(each))) expect(after[key]).toEqual(before[key]);
      }),
    );
  });

  it('can always be written as commands, which end in the only save there is', () => {
    fc.assert(
      fc.property(anySet, anyObserved, (set, before) => {
        const { steps, changes } = planSettings(fleet(set), before);
        const commands = renderSteps(steps);
        expect(commands.slice(0, -1)).not.toContain(SAVE);
        expect(commands.length > 0).toBe(changes.length > 0);
      }),
    );
  });

  it('is undone by its undo, to the value', () => {
    fc.assert(
      fc.property(anySet, anyObserved, (set, before) => {
        fc.pre(before.mode !== 'Other');
        const plan = planSettings(fleet(set), before);
        const back = afterSteps(afterSteps(before, plan.steps), undoSteps(plan.changes, before));
        const values = ({ proxyResidue: _r, shown: _s, unsaved: _u, ...rest }: ObservedCallHome) => rest;
        expect(values(back)).toEqual(values(before));
      }),
    );
  });
});

describe('undoSteps', () => {
  const undoOf = (set: LayerSet, given: Partial<ObservedCallHome> = {}) => {
    const plan = planSettings(fleet(set), observed(given));
    return renderSteps(undoSteps(plan.changes, observed(given)));
  };

  it.each<[says: string, set: LayerSet, given: Partial<ObservedCallHome>, commands: string[]]>([
    [
      'unsets a proxy where none was',
      { proxy: ADDRESS },
      {},
      ['set callhome -proxyMode NO', 'unset callhome -IPAddress -port', SAVE],
    ],
    [
      'sets the mail address that was there',
      { emailAddress: null },
      { emailAddress: 'a@x.example' },
      ['set callhome -emailAddress a@x.example', SAVE],
    ],
    [
      'sets the interval that was given back',
      { heartbeatIntervalDays: null },
      { heartbeatIntervalDays: 14 },
      ['set callhome -hbCustomInterval 14', SAVE],
    ],
    [
      'leaves a mail address out that no command can set again',
      { emailAddress: 'b@x.example', uploadAlarm: true },
      { emailAddress: '"a b"@x.example' },
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state DISABLED', SAVE],
    ],
    ['sets the interval that was read', { heartbeatIntervalDays: 14 }, {}, ['set callhome -hbCustomInterval 7', SAVE]],
    ['turns Call Home off again', {}, { enabled: false }, ['disable ns feature CH', SAVE]],
    [
      "leaves somebody else's changes unsaved",
      { uploadAlarm: true },
      { unsaved: true },
      ['set snmp alarm CALLHOME-UPLOAD-EVENT -state DISABLED'],
    ],
    [
      'gives a mode back whose word cannot be written',
      { mode: 'CSP' },
      { mode: 'Other' },
      ['unset callhome -mode', SAVE],
    ],
    ['does nothing after a plan that changes nothing', {}, {}, []],
  ])('%s', (_says, set, given, commands) => {
    expect(undoOf(set, given)).toEqual(commands);
  });

  it('saves nothing where nothing is to be saved', () => {
    const { changes } = planSettings(fleet({ uploadAlarm: true }), observed());
    expect(undoSteps(changes, observed(), 'never')).toEqual([{ kind: 'setUploadAlarm', on: false }]);
  });
});
