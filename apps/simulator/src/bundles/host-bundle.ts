import type { SimulatedHost } from '../fleet/appliance.js';
import { renderRecords, type Field } from '../svm/render-records.js';
import { applianceRecord, networkRecord, systemStatusRecord } from '../svm/host-records.js';
import { hardwareRecords, logicalDriveRecords, physicalDriveRecords } from '../svm/health-records.js';
import { powerSupplyRecords } from '../svm/sensor-records.js';
import { adcEntries } from './adc-bundle.js';
import { logLines } from './log-lines.js';
import type { BundleEntry, BundleOrder } from './bundle-writer.js';

/** Directory of a Management Service that holds its support bundles. */
export const HOST_BUNDLE_DIRECTORY = '/var/mps/tech_support';

/** What `do techsupport` was asked for. */
export interface HostBundleRequest {
  readonly fileName: string;
  readonly mode: string;
  readonly withManagementService: boolean;
  readonly withXenServer: boolean;
  /** Addresses of the instances whose own bundle goes in. */
  readonly instances: readonly string[];
}

/** The archive of a host: a tree for each of Management Service, hypervisor and instances. */
export function hostBundle(host: SimulatedHost, request: HostBundleRequest, now: number): BundleOrder {
  const entries: BundleEntry[] = [];
  if (request.withManagementService) entries.push(...managementEntries(host, now));
  if (request.withXenServer) entries.push(...xenEntries(host));
  for (const instance of host.instances) {
    if (request.instances.includes(instance.address)) {
      entries.push(...adcEntries(instance, now, `collector_P_${instance.address}`));
    }
  }
  return {
    path: `${HOST_BUNDLE_DIRECTORY}/${request.fileName}`,
    mode: request.mode,
    entries,
    fillerName: `Management_Service/var/mps/log/mps_core`,
  };
}

function managementEntries(host: SimulatedHost, now: number): BundleEntry[] {
  const block = (record: readonly Field[]): string =>
    renderRecords({ records: [record], layout: 'block', style: 'label' });
  const list = (records: readonly (readonly Field[])[]): string =>
    renderRecords({ records, layout: 'list', style: 'label' });
  const top = 'Management_Service';
  return [
    { name: `${top}/shell/systemstatus.txt`, text: block(systemStatusRecord(host, now)) },
    { name: `${top}/shell/networkconfig.txt`, text: block(networkRecord(host)) },
    { name: `${top}/shell/appliance.txt`, text: block(applianceRecord(host, now)) },
    { name: `${top}/shell/physical_disk.txt`, text: list(physicalDriveRecords(host, host.drives)) },
    { name: `${top}/shell/logical_disk.txt`, text: list(logicalDriveRecords(host, undefined)) },
    { name: `${top}/shell/health_hw.txt`, text: list(hardwareRecords(host)) },
    { name: `${top}/shell/health_misc.txt`, text: list(powerSupplyRecords(host)) },
    {
      name: `${top}/var/mps/log/mps_service.log`,
      text: logLines({ address: host.address, until: now, bytes: 240_000 }),
    },
  ];
}

function xenEntries(host: SimulatedHost): BundleEntry[] {
  const top = 'bug-report';
  return [
    {
      name: `${top}/sdx-inventory`,
      text: `SDX_PLATFORM='${host.model.platform}'\nSDX_PLATFORM_SBI='${host.build}-sdx'\n`,
    },
    { name: `${top}/xensource-inventory`, text: `PRODUCT_VERSION='7.1.2'\nMANAGEMENT_ADDRESS_TYPE='IPv4'\n` },
    {
      name: `${top}/dmidecode.out`,
      text: `System Information\n\tProduct Name: NSSDX-${host.model.platform}\n\tSerial Number: ${host.serial}\n`,
    },
  ];
}
