import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { isIpAddress } from '../set-callhome/is-ip-address.js';

export interface NsIp {
  ip: string;
  trafficDomain: number;
  /** As printed: `NetScaler IP`, `SNIP`, `VIP`, `CLIP`; joined by `|` where one address is two of them. */
  type: string;
  /** `Enabled` or `Disabled`, as printed; null when the row ends before it. */
  state: string | null;
}

export interface ParsedShowNsIp {
  addresses: NsIp[];
  /** The management address; null when no row, or more than one, is of that type. */
  nsip: string | null;
  /** The address of the cluster, on its members; null when no row, or more than one, is of that type. */
  clusterIp: string | null;
  unrecognised: string[];
}

// `NetScaler IP` is captured, `NSIP` and `CLIP` are the type words of the vendor command reference.
const NSIP = /^(?:NetScaler IP|NSIP)$/i;
const CLUSTER_IP = /^(?:CLIP|Cluster IP)$/i;
const HEADER = /^(?:Ip ?address\s+Traffic Domain\s.*|[-\s]+)$/i;
/** Columns behind the mode: Arp, Icmp, Vserver, State. */
const STATE_COLUMN = 3;

/**
 * Parses `show ns ip`, the one output that can carry the cluster address. A type may hold a blank and stand one blank
 * from its neighbour (captured on CPX), so rows are cut at the mode word.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsIp(output: string): ParsedShowNsIp {
  const addresses: NsIp[] = [];
  const unrecognised: string[] = [];
  for (const { text, isReadable } of contentLines('show ns ip', output)) {
    const row = isReadable ? readRow(text) : null;
    if (row !== null) addresses.push(row);
    else if (!HEADER.test(text)) keepLine(unrecognised, text);
  }
  return { addresses, nsip: onlyOne(addresses, NSIP), clusterIp: onlyOne(addresses, CLUSTER_IP), unrecognised };
}

function readRow(text: string): NsIp | null {
  const number = /^\d{1,6}\)\s*/.exec(text)?.[0];
  if (number === undefined) return null;
  const [ip = '', domain, ...cells] = text.slice(number.length).split(/\s+/);
  const mode = cells.findIndex((cell) => /^(?:Active|Passive)$/i.test(cell));
  const trafficDomain = readWhole(domain);
  if (!isIpAddress(ip) || trafficDomain === null || mode < 1) return null;
  const state = cells[mode + 1 + STATE_COLUMN] ?? null;
  return { ip, trafficDomain, type: cells.slice(0, mode).join(' '), state };
}

function onlyOne(addresses: readonly NsIp[], word: RegExp): string | null {
  const found = addresses.filter(({ type }) => type.split('|').some((part) => word.test(part)));
  return found.length === 1 ? (found[0]?.ip ?? null) : null;
}
