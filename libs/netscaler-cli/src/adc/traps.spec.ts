import { describe, expect, it } from '@jest/globals';
import { TranscriptError, isNotSupported } from '../errors.js';
import { classifyRefusal } from '../refusals.js';
import { adc } from './adc-commands.js';
import { disableCallHome, enableCallHome } from './ns-feature/switch-call-home.js';
import { saveConfig } from './save-config/save-config.js';
import { setCallhome } from './set-callhome/set-callhome.js';
import { unsetCallhome } from './set-callhome/unset-callhome.js';
import { parseShowCallhome } from './show-callhome/parse-show-callhome.js';
import { parseShowClusterInstance } from './show-cluster-instance/parse-show-cluster-instance.js';
import { parseShowHaNode } from './show-ha-node/parse-show-ha-node.js';
import { parseShowNsConfig } from './show-ns-config/parse-show-ns-config.js';
import { parseShowNsHardware } from './show-ns-hardware/parse-show-ns-hardware.js';
import { parseShowNsIp } from './show-ns-ip/parse-show-ns-ip.js';
import { parseShowTechsupport } from './show-techsupport/parse-show-techsupport.js';
import { parseShowSnmpAlarm } from './snmp-alarm/parse-show-snmp-alarm.js';
import { setUploadAlarm } from './snmp-alarm/set-upload-alarm.js';
import { parseStatSsl } from './stat-ssl/parse-stat-ssl.js';

/** Every line this library can build for an instance. */
const READING = Object.values(adc.show).map((line) => (typeof line === 'string' ? line : line('CLUSTER')));
const WRITING = [
  enableCallHome(),
  disableCallHome(),
  saveConfig(),
  setUploadAlarm(true),
  ...setCallhome({
    emailAddress: 'a@example.com',
    heartbeatIntervalDays: 7,
    mode: 'Default',
    proxy: { service: 'svc', port: 3128 },
  }),
  ...setCallhome({ proxy: { address: '192.0.2.10', port: 3128 } }),
  unsetCallhome([
    'emailAddress',
    'heartbeatIntervalDays',
    'mode',
    'proxyMode',
    'proxyAddress',
    'proxyService',
    'proxyPort',
  ]),
];
const WIDE = '5)   SSL card failure     Enabled     ..        25 Aug 2010 18:22:47';
const NARROW = '3) Power supply unit failure Enabled 27 Aug 2010 18:22:47\t28 Aug 2010 18:22:47';

// The numbers are those of the list of traps that this project keeps for these appliances.
describe('the traps of an instance', () => {
  it.each([WIDE, NARROW])('6: a row of show callhome is not split at two blanks: %s', (row) => {
    expect(parseShowCallhome(row)).toMatchObject({ triggers: [{ state: 'enabled' }], unrecognised: [] });
  });

  it('7: two dots are never, N/A is not applicable, and neither is a date', () => {
    const [trigger] = parseShowCallhome('5) Warm restart Enabled N/A ..').triggers;
    expect(trigger).toMatchObject({ first: 'not-applicable', latest: 'never' });
  });

  it.each(['12/8/2013', '11/14/2015'])('8: a manufacturing date stays text: %s', (date) => {
    expect(parseShowNsHardware(`Manufactured on: ${date}`).manufacturedOn).toBe(date);
  });

  it('8: a time of an event keeps its text and has no zone', () => {
    const [trigger] = parseShowCallhome(NARROW).triggers;
    expect(trigger?.first).toEqual({ text: '27 Aug 2010 18:22:47', epochAsIfUtcMs: Date.UTC(2010, 7, 27, 18, 22, 47) });
  });

  it.each([
    ['1) Warm boot Enabled N/A ..', 'warm-restart'],
    ['5) Warm restart Enabled N/A ..', 'warm-restart'],
    ['1) Compact flash errors Enabled .. ..', 'compact-flash'],
  ])('9: an event is known by its words, not by its number: %s', (row, event) => {
    expect(parseShowCallhome(row).triggers).toEqual([expect.objectContaining({ event })]);
  });

  it.each(['-hbCustomInterval', '-proxyAuthService', '-mode'])(
    '10: a build that lacks %s says so, and loses nothing else',
    (flag) => {
      const lines = setCallhome({
        emailAddress: 'a@example.com',
        heartbeatIntervalDays: 7,
        mode: 'CSP',
        proxy: { service: 's', port: 1 },
      });
      expect(lines.filter((line) => line.includes(flag))).toHaveLength(1);
      expect(isNotSupported(new TranscriptError('DEVICE_REFUSED', { message: `No such argument [${flag}]` }))).toBe(
        true,
      );
    },
  );

  it('11: a proxy is set by address or by service, and the other one can be unset', () => {
    const both = WRITING.filter(
      (line) => line.startsWith('set ') && line.includes('-IPAddress') && line.includes('-proxyAuthService'),
    );
    expect(both).toEqual([]);
    expect(unsetCallhome(['proxyService'])).toBe('unset callhome -proxyAuthService');
  });

  it('12: a heartbeat that is not printed is unknown, not 7 and not 30', () => {
    expect(parseShowCallhome('E-mail address configured:a@example.com').heartbeatIntervalDays).toBeNull();
  });

  it('13: no line that changes something names a node', () => {
    expect(WRITING.filter((line) => /nodeid/i.test(line))).toEqual([]);
  });

  it('14: a registration has several words, of several letters each', () => {
    const line = 'Callhome status: ENABLED, HOSTNAME RESOLUTION FAILED';
    expect(parseShowCallhome(line).registration).toEqual(['ENABLED', 'HOSTNAME RESOLUTION FAILED']);
  });

  it('15: no power supply is read by number: nothing asks for the sensors', () => {
    expect(READING.filter((line) => /-detail|snmpwalk|health/i.test(line))).toEqual([]);
  });

  it('16: hardware that is absent has not failed', () => {
    const [trigger] = parseShowCallhome('4) SSL card failure N/A N/A N/A').triggers;
    expect(trigger).toMatchObject({ state: 'not-applicable', latest: 'not-applicable' });
    expect(parseStatSsl('# SSL cards present  0\n# SSL cards UP  0')).toMatchObject({ cardsPresent: 0, cardsUp: 0 });
  });

  it('17: a primary without a peer is no pair', () => {
    expect(parseShowHaNode('1) Node ID: 0\nMaster State: Primary')).toMatchObject({
      local: { role: 'primary' },
      peer: null,
    });
  });

  it('18: a block may lack lines, and an address may carry a name', () => {
    const output =
      '1) Node ID: 0\nIP: 192.0.2.1 (a)\nNode State: UP\n2) Node ID: 1\nIP: 192.0.2.2\nMaster State: Secondary';
    expect(parseShowHaNode(output)).toMatchObject({
      local: { ip: '192.0.2.1', hostName: 'a', masterState: null, role: 'unknown' },
      peer: { ip: '192.0.2.2', hostName: null, nodeState: null, role: 'secondary' },
      unrecognised: [],
    });
  });

  it('19: a secondary is known before anything is saved on it', () => {
    expect(parseShowNsConfig('Node: Secondary').node).toBe('Secondary');
    expect(classifyRefusal('You are connected to a secondary node; ...').kind).toBe('secondary-node');
  });

  it('20: a member of a cluster is known, and so is the address to write to', () => {
    expect(parseShowClusterInstance('1)Cluster ID: 1').clusterId).toBe(1);
    expect(parseShowNsIp('1) 192.0.2.10  0  CLIP  Active  Enabled  Enabled  NA  Enabled').clusterIp).toBe('192.0.2.10');
  });

  it('22: no number is read abbreviated', () => {
    expect(READING.filter((line) => line.startsWith('stat ') && !line.endsWith(' -fullValues'))).toEqual([]);
  });

  it.each(['collector_P_192.0.2.3_7May2022_13_25.tar.gz', 'collector_S_192.0.2.3_22Oct2025_1_31.tgz'])(
    '23: the archive is the file, of any date and ending, not the link: %s',
    (name) => {
      const line = `/var/tmp/support/support.tgz  ---- points to ---> /var/tmp/support/${name}`;
      expect(parseShowTechsupport(line).archivePath).toBe(`/var/tmp/support/${name}`);
    },
  );

  it('24: no line can carry a password or a token', () => {
    expect([...READING, ...WRITING].filter((line) => /password|token|-proxy |@.*@| -upload/i.test(line))).toEqual([]);
  });

  it('25: no line adds a listener, so none of the class that never hears of Call Home', () => {
    expect([...READING, ...WRITING].filter((line) => /snmp trap|generic/i.test(line))).toEqual([]);
  });

  it('26: the interval of an alarm is read past: one trap a day is not one a poll', () => {
    expect(parseShowSnmpAlarm('Alarm: HARD-DISK-DRIVE-ERRORS\nState: ENABLED\nTime: 86400')).toMatchObject({
      state: 'enabled',
      unrecognised: [],
    });
  });

  it('29: a save by another session is waited for', () => {
    expect(new TranscriptError('DEVICE_REFUSED', { message: 'Operation already in progress' }).retryable).toBe(true);
    expect(new TranscriptError('DEVICE_REFUSED', { message: 'Operation not permitted' }).retryable).toBe(false);
  });

  it('30: whether changes are unsaved is what the appliance says, and no line fetches a configuration to compare', () => {
    expect(parseShowNsConfig('Config Changed since Last Saved Config: FALSE').unsavedChanges).toBe(false);
    expect(READING.filter((line) => /runningconfig|savedconfig|ns\.conf|diff/i.test(line))).toEqual([]);
  });
});
