import { readLines } from '../../read-lines.js';

export interface HaNode {
  /** 0 is always the node that answered. */
  id: number;
  ip: string | null;
  /** In brackets after the address, on some nodes only. */
  hostName: string | null;
  /** UP, STAYSECONDARY, PARTIALFAIL, ... as printed. */
  nodeState: string | null;
  /** Primary or Secondary; a standalone appliance says Primary too. */
  masterState: string | null;
  syncState: string | null;
  sslCardStatus: string | null;
  /** How long this master state lasts, to the second; only the answering node prints it. */
  inMasterStateMs: number | null;
}

export interface ParsedShowHaNode {
  nodes: HaNode[];
  unrecognised: string[];
}

const LINES = {
  node: /^(?:\d+\)\s*)?Node ID:\s*(?<id>\d+)$/,
  ip: /^IP:\s*(?<ip>\S+)(?:\s+\((?<hostName>[^)]*)\))?$/,
  nodeState: /^Node State:\s*(?<value>.*)$/,
  masterState: /^Master State:\s*(?<value>.*)$/,
  syncState: /^Sync State:\s*(?<value>.*)$/,
  sslCardStatus: /^SSL Card Status:\s*(?<value>.*)$/,
  duration: /^Node in this Master State for:\s*(?<days>\d+):(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)/,
  known:
    /^(?:Fail-Safe Mode|INC State|Propagation|(?:Enabled|Disabled|Critical|HA MON ON|HA HEARTBEAT OFF) Interfaces|Interfaces on which heartbeats are not seen|Interfaces causing Partial Failure|(?:Hello|Dead) Interval|Sync Status Strict Mode|Local node information|Configured\/Completed Flips)\s*:/,
  count: /^\d+ configured nodes?:$/,
};

/**
 * Parses `show ha node`. Two nodes are a pair; one node says nothing by itself, standalone appliances print it too.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowHaNode(output: string): ParsedShowHaNode {
  const parsed: ParsedShowHaNode = { nodes: [], unrecognised: [] };
  let node: HaNode | null = null;
  for (const { kind, text, fields } of readLines('show ha node', LINES, output)) {
    if (kind === 'known' || kind === 'count') continue;
    if (kind === 'node') {
      node = emptyNode(Number(fields['id']));
      parsed.nodes.push(node);
    } else if (kind === 'unrecognised' || node === null) parsed.unrecognised.push(text);
    else if (kind === 'ip') Object.assign(node, { ip: fields['ip'] ?? null, hostName: fields['hostName'] || null });
    else if (kind === 'duration') node.inMasterStateMs = durationMs(fields);
    else node[kind] = fields['value'] || null;
  }
  return parsed;
}

function emptyNode(id: number): HaNode {
  return {
    id,
    ip: null,
    hostName: null,
    nodeState: null,
    masterState: null,
    syncState: null,
    sslCardStatus: null,
    inMasterStateMs: null,
  };
}

function durationMs({ days, hours, minutes, seconds }: Readonly<Partial<Record<string, string>>>): number {
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}
