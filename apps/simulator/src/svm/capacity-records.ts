import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { stableHex } from '../fleet/build-fleet.js';
import { virtualFunctions } from '../fleet/chip-allotment.js';
import { instanceId, instanceState } from './instance-records.js';
import { fields, type Field } from './render-records.js';

function usedThroughput(host: SimulatedHost): number {
  return host.instances.reduce((sum, instance) => sum + instance.throughputMbps, 0);
}

/** `show capacity`: what of a pooled licence is checked out; a host with a licence of its own has the same rows */
export function capacityRecord(host: SimulatedHost): Field[] {
  const { maxInstances, maxThroughputMbps } = host.model;
  return fields(
    ['Id', 'id', stableHex(`capacity:${host.name}`).slice(0, 16)],
    ['Edition', 'edition', 'Platinum'],
    ['Total Bandwidth', 'total_bandwidth', `${maxThroughputMbps} Mbps`],
    ['Available Bandwidth', 'available_bandwidth', `${Math.max(0, maxThroughputMbps - usedThroughput(host))} Mbps`],
    ['Total Instances', 'total_instances', maxInstances],
    ['Available Instances', 'available_instances', Math.max(0, maxInstances - host.instances.length)],
  );
}

/** `show platform_specs` */
export function platformRecord(host: SimulatedHost): Field[] {
  const { platform, cpus, memoryGb, chips, maxInstances, maxThroughputMbps, driveSizesGb } = host.model;
  return fields(
    ['Platform', 'platform', platform],
    ['Total CPUs', 'number_of_cpu', cpus],
    ['Total Memory', 'memory_total', `${memoryGb} GB`],
    ['Total Crypto Devices', 'total_crypto_devices', chips],
    ['Maximum Number of Instances', 'max_number_of_instances', maxInstances],
    ['Maximum Throughput', 'max_throughput', `${maxThroughputMbps} Mbps`],
    ['RAID', 'raid', driveSizesGb.length > 0 ? 'Yes' : 'No'],
  );
}

/** `show vmdevice`, for the instances given at `now` (epoch ms): the virtual machines behind the instances */
export function machineRecords(host: SimulatedHost, instances: readonly SimulatedInstance[], now: number): Field[][] {
  return instances.map((instance) =>
    fields(
      ['Id', 'id', instanceId(instance)],
      ['Name', 'name', instance.name],
      ['IP Address', 'ip_address', instance.address],
      ['Host IP Address', 'host_ip_address', host.xenAddress],
      ['VM State', 'vm_state', instance.halted ? 'Halted' : 'Running'],
      ['Instance State', 'instance_state', instanceState(instance, now)],
      ['Total VM Memory', 'vm_memory_total', `${instance.memoryMb} MB`],
      ['VM Memory Usage', 'vm_memory_usage', instance.halted ? '0 %' : '38.20 %'],
      ['VM CPU Usage', 'vm_cpu_usage', instance.halted ? '0 %' : '4.10 %'],
      ['Throughput', 'throughput', `${instance.throughputMbps} Mbps`],
      ['SSL Virtual Functions', 'ssl_virtual_functions', instance.halted ? '' : virtualFunctions(instance)],
      ['Disk Space', 'disk_space', '20 GB'],
    ),
  );
}

/** `show managedDeviceSummary` */
export function deviceSummaryRecords(host: SimulatedHost, now: number): Field[][] {
  const up = host.instances.filter((instance) => instanceState(instance, now) === 'Up').length;
  const row = (type: string, total: number, reachable: number): Field[] =>
    fields(['Type', 'type', type], ['Total', 'total', total], ['Up', 'up', reachable]);
  return [row('Xen', 1, host.frozen === null ? 1 : 0), row('NS', host.instances.length, up)];
}

/** `show deviceLicenseInfo` */
export function deviceLicenseRecords(host: SimulatedHost): Field[][] {
  return host.instances.map((instance) =>
    fields(
      ['Name', 'name', instance.name],
      ['License', 'license', 'platinum'],
      ['Throughput', 'throughput', `${instance.throughputMbps} Mbps`],
    ),
  );
}

/** `show licensefile` */
export function licenseFileRecords(host: SimulatedHost): Field[][] {
  return [fields(['File Name', 'file_name', `SDX_${host.serial}_platform.lic`], ['File Size', 'file_size', 1147])];
}

/** `show hostinterface` */
export function interfaceRecords(host: SimulatedHost): Field[][] {
  const ports = ['0/1', '0/2', '10/1', '10/2', '10/3', '10/4'];
  return ports.map((port, at) =>
    fields(
      ['Port', 'port', port],
      ['Mapped Port', 'mapped_port', `eth${at}`],
      ['State', 'state', port === '10/4' ? 'DOWN' : 'UP'],
      ['Rx Errors', 'rx_errors', 0],
      ['Tx Errors', 'tx_errors', 0],
      ['VF Total', 'vf_total', at < 2 ? 0 : 40],
      ['VF Assigned', 'vf_assigned', at < 2 ? 0 : host.instances.length],
    ),
  );
}

/** `show cpucoreusage` */
export function coreRecords(host: SimulatedHost): Field[][] {
  const cores = Math.min(8, host.model.cpus / 2);
  return Array.from({ length: cores }, (_, core) =>
    fields(
      ['Core Number', 'core_number', core],
      ['Core Usage', 'cpu_core_usage', `${(4 + core * 1.5).toFixed(2)} %`],
      ['Instances', 'hosts', host.instances[core]?.name ?? ''],
    ),
  );
}

/** `show singlebundleinfo` */
export function bundleInfoRecord(host: SimulatedHost): Field[] {
  return fields(['Version', 'version', host.build], ['File Name', 'file_name', `build-sdx-${host.build}.tgz`]);
}

/** `show systemimage`, `show xenhotfix` and their like: nothing has been copied to the host */
export function noRecords(): Field[][] {
  return [];
}

/** `show systemsession`: the one that asks */
export function sessionRecords(): Field[][] {
  return [fields(['User Name', 'username', 'nsroot'], ['Client Type', 'client_type', 'CLI'])];
}

/** `show snmpalarm` */
export function alarmRecords(): Field[][] {
  return ['powerSupplyFailed', 'physicalDriveFailed', 'logicalDriveFailed', 'cpuTempError'].map((name) =>
    fields(
      ['Name', 'name', name],
      ['Enable', 'enable', 'true'],
      ['Severity', 'severity', 'Major'],
      ['Time', 'time', 0],
    ),
  );
}
