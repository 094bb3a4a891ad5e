import type { SimulatedInstance } from '../fleet/appliance.js';
import { stableHex, stableUuid } from '../fleet/build-fleet.js';
import { mpxModelOf } from '../fleet/mpx-models.js';
import { isReleaseAtLeast } from './release.js';

/** System id of a VPX on a hypervisor that is no SDX; this one is that of ESX. */
const VPX_SYSTEM_ID = '450010';

/** The line after `Platform:`. The SDX model follows `NSSDX` after a blank on old builds and after a dash on newer ones. */
export function platformText(instance: SimulatedInstance): string {
  if (instance.mpxPlatform !== null) {
    return `NSMPX-${instance.mpxPlatform} ${mpxModelOf(instance.mpxPlatform).fitted}`;
  }
  if (instance.host === null) return `NetScaler Virtual Appliance ${VPX_SYSTEM_ID}`;
  const joint = isReleaseAtLeast(instance.build, 12, 0) ? '-' : ' ';
  return `NetScaler Virtual Appliance NSSDX${joint}${instance.host.model.platform} 450170`;
}

/** `show ns hardware`. Real boxes write the date of manufacture in two orders, and name an MPX by a number. */
export function showHardware(instance: SimulatedInstance): string {
  const isMpx = instance.form === 'mpx';
  const lines = [
    `Platform: ${platformText(instance)}`,
    `Manufactured on: ${isMpx ? '12/8/2013' : '11/14/2021'}`,
    'CPU: 2900MHZ',
    `Host Id: ${isMpx ? hostNumber(instance) : hostMac(instance)}`,
    `Serial no: ${instance.serial}`,
    `Encoded serial no: ${instance.serial}`,
    ...(isReleaseAtLeast(instance.build, 13, 0) ? [`Netscaler UUID: ${stableUuid(instance.name)}`] : []),
  ];
  return lines.map((line) => `\t${line}\n`).join('');
}

function hostMac(instance: SimulatedInstance): string {
  return stableHex(`mac:${instance.name}`).slice(0, 12);
}

function hostNumber(instance: SimulatedInstance): string {
  return String(1_000_000_000 + (Number.parseInt(stableHex(`mac:${instance.name}`).slice(0, 7), 16) % 100_000_000));
}
