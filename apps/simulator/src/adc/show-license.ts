import type { LicenseSource } from '../fleet/adc-traits.js';
import type { SimulatedInstance } from '../fleet/appliance.js';
import { FEATURE_NAMES } from './features.js';

interface LicenseText {
  readonly model: string | null;
  readonly type: string;
  readonly mode: string;
  readonly daysLeft: string | null;
}

/** Closing lines of `show ns license`; the words of a central licence are those of its check-in and check-out. */
const LICENSE_TABLE: Readonly<Record<LicenseSource, LicenseText>> = {
  local: { model: '10000', type: 'Platinum License', mode: 'Local', daysLeft: null },
  express: { model: null, type: 'Standard License', mode: 'Express', daysLeft: null },
  pooled: { model: '1000', type: 'Platinum License', mode: 'Pooled', daysLeft: '0' },
  central: { model: '1000', type: 'Enterprise License', mode: 'CICO', daysLeft: '27' },
};

const NEVER_LICENSED: readonly string[] = ['CloudBridge', 'ISIS', 'RISE', 'LSN'];
const NOT_IN_EXPRESS: readonly string[] = [
  ...NEVER_LICENSED,
  'SP',
  'GSLB',
  'IC',
  'AppFw',
  'FEO',
  'Rep',
  'ForwardProxy',
];

/** `show ns license` without its ` Done`; labels stand right-aligned before their colons. */
export function showLicense(instance: SimulatedInstance): string {
  const source = instance.traits.license;
  const without = source === 'express' ? NOT_IN_EXPRESS : NEVER_LICENSED;
  const { model, type, mode, daysLeft } = LICENSE_TABLE[source];
  const line = (label: string, value: string): string => `\t${`${label}:`.padStart(37)} ${value}\n`;
  return [
    '\tLicense status:\n',
    ...FEATURE_NAMES.map(([name, acronym]) => line(name, without.includes(acronym) ? 'NO' : 'YES')),
    model === null ? '' : line('Model Number ID', model),
    line('License Type', type),
    line('Licensing mode', mode),
    daysLeft === null ? '' : line('Days to expiration', daysLeft),
  ].join('');
}

/** `show ns capacity` without its ` Done`: what was taken from a pool; nothing to show where there is none */
export function showCapacity(instance: SimulatedInstance): string {
  const { license } = instance.traits;
  if (license !== 'pooled' && license !== 'central') return '';
  const edition = LICENSE_TABLE[license].type.replace(' License', '');
  const rows: readonly (readonly [string, string | number])[] = [
    ['Actual Bandwidth', instance.throughputMbps],
    ['Max vCPU Count', instance.cores],
    ['Edition', edition],
    ['Unit', 'Mbps'],
    ['Bandwidth', instance.throughputMbps],
    ['Max Bandwidth', 40_000],
    ['Min Bandwidth', 10],
    ['Instance Count', license === 'pooled' ? 1 : 0],
  ];
  return rows.map(([label, value]) => `\t${label}: ${value}\n`).join('');
}

/** `show ns licenseserver` without its ` Done` */
export function showLicenseServer(instance: SimulatedInstance): string {
  const { license } = instance.traits;
  if (license !== 'pooled' && license !== 'central') return '';
  const server = `${instance.address.replace(/\.\d+$/, '')}.200`;
  return `1)\tServer Name: ${server}\n\tPort: 27000\n\tStatus: 1\n\tGrace: 0\n`;
}
