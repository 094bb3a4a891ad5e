import { quote, refusedArgument } from '../../quote.js';
import { isIpAddress } from './is-ip-address.js';

/** Where Call Home goes through: an address or the name of a service on the appliance, always with a port. */
export type CallHomeProxy =
  { readonly address: string; readonly port: number } | { readonly service: string; readonly port: number };

/** What to set; an absent key is left alone. `'none'` only switches the proxy off, see {@link setCallhome}. */
export interface SetCallhomeArguments {
  readonly emailAddress?: string;
  readonly heartbeatIntervalDays?: number;
  readonly mode?: string;
  readonly proxy?: CallHomeProxy | 'none';
}

// Lengths, ranges and words: vendor command reference 12.0 `set callhome`; `-mode` and its words from the vendor's
// Ansible module.
const EMAIL_MAX_CHARS = 78;
const SERVICE_MAX_CHARS = 128;
const HEARTBEAT_MAX_DAYS = 30;
const PORT_MAX = 65_535;
const MODES: readonly string[] = ['Default', 'CSP', 'Connector'];

/**
 * Returns the exact lines that set Call Home, one line per setting, so that a build which lacks one flag refuses only
 * that setting. A proxy is always one line: address or service together with its port.
 *
 * `proxy: 'none'` turns the proxy mode off and leaves address, service and port stored; clear those that are set with
 * `unsetCallhome`. Moving between address and service needs that too, before this.
 * @throws {TranscriptError} ARGUMENT_REFUSED - a value is out of range, too long, not an address, or not quotable.
 */
export function setCallhome(settings: SetCallhomeArguments): string[] {
  const lines: string[] = [];
  const { emailAddress, heartbeatIntervalDays, mode, proxy } = settings;
  if (emailAddress !== undefined) {
    lines.push(`set callhome -emailAddress ${text('emailAddress', emailAddress, EMAIL_MAX_CHARS)}`);
  }
  if (heartbeatIntervalDays !== undefined) {
    lines.push(
      `set callhome -hbCustomInterval ${whole('hbCustomInterval', heartbeatIntervalDays, HEARTBEAT_MAX_DAYS)}`,
    );
  }
  if (mode !== undefined) {
    if (!MODES.includes(mode)) throw refusedArgument('mode', `is none of ${MODES.join(', ')}`);
    lines.push(`set callhome -mode ${mode}`);
  }
  if (proxy !== undefined) lines.push(proxyLine(proxy));
  return lines;
}

function proxyLine(proxy: CallHomeProxy | 'none'): string {
  if (proxy === 'none') return 'set callhome -proxyMode NO';
  const port = whole('port', proxy.port, PORT_MAX);
  if ('service' in proxy) {
    const service = text('proxyAuthService', proxy.service, SERVICE_MAX_CHARS);
    return `set callhome -proxyMode YES -proxyAuthService ${service} -port ${port}`;
  }
  if (!isIpAddress(proxy.address)) throw refusedArgument('IPAddress', 'is not an IPv4 or IPv6 address');
  return `set callhome -proxyMode YES -IPAddress ${quote('IPAddress', proxy.address)} -port ${port}`;
}

function text(argument: string, value: string, maxChars: number): string {
  if (value.length > maxChars) throw refusedArgument(argument, `is longer than ${maxChars} characters`);
  return quote(argument, value);
}

function whole(argument: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw refusedArgument(argument, `is not a whole number from 1 to ${max}`);
  }
  return value;
}
