import { isIPv4 } from 'node:net';
import type { ConditionCode } from '../../../callhome/src/index.js';
import type { TrapName, VarbindName } from './vendor-oids.js';

/** A trap in the vendor's words. */
export interface TrapMessage {
  readonly trap: TrapName;
  readonly variables: readonly { readonly name: VarbindName; readonly value: string }[];
}

/** What is told. `address`: of the appliance it is about. */
export type TrapEvent =
  | { readonly kind: 'upload'; readonly address: string; readonly status: string }
  | {
      readonly kind: 'raised' | 'cleared';
      readonly code: ConditionCode;
      readonly address: string;
      readonly title: string;
    };

interface Words {
  readonly raised: TrapName;
  /** Null: the vendor has no trap that says that it is over. */
  readonly cleared: TrapName | null;
  /** The variable that takes the title; null: there is none. */
  readonly text: VarbindName | null;
}

// The vendor does not say that a memory anomaly of Call Home raises `adcAnomaly`; it is the only trap about anomalies.
const WORDS: Readonly<Record<ConditionCode, Words>> = {
  'compact-flash-error': { raised: 'compactFlashErrors', cleared: null, text: null },
  'hard-disk-error': { raised: 'hardDiskDriveErrors', cleared: null, text: null },
  'power-supply-failure': { raised: 'powerSupplyFailed', cleared: 'powerSupplyNormal', text: null },
  'ssl-card-failure': { raised: 'sslCardFailed', cleared: 'sslCardNormal', text: 'sslCardStatusMsg' },
  'warm-restart': { raised: 'warmRestartEvent', cleared: null, text: null },
  'memory-anomaly': { raised: 'adcAnomaly', cleared: 'adcAnomalyClear', text: 'adcAnomalyMessage' },
  'rate-limit-drop': { raised: 'platformRateLimitPktDrop', cleared: null, text: null },
};

/** `sysIpAddress` holds IPv4 only. */
const NO_ADDRESS = '0.0.0.0';

/**
 * Puts an event into the vendor's words. Counters that the vendor sends along and nobody here knows are left out, not
 * invented. Null: the vendor has no trap for it.
 */
export function trapFor(event: TrapEvent): TrapMessage | null {
  const address = { name: 'sysIpAddress' as const, value: isIPv4(event.address) ? event.address : NO_ADDRESS };
  if (event.kind === 'upload') {
    return {
      trap: 'callHomeUploadEvent',
      variables: [{ name: 'callHomeUploadEventStatusMsg', value: event.status }, address],
    };
  }
  const words = WORDS[event.code];
  const trap = words[event.kind];
  if (trap === null) return null;
  return { trap, variables: [...(words.text === null ? [] : [{ name: words.text, value: event.title }]), address] };
}
