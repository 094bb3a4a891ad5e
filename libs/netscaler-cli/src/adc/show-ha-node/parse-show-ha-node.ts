import { keepLine } from '../../keep-line.js';
import { readLines, type NamedLine } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { isIpAddress } from '../set-callhome/is-ip-address.js';

/** A node as printed; null where its block lacks the line. Only the answering node prints all of them. */
export interface HaNode {
  /** 0 is always the node that answered; its peer has 1 to 64. */
  id: number;
  ip: string | null;
  /** In brackets after the address, on some nodes only. */
  hostName: string | null;
  /** UP, STAYSECONDARY, PARTIALFAIL, ... as printed. */
  nodeState: string | null;
  /** Primary or Secondary; a standalone appliance says Primary too. */
  masterState: string | null;
  /** `unknown` for every other word of the master state, such as one in the middle of a failover. */
  role: 'primary' | 'secondary' | 'unknown';
  syncState: string | null;
  propagation: string | null;
  inc: string | null;
  failSafe: string | null;
  sslCardStatus: string | null;
  /** How long this master state lasts, to the second; only the answering node prints it. */
  inMasterStateMs: number | null;
}

export interface ParsedShowHaNode {
  nodes: HaNode[];
  /** The node that answered. */
  local: HaNode | null;
  /** The other node of a pair; null when there is none, or more than one. */
  peer: HaNode | null;
  unrecognised: string[];
}

const LINES = {
  node: /^(?:\d{1,4}\)\s*)?Node ID:\s*(?<id>\d{1,3})$/,
  ip: /^IP:\s*(?<ip>\S+)(?:\s+\((?<hostName>[^)]*)\))?$/,
  nodeState: /^Node State:\s*(?<value>.*)$/,
  masterState: /^Master State:\s*(?<value>.*)$/,
  // The short form of the vendor's example.
  shortRole: /^(?<value>Primary|Secondary) node$/i,
  syncState: /^Sync State:\s*(?<value>.*)$/,
  propagation: /^Propagation:\s*(?<value>.*)$/,
  inc: /^INC State:\s*(?<value>.*)$/,
  failSafe: /^Fail-Safe Mode:\s*(?<value>.*)$/,
  sslCardStatus: /^SSL Card Status:\s*(?<value>.*)$/,
  duration:
    /^Node in this Master State for:\s*(?<days>\d{1,6}):(?<hours>\d{1,6}):(?<minutes>\d{1,6}):(?<seconds>\d{1,6})(?:\s|$)/,
  known:
    /^(?:(?:Enabled|Disabled|Critical|HA MON ON|HA HEARTBEAT OFF) Interfaces|Interfaces on which heartbeats are not seen|Interfaces causing Partial Failure|(?:Hello|Dead) Interval|Sync Status Strict Mode|Sync VLAN|Local node information|Configured\/Completed Flips)\s*:/,
  count: /^\d{1,3} configured nodes?:$/,
};
const MAX_NODE_ID = 64;

/**
 * Parses `show ha node`. Two nodes are a pair; one node says nothing by itself, standalone appliances print it too. A
 * block counts as a node when it shows a node or a master state: those of `show cluster node` begin alike.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowHaNode(output: string): ParsedShowHaNode {
  const blocks: { node: HaNode; lines: string[] }[] = [];
  const unrecognised: string[] = [];
  for (const line of readLines('show ha node', LINES, output)) {
    const id = line.kind === 'node' ? readWhole(line.fields['id']) : null;
    const block = blocks.at(-1);
    if (line.kind === 'count') continue;
    if (id !== null && id <= MAX_NODE_ID) blocks.push({ node: emptyNode(id), lines: [line.text] });
    else if (block !== undefined && readLine(block.node, line)) block.lines.push(line.text);
    else keepLine(unrecognised, line.text);
  }
  const isNode = ({ node }: { node: HaNode }): boolean => node.nodeState !== null || node.masterState !== null;
  for (const { lines } of blocks.filter((block) => !isNode(block))) {
    for (const line of lines) keepLine(unrecognised, line);
  }
  const nodes = blocks.filter(isNode).map(({ node }) => ({ ...node, role: roleOf(node.masterState) }));
  const [peer, ...more] = nodes.filter(({ id }) => id !== 0);
  const locals = nodes.filter(({ id }) => id === 0);
  return {
    nodes,
    local: locals.length === 1 ? (locals[0] ?? null) : null,
    peer: more.length === 0 ? (peer ?? null) : null,
    unrecognised,
  };
}

/** Takes one line of a block; false when it says nothing about a node. The first of two equal lines counts. */
function readLine(node: HaNode, { kind, fields }: NamedLine<keyof typeof LINES>): boolean {
  const { ip, hostName, value } = fields;
  if (kind === 'known') return true;
  if (kind === 'unrecognised' || kind === 'node' || kind === 'count') return false;
  if (kind === 'ip') {
    if (ip === undefined || !isIpAddress(ip)) return false;
    node.ip ??= ip;
    node.hostName ??= hostName === undefined || hostName === '' ? null : hostName;
    return true;
  }
  if (kind === 'duration') node.inMasterStateMs ??= durationMs(fields);
  else node[kind === 'shortRole' ? 'masterState' : kind] ??= value === undefined || value === '' ? null : value;
  return true;
}

function roleOf(masterState: string | null): HaNode['role'] {
  const word = masterState?.toLowerCase();
  return word === 'primary' || word === 'secondary' ? word : 'unknown';
}

function emptyNode(id: number): HaNode {
  return {
    id,
    ip: null,
    hostName: null,
    nodeState: null,
    masterState: null,
    role: 'unknown',
    syncState: null,
    propagation: null,
    inc: null,
    failSafe: null,
    sslCardStatus: null,
    inMasterStateMs: null,
  };
}

function durationMs({ days, hours, minutes, seconds }: Readonly<Partial<Record<string, string>>>): number {
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}
