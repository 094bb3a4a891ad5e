/**
 * Names and numbers of the vendor's NS-ROOT-MIB (13.1, dated 2023-05-12) that a trap of ours carries, so that receivers
 * that understand an appliance's own traps understand these.
 */
const ROOT = '1.3.6.1.4.1.5951';
const EVENTS = `${ROOT}.1.1.0`;
const VARBINDS = `${ROOT}.4.1.10.2`;

/** Identities of traps (`netScalerEventsV2`). */
export const TRAP_OIDS = {
  powerSupplyFailed: `${EVENTS}.82`,
  powerSupplyNormal: `${EVENTS}.83`,
  platformRateLimitPktDrop: `${EVENTS}.113`,
  sslCardFailed: `${EVENTS}.117`,
  sslCardNormal: `${EVENTS}.118`,
  warmRestartEvent: `${EVENTS}.119`,
  hardDiskDriveErrors: `${EVENTS}.120`,
  compactFlashErrors: `${EVENTS}.121`,
  callHomeUploadEvent: `${EVENTS}.122`,
  adcAnomaly: `${EVENTS}.222`,
  adcAnomalyClear: `${EVENTS}.223`,
} as const;
export type TrapName = keyof typeof TRAP_OIDS;

/** Variables, as instances (`.0`). */
export const VARBIND_OIDS = {
  sysIpAddress: `${ROOT}.4.1.1.2.0`,
  sslCardStatusMsg: `${VARBINDS}.33.0`,
  callHomeUploadEventStatusMsg: `${VARBINDS}.34.0`,
  adcAnomalyMessage: `${VARBINDS}.88.0`,
} as const;
export type VarbindName = keyof typeof VARBIND_OIDS;
