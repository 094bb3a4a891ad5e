import type { SimulatedCluster, SimulatedInstance } from '../fleet/appliance.js';

interface NodeState {
  readonly health: string;
  readonly admin: string;
  readonly operational: string;
}

function stateOf(cluster: SimulatedCluster, node: SimulatedInstance): NodeState {
  if (node.down || node.halted) return { health: 'DOWN', admin: 'ACTIVE', operational: 'INACTIVE' };
  const role = node === cluster.coordinator ? '(Configuration Coordinator)' : '';
  return { health: 'UP', admin: 'ACTIVE', operational: `ACTIVE${role}` };
}

/** The legend that stands after the closing ` Done` of the cluster commands. */
export const CLUSTER_LEGEND = ' *: Local node\n';

/** `show cluster instance` as `own` answers it; empty outside a cluster */
export function showClusterInstance(own: SimulatedInstance): string {
  const { cluster } = own;
  if (cluster === null) return '';
  const row = (number: string, cells: readonly [string, string, string, string, string]): string =>
    `${number.padEnd(8)}${cells
      .map((cell, at) => cell.padEnd([16, 21, 11, 18, 0][at] ?? 0))
      .join('')
      .trimEnd()}\n`;
  const rows = cluster.nodes.map((node, at) => {
    const { health, admin, operational } = stateOf(cluster, node);
    const address = `${node.address}${node === own ? '*' : ''}`;
    return row(`${at + 1})`, [String(at + 1), address, health, admin, operational]);
  });
  return [
    `1)Cluster ID: ${cluster.id}\n`,
    ...[
      'Dead Interval: 3 secs',
      'Hello Interval: 200 msecs',
      'Preemption: DISABLED',
      'Propagation: ENABLED',
      'Cluster Status: ENABLED(admin), ENABLED(operational), UP',
      'Member Nodes:',
    ].map((line) => `        ${line}\n`),
    row('', ['Node ID', 'Node IP', 'Health', 'Admin State', 'Operational State']),
    row('', ['-------', '-------', '------', '-----------', '-----------------']),
    ...rows,
  ].join('');
}

/** `show cluster node [id]` as `own` answers it; empty outside a cluster, `null` for a number no node has */
export function showClusterNode(own: SimulatedInstance, wanted: string | undefined): string | null {
  const { cluster } = own;
  if (cluster === null) return '';
  const all = cluster.nodes.map((node, at) => ({ node, id: at + 1 }));
  const shown = wanted === undefined ? all : all.filter(({ id }) => String(id) === wanted);
  if (shown.length === 0) return null;
  const blocks = shown.map(({ node, id }, at) => {
    const { health, admin, operational } = stateOf(cluster, node);
    const line = (label: string, value: string): string => `        ${`${label}:`.padEnd(21)}${value}\n`;
    return [
      `${at + 1})Node ID: ${id}\n`,
      line('IP', `${node.address}${node === own ? '*' : ''}`),
      line('Backplane', `${id}/1/1`),
      line('Health', health),
      line('Admin State', admin),
      line('Operational State', operational),
      line('Sync State', node.syncState ?? (node === cluster.coordinator ? 'DISABLED' : 'SUCCESS')),
    ].join('');
  });
  return `       ${shown.length} cluster node${shown.length === 1 ? '' : 's'}:\n${blocks.join('')}`;
}
