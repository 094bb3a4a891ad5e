/**
 * Returns the exact line that switches the SNMP alarm which reports each Call Home upload attempt.
 * Source: vendor command reference `set snmp alarm`.
 */
export function setUploadAlarm(on: boolean): string {
  return `set snmp alarm CALLHOME-UPLOAD-EVENT -state ${on ? 'ENABLED' : 'DISABLED'}`;
}
