import { defaultAdcConfig, withForeignChange } from '../adc/adc-config.js';
import { orderFeatures } from '../adc/features.js';
import { COMMON_ADC_TRAITS } from '../fleet/adc-traits.js';
import type { AdcConfig } from '../fleet/appliance.js';
import type { AdcOverrides } from '../fleet/build-fleet.js';
import { PLAIN_TERMINAL, type TerminalTraits } from '../fleet/terminal-traits.js';
import type { Scenario, ScenarioAdc, ScenarioTerminal } from './scenario-schema.js';

/** What Call Home is by default where a scenario names no build is that of the build nearly all have. */
const USUAL_BUILD = '13.1-53.17';

/** The keys of `value` that hold something. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A terminal of which each layer sets some traits; later ones win. */
export function mergedTerminal(...layers: readonly (ScenarioTerminal | undefined)[]): TerminalTraits {
  return layers.reduce<TerminalTraits>((merged, layer) => ({ ...merged, ...defined(layer ?? {}) }), PLAIN_TERMINAL);
}

/** What a scenario says of an ADC, its defaults included, as values for the one that is built at `now` (epoch ms). */
export function adcOverrides(given: ScenarioAdc, defaults: Scenario['defaults'], now: number): AdcOverrides {
  const entry: ScenarioAdc = {
    ...defaults?.adc,
    ...given,
    callhome: { ...defaults?.adc?.callhome, ...given.callhome },
  };
  const { timeZone, license, callhomeShape, rpcWarning, rawAttributes, forgetsCallhomeChoice } = entry;
  const skew = entry.clockSkewSeconds;
  const saysConfig = entry.unsavedChange === true || Object.keys(entry.callhome ?? {}).length > 0;
  const { name, serial, build, latencyMs, down, halted, chips, cores, memoryMb, throughputMbps, memoryPercent } = entry;
  return {
    ...defined({ name, serial, build, latencyMs, halted, chips, cores, memoryMb, throughputMbps, memoryPercent }),
    ...defined({ registration: entry.callhome?.registration, cardsFailed: entry.failedCards }),
    ...(down === true || halted === true ? { down: true } : {}),
    terminal: mergedTerminal(defaults?.terminal, defaults?.adc?.terminal, given.terminal),
    traits: {
      ...COMMON_ADC_TRAITS,
      ...defined({ timeZone, license, callhomeShape, rpcWarning, rawAttributes, forgetsCallhomeChoice }),
      ...(skew === undefined ? {} : { clockSkewMs: skew * 1000 }),
    },
    ...(saysConfig ? configsOf(entry) : {}),
    ...(entry.unsavedChange === true ? { changedAt: now } : {}),
  };
}

function configsOf({ callhome, build, unsavedChange }: ScenarioAdc): Pick<AdcOverrides, 'saved' | 'running'> {
  const saved = configOf(callhome ?? {}, build ?? USUAL_BUILD);
  return { saved, running: unsavedChange === true ? withForeignChange(saved) : saved };
}

function configOf(callhome: NonNullable<ScenarioAdc['callhome']>, build: string): AdcConfig {
  const config = defaultAdcConfig(build);
  const isOn = callhome.refused !== true && (callhome.enabled ?? config.features.includes('CH'));
  const { proxyAddress, proxyService, proxyPort } = callhome;
  return {
    ...config,
    features: orderFeatures([...config.features.filter((acronym) => acronym !== 'CH'), ...(isOn ? ['CH'] : [])]),
    callhomeRefused: callhome.refused === true,
    services:
      proxyService === undefined || config.services.includes(proxyService)
        ? config.services
        : [...config.services, proxyService],
    callhome: {
      ...config.callhome,
      emailAddress: callhome.emailAddress ?? null,
      heartbeatDays: callhome.heartbeatDays ?? null,
      proxyMode: proxyAddress !== undefined || proxyService !== undefined,
      ipAddress: proxyAddress ?? null,
      proxyAuthService: proxyAddress === undefined ? (proxyService ?? null) : null,
      port: proxyPort === undefined ? null : String(proxyPort),
    },
  };
}
