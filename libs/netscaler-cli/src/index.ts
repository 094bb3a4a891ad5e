export { TRANSCRIPT_ERRORS, TranscriptError, isBusyRefusal, isNotSupported, refusalKind } from './errors.js';
export type { TranscriptErrorCode } from './errors.js';
export { classifyRefusal } from './refusals.js';
export type { KnownRefusal, RefusalKind } from './refusals.js';
export { readDeviceTime } from './read-device-time.js';
export type { DeviceTime } from './read-device-time.js';
export type { Uptime } from './read-uptime.js';
export { uptimeBetween } from './uptime-between.js';
export { readReply } from './read-reply.js';
export type { Reply } from './read-reply.js';

export { adc } from './adc/adc-commands.js';
export { disableCallHome, enableCallHome } from './adc/ns-feature/switch-call-home.js';
export { saveConfig } from './adc/save-config/save-config.js';
export { setCallhome } from './adc/set-callhome/set-callhome.js';
export type { CallHomeProxy, SetCallhomeArguments } from './adc/set-callhome/set-callhome.js';
export { unsetCallhome } from './adc/set-callhome/unset-callhome.js';
export type { UnsetCallhomeKey } from './adc/set-callhome/unset-callhome.js';
export { setUploadAlarm } from './adc/snmp-alarm/set-upload-alarm.js';
export { callHomeFeature, parseShowNsFeature } from './adc/ns-feature/parse-show-ns-feature.js';
export type { NsFeature, ParsedShowNsFeature } from './adc/ns-feature/parse-show-ns-feature.js';
export { parseShowCallhome } from './adc/show-callhome/parse-show-callhome.js';
export type {
  CallHomeTrigger,
  ParsedShowCallhome,
  TriggerEvent,
  TriggerState,
  TriggerTime,
} from './adc/show-callhome/parse-show-callhome.js';
export type { ShownKey } from './adc/show-callhome/setting-labels.js';
export { parseShowClusterInstance } from './adc/show-cluster-instance/parse-show-cluster-instance.js';
export type {
  ClusterNode,
  ParsedShowClusterInstance,
} from './adc/show-cluster-instance/parse-show-cluster-instance.js';
export { parseShowClusterNode } from './adc/show-cluster-node/parse-show-cluster-node.js';
export type { ClusterMember, ParsedShowClusterNode } from './adc/show-cluster-node/parse-show-cluster-node.js';
export { parseShowHaNode } from './adc/show-ha-node/parse-show-ha-node.js';
export type { HaNode, ParsedShowHaNode } from './adc/show-ha-node/parse-show-ha-node.js';
export { parseShellDate } from './adc/shell-date/parse-shell-date.js';
export type { ParsedShellDate } from './adc/shell-date/parse-shell-date.js';
export { parseShowNsCapacity } from './adc/show-ns-capacity/parse-show-ns-capacity.js';
export type { ParsedShowNsCapacity } from './adc/show-ns-capacity/parse-show-ns-capacity.js';
export { parseShowNsConfig } from './adc/show-ns-config/parse-show-ns-config.js';
export type { ParsedShowNsConfig } from './adc/show-ns-config/parse-show-ns-config.js';
export { parseShowNsHardware } from './adc/show-ns-hardware/parse-show-ns-hardware.js';
export type { ParsedShowNsHardware } from './adc/show-ns-hardware/parse-show-ns-hardware.js';
export { parseShowNsHostname } from './adc/show-ns-hostname/parse-show-ns-hostname.js';
export type { ParsedShowNsHostname } from './adc/show-ns-hostname/parse-show-ns-hostname.js';
export { parseShowNsIp } from './adc/show-ns-ip/parse-show-ns-ip.js';
export type { NsIp, ParsedShowNsIp } from './adc/show-ns-ip/parse-show-ns-ip.js';
export { parseShowNsLicense } from './adc/show-ns-license/parse-show-ns-license.js';
export type {
  LicenseSource,
  LicensedFeature,
  ParsedShowNsLicense,
} from './adc/show-ns-license/parse-show-ns-license.js';
export type { LicenseEdition } from './adc/show-ns-license/license-edition.js';
export { parseShowNsLicenseserver } from './adc/show-ns-licenseserver/parse-show-ns-licenseserver.js';
export type {
  LicenseServer,
  ParsedShowNsLicenseserver,
} from './adc/show-ns-licenseserver/parse-show-ns-licenseserver.js';
export { parseShowNsParam } from './adc/show-ns-param/parse-show-ns-param.js';
export type { ParsedShowNsParam } from './adc/show-ns-param/parse-show-ns-param.js';
export { parseShowNsVersion } from './adc/show-ns-version/parse-show-ns-version.js';
export type { ParsedShowNsVersion } from './adc/show-ns-version/parse-show-ns-version.js';
export { parseShowSnmpAlarm } from './adc/snmp-alarm/parse-show-snmp-alarm.js';
export type { ParsedShowSnmpAlarm } from './adc/snmp-alarm/parse-show-snmp-alarm.js';
export { parseShowTechsupport } from './adc/show-techsupport/parse-show-techsupport.js';
export type { ParsedShowTechsupport } from './adc/show-techsupport/parse-show-techsupport.js';
export { parseStatNs } from './adc/stat-ns/parse-stat-ns.js';
export type { ParsedStatNs } from './adc/stat-ns/parse-stat-ns.js';
export { parseStatSsl } from './adc/stat-ssl/parse-stat-ssl.js';
export type { ParsedStatSsl } from './adc/stat-ssl/parse-stat-ssl.js';
export { parseStatSystem } from './adc/stat-system/parse-stat-system.js';
export type { ParsedStatSystem } from './adc/stat-system/parse-stat-system.js';
export { parseStatSystemMemory } from './adc/stat-system-memory/parse-stat-system-memory.js';
export type { ParsedStatSystemMemory } from './adc/stat-system-memory/parse-stat-system-memory.js';

export { svm } from './svm/svm-commands.js';
export type { SvmTechsupportScope } from './svm/svm-commands.js';
export type { HealthStatus } from './svm/read-health-status.js';
export type { CryptoUnit, HostCrypto, InstanceCrypto } from './svm/crypto/crypto-units.js';
export { parseRaidLogicalDrives } from './svm/raid-logical-drive/parse-raid-logical-drives.js';
export type { RaidLogicalDrive } from './svm/raid-logical-drive/parse-raid-logical-drives.js';
export { parseRaidPhysicalDrives } from './svm/raid-physical-drive/parse-raid-physical-drives.js';
export type { RaidPhysicalDrive } from './svm/raid-physical-drive/parse-raid-physical-drives.js';
export { parseShowAppliance } from './svm/show-appliance/parse-show-appliance.js';
export type { ParsedShowAppliance } from './svm/show-appliance/parse-show-appliance.js';
export { parseShowCapacity } from './svm/show-capacity/parse-show-capacity.js';
export type { ParsedShowCapacity } from './svm/show-capacity/parse-show-capacity.js';
export { parseShowHostname } from './svm/show-hostname/parse-show-hostname.js';
export type { ParsedShowHostname } from './svm/show-hostname/parse-show-hostname.js';
export { parseShowLicense } from './svm/show-license/parse-show-license.js';
export type { ParsedShowLicense } from './svm/show-license/parse-show-license.js';
export { parseShowManageddevice } from './svm/show-manageddevice/parse-show-manageddevice.js';
export type { ManagedDevice } from './svm/show-manageddevice/parse-show-manageddevice.js';
export { parseShowNetworkconfig } from './svm/show-networkconfig/parse-show-networkconfig.js';
export type { ParsedShowNetworkconfig } from './svm/show-networkconfig/parse-show-networkconfig.js';
export { parseShowNs } from './svm/show-ns/parse-show-ns.js';
export type { ListedCluster, ListedInstance } from './svm/show-ns/instance-record.js';
export { parseShowSystemstatus } from './svm/show-systemstatus/parse-show-systemstatus.js';
export type { ParsedShowSystemstatus } from './svm/show-systemstatus/parse-show-systemstatus.js';
export { parseShowTimezone } from './svm/show-timezone/parse-show-timezone.js';
export type { ParsedShowTimezone } from './svm/show-timezone/parse-show-timezone.js';
export { parseShowVmdevice } from './svm/show-vmdevice/parse-show-vmdevice.js';
export { parseStorageRepositories } from './svm/storage-repository/parse-storage-repositories.js';
export type { StorageRepository } from './svm/storage-repository/parse-storage-repositories.js';
export { parseSvmRecords } from './svm/records/parse-svm-records.js';
export type { SvmRecord } from './svm/records/svm-record.js';
export { parseSystemHealth } from './svm/systemhealth/parse-system-health.js';
export type { SystemHealthRow } from './svm/systemhealth/parse-system-health.js';
export { parseSystemhealthdisk } from './svm/systemhealth-disk/parse-systemhealthdisk.js';
export type { DiskStatistics } from './svm/systemhealth-disk/parse-systemhealthdisk.js';
export { parseSvmTechsupport } from './svm/techsupport/parse-svm-techsupport.js';
export type { SvmTechsupportFile } from './svm/techsupport/parse-svm-techsupport.js';
