import { stableUuid } from '../fleet/build-fleet.js';
import type { SimulatedHost } from '../fleet/appliance.js';
import { chipTotals } from '../fleet/chip-allotment.js';
import { buildDate } from '../adc/release.js';
import { instanceState, UNITS_PER_CHIP } from './instance-records.js';
import { fields, type Field, type FieldRow } from './render-records.js';
import { uptimeText } from './uptime-text.js';

const XEN_VERSION = '7.1.2';

/** Name of the hypervisor of a host. */
export function xenName(host: SimulatedHost): string {
  return `${host.name}-xen`;
}

/** `show hostname` */
export function hostnameRecord(host: SimulatedHost): Field[] {
  return fields(['Host Name', 'hostname', `${host.name}-svm`], ['Hypervisor Host Name', 'xen_hostname', xenName(host)]);
}

/** `show systemstatus` at `now` (epoch ms) */
export function systemStatusRecord(host: SimulatedHost, now: number): Field[] {
  return fields(
    ['Product Name', 'product', 'NetScaler SDX'],
    ['Platform', 'platform', host.model.platform],
    ['Build', 'build_number', `${host.build}, Date: ${buildDate(host.build, false)}`],
    ['Serial Number', 'serial', host.serial],
    ['Host Id', 'hostid', host.hostId],
    ['Uptime', 'uptime', uptimeText(now - host.bootedAt)],
  );
}

/** `show networkconfig` */
export function networkRecord(host: SimulatedHost): Field[] {
  const prefix = host.address.replace(/\.\d+$/, '');
  return fields(
    ['Network Interface', 'network_interface', 'LA Management'],
    ['XenServer IP Address', 'xen_ip_address', host.xenAddress],
    [host.traits.repeatsNetmask ? 'Netmask' : 'XEN Netmask', 'xen_netmask', '255.255.255.0'],
    ['Management Service IP Address', 'svm_ip_address', host.address],
    ['Netmask', 'netmask', '255.255.255.0'],
    ['Gateway', 'gateway', `${prefix}.254`],
    ['DNS', 'dns', `${prefix}.253`],
  );
}

/** `show appliance` at `now` (epoch ms): the hypervisor */
export function applianceRecord(host: SimulatedHost, now: number): Field[] {
  const used = host.instances.reduce((sum, instance) => sum + instance.memoryMb, 0) / 1024;
  return fields(
    ['Name', 'name', xenName(host)],
    ['IP Address', 'ip_address', host.xenAddress],
    ['Version', 'version_short', XEN_VERSION],
    ['UUID', 'uuid', stableUuid(host.name)],
    ['Serial Number', 'serialnumber', host.serial],
    ['Total CPUs', 'number_of_cpu', host.model.cpus],
    ['CPU Usage', 'cpu_usage', '11.20 %'],
    ['Total Memory', 'memory_total', `${host.model.memoryGb} GB`],
    ['Free Memory', 'memory_free', `${Math.max(0, Math.floor(host.model.memoryGb - 24 - used))} GB`],
    ...cryptoRows(host),
    ['Uptime', 'uptime', uptimeText(now - host.bootedAt)],
  );
}

/** Totals in the unit the host counts in; in units the number of devices stands beside them. */
function cryptoRows(host: SimulatedHost): FieldRow[] {
  const { total, free } = chipTotals(host);
  if (host.traits.cryptoUnit === 'chips') {
    return [
      ['Total SSL Cores', 'ssl_cores_total', total],
      ['Free SSL Cores', 'ssl_cores_free', free],
    ];
  }
  return [
    ['Total ACU', 'acu_total', total * UNITS_PER_CHIP.acu],
    ['Free ACU', 'acu_free', free * UNITS_PER_CHIP.acu],
    ['Total SCU', 'scu_total', total * UNITS_PER_CHIP.scu],
    ['Free SCU', 'scu_free', free * UNITS_PER_CHIP.scu],
    ['Crypto Devices', 'total_crypto_devices', total],
  ];
}

/** `show license` */
export function licenseRecord(host: SimulatedHost): Field[] {
  const throughput = host.instances.reduce((sum, instance) => sum + instance.throughputMbps, 0);
  const { maxInstances, maxThroughputMbps, platform } = host.model;
  return fields(
    ['Platform', 'platform', platform],
    ['Maximum Number of Instances', 'max_number_of_instances', maxInstances],
    [
      'Available Number of Instances',
      'available_number_of_instances',
      Math.max(0, maxInstances - host.instances.length),
    ],
    ['Maximum Throughput', 'max_throughput', `${maxThroughputMbps} Mbps`],
    ['Available Throughput', 'available_throughput', `${Math.max(0, maxThroughputMbps - throughput)} Mbps`],
  );
}

/** `show manageddevice` at `now` (epoch ms): the hypervisor first, then the instances */
export function managedDeviceRecords(host: SimulatedHost, now: number): Field[][] {
  const xen = fields(
    ['Name', 'name', xenName(host)],
    ['IP Address', 'ip_address', host.xenAddress],
    ['Type', 'type', 'Xen'],
    ['Instance State', 'instance_state', host.frozen === null ? 'Up' : 'Down'],
    ['Version', 'version', XEN_VERSION],
  );
  const instances = host.instances.map((instance) =>
    fields(
      ['Name', 'name', instance.name],
      ['IP Address', 'ip_address', instance.address],
      ['Type', 'type', 'NS'],
      ['Instance State', 'instance_state', instanceState(instance, now)],
      ['Version', 'version', instance.halted ? '' : instance.build],
    ),
  );
  return [xen, ...instances];
}
