import { describe, expect, it } from '@jest/globals';
import { adc } from './adc-commands.js';
import { disableCallHome, enableCallHome } from './ns-feature/switch-call-home.js';
import { saveConfig } from './save-config/save-config.js';
import { setUploadAlarm } from './snmp-alarm/set-upload-alarm.js';

describe('adc.show', () => {
  const { techsupport, ...lines } = adc.show;

  it.each(Object.values(lines))('only reads: %s', (line) => {
    expect(line).toMatch(/^(?:(?:show|stat) |shell date \+%z$)/);
  });

  it.each(Object.values(lines).filter((line) => line.startsWith('stat ')))(
    'asks %s for whole values and for no detail',
    (line) => {
      // -detail would read the power supplies, which an instance on an SDX has no access to.
      expect(line).toMatch(/ -fullValues$/);
      expect(line).not.toMatch(/-detail/);
    },
  );

  it('makes the whole and the abbreviated archive', () => {
    expect(techsupport('NODE')).toBe('show techsupport');
    expect(techsupport('CLUSTER')).toBe('show techsupport -scope CLUSTER');
  });
});

describe('switches', () => {
  it.each([
    [enableCallHome(), 'enable ns feature CH'],
    [disableCallHome(), 'disable ns feature CH'],
    [saveConfig(), 'save ns config'],
    [setUploadAlarm(true), 'set snmp alarm CALLHOME-UPLOAD-EVENT -state ENABLED'],
    [setUploadAlarm(false), 'set snmp alarm CALLHOME-UPLOAD-EVENT -state DISABLED'],
  ])('builds %s', (line, expected) => {
    expect(line).toBe(expected);
  });
});
