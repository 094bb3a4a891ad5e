import { readLines } from '../../read-lines.js';

export interface ClusterNode {
  id: number;
  ip: string;
  isLocal: boolean;
  health: string;
  /** ACTIVE, SPARE or PASSIVE. */
  adminState: string;
  operationalState: string;
  isCoordinator: boolean;
}

export interface ParsedShowClusterInstance {
  /** Null: the appliance is in no cluster. */
  clusterId: number | null;
  /** As printed: `ENABLED(admin), ENABLED(operational), UP`. */
  status: string | null;
  nodes: ClusterNode[];
  unrecognised: string[];
}

const LINES = {
  cluster: /^\d+\)\s*Cluster ID:\s*(?<id>\d+)$/i,
  status: /^Cluster Status:\s*(?<value>.*)$/i,
  // `*` marks the node that answered. The administrative state is a closed list, so it anchors the row.
  node: /^\d+\)\s+(?<id>\d+)\s+(?<ip>[0-9a-f.:]+)(?<local>\*)?\s+(?<health>[A-Z]+(?: [A-Z]+)*)\s+(?<admin>ACTIVE|SPARE|PASSIVE)\s+(?<operational>\S.*)$/i,
  header: /^(?:Node ID\s+Node IP\s.*|[-\s]+|Member Nodes:|\*: Local node)$/i,
  known:
    /^(?:(?:Hello|Dead) Interval|Preemption|Propagation|Quorum Type|INC(?: State)?|Process Local|Retain Connections|Heterogeneous):/i,
};

/**
 * Parses `show cluster instance`. A build without clustering refuses the command, which means "no cluster" as well.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowClusterInstance(output: string): ParsedShowClusterInstance {
  const parsed: ParsedShowClusterInstance = { clusterId: null, status: null, nodes: [], unrecognised: [] };
  for (const { kind, text, fields } of readLines('show cluster instance', LINES, output)) {
    if (kind === 'cluster') parsed.clusterId = Number(fields['id']);
    if (kind === 'status') parsed.status = fields['value'] || null;
    if (kind === 'node') parsed.nodes.push(toNode(fields));
    if (kind === 'unrecognised') parsed.unrecognised.push(text);
  }
  return parsed;
}

function toNode(fields: Readonly<Partial<Record<string, string>>>): ClusterNode {
  const { id, ip = '', local, health = '', admin = '', operational = '' } = fields;
  return {
    id: Number(id),
    ip,
    isLocal: local !== undefined,
    health,
    adminState: admin,
    operationalState: operational,
    isCoordinator: /\bConfiguration Coordinator\b/i.test(operational),
  };
}
