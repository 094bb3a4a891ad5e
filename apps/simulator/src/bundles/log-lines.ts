import { calendarTime } from '../adc/local-time.js';

const MESSAGES = [
  'SSLLOG SSL_HANDSHAKE_SUCCESS : SPCBId %n - ClientIP %a - ClientPort %p - VserverServiceIP %b - ClientVersion TLSv1.3',
  'TCP CONN_TERMINATE : Source %a:%p - Destination %b:443 - Total_bytes_send %n - Total_bytes_recv %p',
  'EVENT DEVICEUP : Device "server_vip_NSSVC_HTTP_%b:80(svc-web-%n)" - State UP',
  'EVENT MONITORUP : Monitor MonServiceBinding_%b:80_(tcp-default)(svc-web-%n) - State UP',
  'CLI CMD_EXECUTED : User nsroot - Remote_ip %a - Command "show ns runningConfig" - Status "Success"',
  'SNMP TRAP_SENT : netScalerConfigSave (sysIpAddress = %b)',
  'API CMD_EXECUTED : User monitor - Remote_ip %a - Command "stat lb vserver vs-web" - Status "Success"',
] as const;

/** What a log is made from: the appliance's address, the end of the log (epoch ms) and about how long it gets. */
export interface LogShape {
  readonly address: string;
  readonly until: number;
  readonly bytes: number;
}

/** Log lines that look like those of an appliance, one every few seconds; the same shape gives the same text. */
export function logLines({ address, until, bytes }: LogShape): string {
  const lines: string[] = [];
  let length = 0;
  for (let at = 0; length < bytes; at += 1) {
    const stamp = calendarTime(until - at * 7_000);
    const message = (MESSAGES[(at * 5) % MESSAGES.length] ?? '')
      .replace('%a', `10.55.${at % 200}.${(at * 7) % 250}`)
      .replace('%p', String(20_000 + ((at * 131) % 40_000)))
      .replace('%b', `10.20.30.${(at * 3) % 250}`)
      .replace('%n', String((at * 17) % 900));
    const line = `${stamp.slice(4, 19)} <local0.info> ${address} 0-PPE-${at % 4} : default ${message}`;
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.reverse().join('\n')}\n`;
}
