import { stableHex } from '../fleet/build-fleet.js';
import type { AdcConfig, SimulatedInstance } from '../fleet/appliance.js';
import { orderFeatures } from './features.js';

function quote(value: string): string {
  return /^[\w.@*:/-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function callhomeLines({ callhome }: AdcConfig): string[] {
  const words = [
    ...(callhome.emailAddress === null ? [] : ['-emailAddress', quote(callhome.emailAddress)]),
    ...(callhome.proxyMode ? ['-proxyMode', 'YES'] : []),
    ...(callhome.ipAddress === null ? [] : ['-IPAddress', callhome.ipAddress]),
    ...(callhome.proxyAuthService === null ? [] : ['-proxyAuthService', quote(callhome.proxyAuthService)]),
    ...(callhome.port === null ? [] : ['-port', callhome.port]),
    ...(callhome.heartbeatDays === null ? [] : ['-hbCustomInterval', String(callhome.heartbeatDays)]),
    ...(callhome.mode === 'Default' ? [] : ['-mode', callhome.mode]),
  ];
  return words.length === 0 ? [] : [`set callhome ${words.join(' ')}`];
}

/**
 * The configuration of an instance as `ns.conf` holds it.
 *
 * Passwords and keys in it are made from the name by a hash; they open nothing and are there for redaction to find.
 */
export function nsConf(instance: SimulatedInstance, config: AdcConfig): string {
  const [release, build] = instance.build.split('-');
  const secret = (label: string, length: number): string => stableHex(`${label}:${instance.name}`).slice(0, length);
  const prefix = instance.address.replace(/\.\d+$/, '');
  const subnet = `10.${instance.number}.${prefix.split('.')[2] ?? '0'}`;
  const servers = Array.from({ length: 12 }, (_, at) => at + 1);
  return [
    `#NS${release} Build ${build}`,
    `set ns config -IPAddress ${instance.address} -netmask 255.255.255.0`,
    `enable ns feature ${orderFeatures(config.features).join(' ')}`,
    'enable ns mode FR L3 Edge USNIP PMTUD',
    `set system user nsroot 1${secret('user', 40)} -encrypted`,
    `set system user monitor 2${secret('monitor', 40)} -encrypted -externalAuth DISABLED`,
    `set ns hostName ${instance.name}`,
    `add ns ip ${subnet}.5 255.255.255.0 -vServer DISABLED`,
    `set ns rpcNode ${instance.address} -password ${secret('rpc', 64)} -encrypted -encryptmethod ENCMTHD_3`,
    `add snmp community ${secret('community', 12)} GET`,
    `add snmp trap specific ${prefix}.200 -communityName ${secret('community', 12)}`,
    'set snmp alarm COMPACT-FLASH-ERRORS -time 86400',
    'set snmp alarm HARD-DISK-DRIVE-ERRORS -time 86400',
    `set snmp alarm CALLHOME-UPLOAD-EVENT -state ${config.uploadAlarm ? 'ENABLED' : 'DISABLED'}`,
    ...servers.map((at) => `add server web-${at}.corp.example ${subnet}.${20 + at}`),
    ...servers.map((at) => `add service svc-web-${at} web-${at}.corp.example HTTP 80 -gslb NONE -maxClient 0`),
    ...config.services.map((name, at) => `add service ${name} ${prefix}.${240 + (at % 10)} HTTP 3128`),
    `add lb vserver vs-web HTTP ${subnet}.100 80 -persistenceType COOKIEINSERT -timeout 0`,
    ...servers.map((at) => `bind lb vserver vs-web svc-web-${at}`),
    `add ssl certKey wildcard.corp.example -cert wildcard.cer -key wildcard.key -passcrypt "${secret('key', 32)}"`,
    `add authentication ldapAction ldap-corp -serverIP ${prefix}.230 -ldapBindDnPassword ${secret('ldap', 48)} -encrypted`,
    `add dns nameServer ${prefix}.253`,
    ...callhomeLines(config),
    '',
  ].join('\n');
}
