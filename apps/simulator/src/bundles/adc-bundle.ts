import { nsConf } from '../adc/ns-conf.js';
import { onDevice } from '../adc/device-clock.js';
import { bundleTime } from '../adc/local-time.js';
import { showCallhome } from '../adc/show-callhome.js';
import { showConfig, showHaNode, showInfo, showVersion } from '../adc/show-facts.js';
import { platformText, showHardware } from '../adc/show-hardware.js';
import { showLicense } from '../adc/show-license.js';
import { statSsl, statSystem } from '../adc/show-stats.js';
import { bsdUptime, dateLine, kernelBootTime } from '../adc/shell-commands.js';
import type { SimulatedInstance } from '../fleet/appliance.js';
import { logLines } from './log-lines.js';
import type { BundleEntry, BundleOrder } from './bundle-writer.js';

/** Directory of an instance that holds its support bundles and the link to the newest. */
export const ADC_BUNDLE_DIRECTORY = '/var/tmp/support';

const FULL = { detail: true, fullValues: true } as const;

/** The bundle `show techsupport` writes at `now` (epoch ms): one top folder named like the archive. */
export function adcBundle(instance: SimulatedInstance, now: number): BundleOrder {
  const name = `collector_${instance.role === 'Primary' ? 'P' : 'S'}_${instance.address}_${bundleTime(onDevice(instance, now))}`;
  return {
    path: `${ADC_BUNDLE_DIRECTORY}/${name}.tar.gz`,
    mode: 'NODE',
    entries: adcEntries(instance, now, name),
    fillerName: `${name}/var/nslog/newnslog`,
  };
}

/** The files of an instance's bundle under the folder `top`. */
export function adcEntries(instance: SimulatedInstance, now: number, top: string): BundleEntry[] {
  const shown = (command: string, text: string): string => `exec: ${command}\n${text} Done\n`;
  const files: readonly (readonly [string, string])[] = [
    ['nsconfig/ns.conf', nsConf(instance, instance.saved)],
    [
      'shell/showcmds.txt',
      [
        shown('show ns version', `\tNode: ${instance.address}\n${showVersion(instance)}`),
        shown('show ns hardware', showHardware(instance)),
        shown('show ns config', showConfig(instance, now)),
        shown('show ns info', showInfo(instance, now)),
        shown('show ns license', showLicense(instance)),
        shown('show ha node', showHaNode(instance, now)),
        shown('show callhome', showCallhome(instance)),
      ].join('\n'),
    ],
    [
      'shell/statcmds.txt',
      [shown('stat ssl', statSsl(instance, FULL)), shown('stat system -detail', statSystem(instance, FULL))].join('\n'),
    ],
    ['shell/ns_running_config.conf', nsConf(instance, instance.running)],
    ['shell/sysctl-a.out', sysctl(instance)],
    ['shell/uptime.out', bsdUptime(instance, now)],
    ['shell/date.out', dateLine(instance, now)],
    ['shell/uname-a.out', `FreeBSD ${instance.name} 11.4-NETSCALER-13.1 FreeBSD 11.4-NETSCALER amd64\n`],
    ['shell/df-akin.out', DISK_USAGE],
    ['shell/dmesg-a.out', DMESG],
    ['shell/nsp.out', 'nsppe  PID 612  CPU 1\n'],
    ['shell/top-b.out', 'last pid: 41288;  load averages:  0.31,  0.22,  0.20\n'],
    ['shell/mgmtcpupercent.txt', '4.0\n3.8\n4.1\n'],
    ['var/nslog/dmesg.boot', DMESG],
    ['var/nslog/ns.log', logLines({ address: instance.address, until: now, bytes: 270_000 })],
    ['var/log/license.log', 'License file: /nsconfig/license/platform.lic\nCitrix Startup License Diagnostic: OK\n'],
    ['var/nsinstall/installns_state', `VERSION="${instance.build}"\nSTATE="done"\n`],
  ];
  return files.map(([name, text]) => ({ name: `${top}/${name}`, text }));
}

function sysctl(instance: SimulatedInstance): string {
  return [
    `netscaler.serial: ${instance.serial}`,
    `netscaler.descr: ${platformText(instance).replace(/ \d+$/, '')}`,
    `netscaler.sysid: ${/\d+$/.exec(platformText(instance))?.[0] ?? ''}`,
    `kern.boottime: ${kernelBootTime(instance)}`,
    'kern.ostype: FreeBSD',
    '',
  ].join('\n');
}

const DISK_USAGE = [
  'Filesystem   1K-blocks    Used   Avail Capacity  Mounted on',
  '/dev/md0        462382  451220    1914   100%    /',
  '/dev/ad0s1a    1623134  221734 1271550    15%    /flash',
  '/dev/ad0s1e   14195342 3066318 9993398    23%    /var',
  '',
].join('\n');

const DMESG = [
  'Copyright (c) 1992-2020 The FreeBSD Project.',
  'CPU: Intel(R) Xeon(R) CPU E5-2680 v2 @ 2.80GHz (2900.00-MHz K8-class CPU)',
  'real memory  = 4294967296 (4096 MB)',
  'ad0: 20480MB <Virtual disk> at ata0-master UDMA33',
  'Trying to mount root from ufs:/dev/md0',
  '',
].join('\n');
