import { versionText } from '../adc/release.js';
import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { stableHex, stableUuid } from '../fleet/build-fleet.js';
import { chipsUp, virtualFunctions } from '../fleet/chip-allotment.js';
import { fields, type Field } from './render-records.js';

/** The opaque key by which the Management Service knows an instance. */
export function instanceId(instance: SimulatedInstance): string {
  return stableHex(instance.name);
}

/** `show ns`, for the instances given */
export function instanceRecords(host: SimulatedHost, instances: readonly SimulatedInstance[]): Field[][] {
  return instances.map((instance) => instanceRecord(host, instance));
}

function instanceRecord(host: SimulatedHost, instance: SimulatedInstance): Field[] {
  const halted = instance.halted;
  return fields(
    ['Id', 'id', instanceId(instance)],
    ['Name', 'name', instance.name],
    ['IP Address', 'ip_address', instance.address],
    ['Host IP Address', 'host_ip_address', host.xenAddress],
    ['UUID', 'uuid', stableUuid(instance.name)],
    ['Version', 'version', halted ? '' : versionText(instance.build, false)],
    ['VM State', 'vm_state', halted ? 'Halted' : 'Running'],
    ['Instance State', 'instance_state', halted || instance.down ? 'Down' : 'Up'],
    ['HA Master State', 'ha_master_state', halted ? '' : instance.role],
    ['HA Peer', 'ha_ip_address', instance.peer === null ? null : instance.peer.address],
    ['SSL Cores', 'number_of_ssl_cores', instance.chips],
    ['SSL Cores Up', 'number_of_ssl_cores_up', chipsUp(instance)],
    ['SSL Virtual Functions', 'ssl_virtual_functions', halted ? '' : virtualFunctions(instance)],
    ['Cores', 'number_of_cores', halted ? 0 : instance.cores],
    ['Memory', 'vm_memory_total', `${instance.memoryMb} MB`],
    ['Throughput', 'throughput', `${instance.throughputMbps} Mbps`],
    ['Disk Allocation', 'disk_allocation', host.drives.length >= 4 ? 'Bay 3-4' : 'Bay 1'],
  );
}
