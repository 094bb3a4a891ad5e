import type { ParsedShowCallhome, ParsedShowNsConfig, ParsedShowSnmpAlarm } from '../../../netscaler-cli/src/index.js';
import { WRITABLE_MODES } from '../settings/setting.js';
import type { Proxy, PushedKey } from '../settings/setting.js';

/** A stored part of the proxy that `unset` can clear. */
export type ProxyField = 'address' | 'service' | 'port';

/** What an appliance last showed of its Call Home settings. Written only by what has just read it. */
export interface ObservedCallHome {
  readonly enabled: boolean | null;
  /** Null with `emailAddress` in `shown`: there is none. Null without: not read. */
  readonly emailAddress: string | null;
  readonly heartbeatIntervalDays: number | null;
  readonly mode: string | null;
  /** Null: could not be read. */
  readonly proxy: Proxy | null;
  /** Parts that are still stored while the proxy is switched off; absent: none known. */
  readonly proxyResidue?: readonly ProxyField[];
  readonly uploadAlarm: boolean | null;
  /** True when the running configuration differs from the saved one, by whomever; null: not read. */
  readonly unsaved: boolean | null;
  /** Settings that this build prints at all. */
  readonly shown: readonly string[];
  /** For example `13.1`; null: not read. */
  readonly release: string | null;
}

/** What was read, parsed. Null: the command was not sent, failed, or the build lacks it. */
export interface CallHomeReadings {
  readonly callhome: ParsedShowCallhome | null;
  readonly feature: 'on' | 'off' | 'unknown';
  readonly config: Pick<ParsedShowNsConfig, 'changedSinceSaved'> | null;
  readonly release: string | null;
  /** The CALLHOME-UPLOAD-EVENT alarm. */
  readonly alarm?: Pick<ParsedShowSnmpAlarm, 'state'> | null;
}

/** Puts one appliance's readings together. What was not printed stays null: nothing is guessed, no default assumed. */
export function observeCallHome({ callhome, feature, config, release, alarm }: CallHomeReadings): ObservedCallHome {
  const enabled = enabledOf(feature, callhome);
  const uploadAlarm = alarm?.state === 'enabled' ? true : alarm?.state === 'disabled' ? false : null;
  const shown: PushedKey[] = [...(callhome?.shown ?? [])];
  if (enabled !== null) shown.push('enabled');
  if (uploadAlarm !== null) shown.push('uploadAlarm');
  return {
    enabled,
    emailAddress: callhome?.emailAddress ?? null,
    heartbeatIntervalDays: callhome?.heartbeatIntervalDays ?? null,
    mode: callhome === null ? null : modeOf(callhome.mode),
    proxy: callhome === null ? null : proxyOf(callhome),
    proxyResidue: callhome === null ? [] : residueOf(callhome),
    uploadAlarm,
    unsaved: config?.changedSinceSaved ?? null,
    shown,
    release,
  };
}

/** The feature table decides; `show callhome` prints the same as a status word on some builds (NITRO `callhomestatus`). */
function enabledOf(feature: 'on' | 'off' | 'unknown', callhome: ParsedShowCallhome | null): boolean | null {
  if (feature !== 'unknown') return feature === 'on';
  if (callhome?.registration.includes('ENABLED')) return true;
  return callhome?.registration.includes('DISABLED') ? false : null;
}

/** A known word in the letters that `set` takes; any other word as printed. */
function modeOf(word: string | null): string | null {
  return WRITABLE_MODES.find((mode) => mode.toLowerCase() === word?.toLowerCase()) ?? word;
}

function proxyOf({ proxyMode, proxyAddress, proxyService, proxyPort }: ParsedShowCallhome): Proxy | null {
  if (proxyMode === 'NO') return 'none';
  // Half a proxy is not a proxy: without its port, or with both forms at once, nothing can be said of it.
  if (proxyMode === null || proxyPort === null) return null;
  if (proxyAddress !== null && proxyService === null) return { address: proxyAddress, port: proxyPort };
  if (proxyService !== null && proxyAddress === null) return { service: proxyService, port: proxyPort };
  return null;
}

function residueOf({ proxyMode, proxyAddress, proxyService, proxyPort }: ParsedShowCallhome): ProxyField[] {
  if (proxyMode !== 'NO' || (proxyAddress === null && proxyService === null)) return [];
  const fields: ProxyField[] = [];
  if (proxyAddress !== null) fields.push('address');
  if (proxyService !== null) fields.push('service');
  if (proxyPort !== null) fields.push('port');
  return fields;
}
