import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { isIpAddress } from '../set-callhome/is-ip-address.js';

export interface ClusterNode {
  /** 0 to 31. */
  id: number;
  ip: string;
  isLocal: boolean;
  health: string;
  /** ACTIVE, SPARE or PASSIVE. */
  adminState: string;
  operationalState: string;
  isCoordinator: boolean;
}

/** Words as printed, null when the line is missing or empty. No line carries the cluster address: see `show ns ip`. */
export interface ParsedShowClusterInstance {
  /** 1 to 16. Null: the appliance is in no cluster. */
  clusterId: number | null;
  /** `ENABLED(admin), ENABLED(operational), UP`; the next three are its parts. */
  status: string | null;
  adminState: string | null;
  operationalState: string | null;
  health: string | null;
  propagation: string | null;
  preemption: string | null;
  /** MAJORITY or NONE; not printed by every build. */
  quorumType: string | null;
  /** ENABLED when the nodes are in different networks. */
  inc: string | null;
  /** The node that answered; null when no row, or more than one, is marked. */
  localNodeId: number | null;
  /** The node that configuration goes to; null when no row, or more than one, claims to be it. */
  coordinatorId: number | null;
  nodes: ClusterNode[];
  unrecognised: string[];
}

const LINES = {
  cluster: /^\d{1,4}\)\s*Cluster ID:\s*(?<id>\d{1,4})$/i,
  status: /^Cluster Status:\s*(?<value>.*)$/i,
  propagation: /^Propagation:\s*(?<value>.*)$/i,
  preemption: /^Preemption:\s*(?<value>.*)$/i,
  quorumType: /^Quorum Type:\s*(?<value>.*)$/i,
  inc: /^INC(?: State)?:\s*(?<value>.*)$/i,
  // `*` marks the node that answered. The administrative state is a closed list, so it anchors the row.
  node: /^\d{1,4}\)\s+(?<id>\d{1,3})\s+(?<ip>[0-9a-f.:]+)(?<local>\*)?\s+(?<health>[A-Z]+(?: [A-Z]+)*)\s+(?<admin>ACTIVE|SPARE|PASSIVE)\s+(?<operational>\S.*)$/i,
  header: /^(?:Node ID\s+Node IP\s.*|[-\s]+|Member Nodes:|\*: Local node)$/i,
  known: /^(?:(?:Hello|Dead) Interval|Process Local|Retain Connections(?: on Cluster)?|Heterogeneous|Nodegroup):/i,
};
const STATUS = /^(?<admin>[A-Z ]+)\(admin\),\s*(?<operational>[A-Z ]+)\(operational\),\s*(?<health>\S.*)$/i;
const MAX_CLUSTER_ID = 16;
const MAX_NODE_ID = 31;

/**
 * Parses `show cluster instance`. A build without clustering refuses the command, which means "no cluster" as well.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowClusterInstance(output: string): ParsedShowClusterInstance {
  const parsed = emptyInstance();
  for (const { kind, text, fields } of readLines('show cluster instance', LINES, output)) {
    const value = fields['value'] ?? '';
    if (kind === 'header' || kind === 'known') continue;
    if (kind === 'node') {
      const node = toNode(fields);
      if (node === null) keepLine(parsed.unrecognised, text);
      else parsed.nodes.push(node);
    } else if (kind === 'cluster') {
      const id = readWhole(fields['id']);
      if (id === null || id < 1 || id > MAX_CLUSTER_ID || parsed.clusterId !== null)
        keepLine(parsed.unrecognised, text);
      else parsed.clusterId = id;
    } else if (kind === 'unrecognised') keepLine(parsed.unrecognised, text);
    else parsed[kind] ??= value === '' ? null : value;
  }
  const { admin = null, operational = null, health = null } = STATUS.exec(parsed.status ?? '')?.groups ?? {};
  return {
    ...parsed,
    adminState: admin,
    operationalState: operational,
    health,
    localNodeId: onlyOne(parsed.nodes, ({ isLocal }) => isLocal),
    coordinatorId: onlyOne(parsed.nodes, ({ isCoordinator }) => isCoordinator),
  };
}

function emptyInstance(): ParsedShowClusterInstance {
  return {
    clusterId: null,
    status: null,
    adminState: null,
    operationalState: null,
    health: null,
    propagation: null,
    preemption: null,
    quorumType: null,
    inc: null,
    localNodeId: null,
    coordinatorId: null,
    nodes: [],
    unrecognised: [],
  };
}

function toNode(fields: Readonly<Partial<Record<string, string>>>): ClusterNode | null {
  const { ip = '', local, health = '', admin = '', operational = '' } = fields;
  const id = readWhole(fields['id']);
  if (id === null || id > MAX_NODE_ID || !isIpAddress(ip)) return null;
  return {
    id,
    ip,
    isLocal: local !== undefined,
    health,
    adminState: admin,
    operationalState: operational,
    isCoordinator: /\bConfiguration Coordinator\b/i.test(operational),
  };
}

function onlyOne(nodes: readonly ClusterNode[], isWanted: (node: ClusterNode) => boolean): number | null {
  const found = nodes.filter(isWanted);
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
