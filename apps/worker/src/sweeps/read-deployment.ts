import type { DeploymentClaim, HaRole } from '../../../../libs/fleet/src/index.js';
import {
  adc,
  parseShowClusterInstance,
  parseShowHaNode,
  parseShowNsIp,
  type ListedInstance,
  type ParsedShowClusterInstance,
  type ParsedShowNsConfig,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { AnswerReader } from './answer-reader.js';
import { orNull } from './read-command.js';

/** What is known of an instance before it is asked how it is deployed. */
export interface BeforeDeployment {
  config: ParsedShowNsConfig | null;
  /** As its host lists it; null: it has none, or the list was not read. */
  listed: ListedInstance | null;
}

/**
 * Asks an instance how it is deployed; null where its answers do not tell.
 *
 * The cluster is asked first: its members are no HA nodes. A refusal as unknown command means that there is none; any
 * other answer that cannot be read leaves the question open. A standalone appliance lists itself as the only HA node.
 */
export async function readDeployment(reader: AnswerReader, known: BeforeDeployment): Promise<DeploymentClaim | null> {
  const cluster = await reader.read(adc.show.clusterInstance, parseShowClusterInstance);
  if ('unreadable' in cluster) {
    if (cluster.unreadable === 'failed') return null;
  } else if (cluster.clusterId !== null) {
    return clusterClaim(cluster, cluster.clusterId, { reader, known });
  } else if (cluster.unrecognised.length > 0) return null;

  const word = (known.config?.node ?? '').trim().toLowerCase();
  if (word === 'standalone') return standalone(known);
  const ha = orNull(await reader.read(adc.show.haNode, parseShowHaNode));
  if (ha === null || ha.local === null) return null;
  const isAlone = ha.nodes.length === 1;
  if (isAlone && !isRole(word)) return standalone(known);
  return {
    mode: 'ha',
    nodeAddress: ha.local.ip ?? known.config?.nsip ?? null,
    ha: {
      role: ha.local.role === 'unknown' && isRole(word) ? word : ha.local.role,
      peerAddress: ha.peer?.ip ?? null,
      peerRole: ha.peer?.role ?? 'unknown',
    },
    cluster: null,
  };
}

const isRole = (word: string): word is Exclude<HaRole, 'unknown'> => word === 'primary' || word === 'secondary';

const standalone = ({ config }: BeforeDeployment): DeploymentClaim => ({
  mode: 'standalone',
  nodeAddress: config?.nsip ?? null,
  ha: null,
  cluster: null,
});

async function clusterClaim(
  cluster: ParsedShowClusterInstance,
  id: number,
  { reader, known }: { reader: AnswerReader; known: BeforeDeployment },
): Promise<DeploymentClaim> {
  const local = cluster.nodes.find(({ isLocal }) => isLocal);
  // Only the list of addresses can name the one of the cluster; a host's listing may know it already.
  const address =
    known.listed?.cluster?.address ?? orNull(await reader.read(adc.show.nsIp, parseShowNsIp))?.clusterIp ?? null;
  return {
    mode: 'cluster',
    nodeAddress: local?.ip ?? known.config?.nsip ?? null,
    ha: null,
    cluster: {
      id,
      address,
      nodeId: cluster.localNodeId,
      nodes: cluster.nodes.map((node) => ({ id: node.id, address: node.ip, isCoordinator: node.isCoordinator })),
    },
  };
}
