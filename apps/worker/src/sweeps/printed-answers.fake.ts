import fs from 'node:fs';
import { adc, svm } from '../../../../libs/netscaler-cli/src/index.js';

const OUTPUTS = new URL('../../../../libs/netscaler-cli/src/', import.meta.url);
const printed = (path: string) => fs.readFileSync(new URL(`${path}.txt`, OUTPUTS), 'utf8');

/** What an instance in an HA pair prints for each reading command. */
export const INSTANCE_PRINTS: Readonly<Record<string, string>> = {
  [adc.show.nsVersion]: printed('adc/show-ns-version/transcripts/13.0-vpx-64-bit'),
  [adc.show.nsHardware]: printed('adc/show-ns-hardware/transcripts/13.1-vpx-on-sdx'),
  [adc.show.callhome]: printed('adc/show-callhome/transcripts/13.1-vpx-proxy-address'),
  [adc.show.nsFeature]: printed('adc/ns-feature/transcripts/13.1-table'),
  [adc.show.uploadAlarm]: printed('adc/snmp-alarm/transcripts/13.1-row'),
  [adc.show.nsConfig]: printed('adc/show-ns-config/transcripts/14.1-secondary-node'),
  [adc.show.statSystem]: printed('adc/stat-system/transcripts/13.1-memory-in-megabytes'),
  [adc.show.statSsl]: printed('adc/stat-ssl/transcripts/13.1-no-card'),
  [adc.show.clusterInstance]: printed('adc/show-cluster-instance/transcripts/13.1-no-cluster'),
  [adc.show.haNode]: printed('adc/show-ha-node/transcripts/12.0-secondary-of-two'),
  [adc.show.nsIp]: printed('adc/show-ns-ip/transcripts/13.1-cluster-member'),
  [adc.show.nsLicense]: printed('adc/show-ns-license/transcripts/13.1-vpx-local'),
  [adc.show.nsParam]: printed('adc/show-ns-param/transcripts/13.1-zone'),
};

/** What an SVM prints for each reading command: one drive and one SSL chip have failed. */
export const HOST_PRINTS: Readonly<Record<string, string>> = {
  [svm.show.systemstatus]: printed('svm/show-systemstatus/transcripts/13.1-labels'),
  [svm.show.appliance]: printed('svm/show-appliance/transcripts/13.1-labels'),
  [svm.show.ns]: printed('svm/show-ns/transcripts/13.1-labels'),
  [svm.show.raidPhysicalDrive]: printed('svm/raid-physical-drive/transcripts/13.1-one-failed'),
  [svm.show.raidLogicalDrive]: printed('svm/raid-logical-drive/transcripts/13.1-one-degraded'),
  [svm.show.systemhealthHardware]: printed('svm/systemhealth/transcripts/13.1-hardware'),
  [svm.show.systemhealthSoftware]: printed('svm/systemhealth/transcripts/13.1-software'),
  [svm.show.systemhealthStorageRepository]: printed('svm/storage-repository/transcripts/13.1-good'),
  [svm.show.systemhealthpowersupply]: printed('svm/systemhealth/transcripts/13.1-power-supplies'),
  [svm.show.systemhealthfanspeed]: printed('svm/systemhealth/transcripts/13.1-fans'),
  [svm.show.systemhealthtemperature]: printed('svm/systemhealth/transcripts/13.1-temperatures-raw'),
  [svm.show.networkconfig]: printed('svm/show-networkconfig/transcripts/13.1-labels'),
  [svm.show.timezone]: printed('svm/show-timezone/transcripts/13.1-labels'),
};

/** A session that prints what it is given, refuses every other command, and keeps what was sent. */
export function sessionPrinting(prints: Readonly<Record<string, string>>): {
  run: (command: string) => Promise<string>;
  sent: string[];
} {
  const sent: string[] = [];
  return {
    sent,
    run: (command) => {
      sent.push(command);
      return Promise.resolve(prints[command] ?? 'ERROR: No such command\n');
    },
  };
}

/** What no parser expects: control characters, half an escape, bytes that are no UTF-8, words, numbers beyond reason. */
export const GARBAGE = [
  'a\u0000b\u001b[31m\u001b]0;title\u0007\ufffd\ufffd\r\r\n\t%$§ 99999999999999999999999999999: ; {"x": [',
  '',
  '<html><body>502 Bad Gateway</body></html>',
  'Done',
  `${'9'.repeat(5_000)}\n`,
  '1) 2) 3) 4)\n1)\n:\n: :\n= =\n',
] as const;
