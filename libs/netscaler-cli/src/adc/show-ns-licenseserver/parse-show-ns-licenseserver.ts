import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { splitPairs } from '../../split-pairs.js';

/** A server that licences are checked out from. Everything but the connection is kept as printed. */
export interface LicenseServer {
  /** Address or name. */
  server: string;
  /** 0 is printed by appliances that never reached it. */
  port: number | null;
  status: string | null;
  /** Null: no status, or a word nobody knows. */
  isConnected: boolean | null;
  type: string | null;
  grace: string | null;
  graceTimeLeft: string | null;
}

export interface ParsedShowNsLicenseserver {
  servers: LicenseServer[];
  unrecognised: string[];
}

// `License Server`, `Port`, `Status` and `Type` are captured, the rest are the outputs of the vendor command reference.
const SERVER = new Set(['licenseserver', 'licenseserverip', 'licenseserveraddress', 'servername']);
const TEXTS: ReadonlyMap<string, 'type' | 'grace' | 'graceTimeLeft'> = new Map([
  ['type', 'type'],
  ['grace', 'grace'],
  ['gracestatus', 'grace'],
  ['gptimeleft', 'graceTimeLeft'],
  ['gracetimeleft', 'graceTimeLeft'],
]);
const CONNECTED: ReadonlyMap<string, boolean> = new Map([
  ['connected', true],
  ['reachable', true],
  ['disconnected', false],
  ['not connected', false],
  ['unreachable', false],
]);
const PORT_MAX = 65_535;

/**
 * Parses `show ns licenseserver`. No server is an empty list: the licence is a file on the appliance, or there is none.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsLicenseserver(output: string): ParsedShowNsLicenseserver {
  const parsed: ParsedShowNsLicenseserver = { servers: [], unrecognised: [] };
  for (const { text, isReadable } of contentLines('show ns licenseserver', output)) {
    const pairs = isReadable ? splitPairs(text.replace(/^\d{1,4}\)\s*/, '')) : null;
    let isKnown = pairs !== null;
    for (const { key, value } of pairs ?? []) isKnown = readPair(parsed.servers, key, value) && isKnown;
    if (!isKnown) keepLine(parsed.unrecognised, text);
  }
  return parsed;
}

function readPair(servers: LicenseServer[], key: string, value: string): boolean {
  if (SERVER.has(key)) {
    if (!/^[\w.:-]{1,253}$/.test(value)) return false;
    servers.push(emptyServer(value));
    return true;
  }
  const server = servers.at(-1);
  if (server === undefined) return false;
  if (key === 'status') {
    server.status ??= value === '' ? null : value;
    server.isConnected = CONNECTED.get((server.status ?? '').toLowerCase()) ?? null;
    return true;
  }
  if (key === 'port') {
    const port = readWhole(value);
    if (port === null || port > PORT_MAX) return false;
    server.port ??= port;
    return true;
  }
  const field = TEXTS.get(key);
  if (field === undefined) return false;
  server[field] ??= value === '' ? null : value;
  return true;
}

function emptyServer(server: string): LicenseServer {
  return { server, port: null, status: null, isConnected: null, type: null, grace: null, graceTimeLeft: null };
}
