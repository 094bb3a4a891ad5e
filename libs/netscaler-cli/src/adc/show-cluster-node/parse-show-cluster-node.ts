import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';
import { splitLabel } from '../../split-label.js';
import { isIpAddress } from '../set-callhome/is-ip-address.js';

/** A member as the cluster sees it. Words as printed, null when the line is missing or empty. */
export interface ClusterMember {
  /** 0 to 31. */
  id: number;
  ip: string | null;
  /** The member that answered. */
  isLocal: boolean;
  backplane: string | null;
  health: string | null;
  /** ACTIVE, SPARE or PASSIVE. */
  adminState: string | null;
  operationalState: string | null;
  isCoordinator: boolean;
  syncState: string | null;
  /** The lowest number becomes the coordinator. */
  priority: number | null;
}

export interface ParsedShowClusterNode {
  members: ClusterMember[];
  unrecognised: string[];
}

const MAX_NODE_ID = 31;
const TEXTS: ReadonlyMap<string, 'backplane' | 'health' | 'adminState' | 'operationalState' | 'syncState'> = new Map([
  ['backplane', 'backplane'],
  ['health', 'health'],
  ['adminstate', 'adminState'],
  ['operationalstate', 'operationalState'],
  ['syncstate', 'syncState'],
]);
// Outputs of the vendor command reference that decide nothing here.
const SILENT = new Set([
  'nodegroup',
  'delay',
  'tunnelmode',
  'routemonitor',
  'netmask',
  'effectivestate',
  'masterstate',
]);
const FRAME = /^(?:\d{1,3} cluster nodes?:|\*: Local node)$/i;

/**
 * Parses `show cluster node`. A block counts as a member when it shows a health or an operational state: the blocks of
 * `show ha node` begin alike and are none.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowClusterNode(output: string): ParsedShowClusterNode {
  const blocks: { member: ClusterMember; lines: string[] }[] = [];
  const unrecognised: string[] = [];
  for (const { text, isReadable } of contentLines('show cluster node', output)) {
    if (FRAME.test(text)) continue;
    const pair = isReadable ? splitLabel(text.replace(/^\d{1,4}\)\s*/, '')) : null;
    const id = pair?.key === 'nodeid' ? readWhole(pair.value) : null;
    if (id !== null && id <= MAX_NODE_ID) {
      blocks.push({ member: emptyMember(id), lines: [text] });
      continue;
    }
    const block = blocks.at(-1);
    if (pair === null || block === undefined || !readPair(block.member, pair)) keepLine(unrecognised, text);
    else block.lines.push(text);
  }
  const isMember = ({ member }: { member: ClusterMember }): boolean =>
    member.health !== null || member.operationalState !== null;
  for (const { lines } of blocks.filter((block) => !isMember(block))) {
    for (const line of lines) keepLine(unrecognised, line);
  }
  return { members: blocks.filter(isMember).map(({ member }) => member), unrecognised };
}

function readPair(member: ClusterMember, { key, value }: { key: string; value: string }): boolean {
  if (key === 'ip') {
    const ip = value.replace(/\*$/, '');
    if (!isIpAddress(ip)) return false;
    member.ip ??= ip;
    member.isLocal ||= ip !== value;
    return true;
  }
  if (key === 'priority') return (member.priority ??= readWhole(value)) !== null;
  const field = TEXTS.get(key);
  if (field === undefined) return SILENT.has(key);
  member[field] ??= value === '' ? null : value;
  member.isCoordinator = /\bConfiguration Coordinator\b/i.test(member.operationalState ?? '');
  return true;
}

function emptyMember(id: number): ClusterMember {
  return {
    id,
    ip: null,
    isLocal: false,
    backplane: null,
    health: null,
    adminState: null,
    operationalState: null,
    isCoordinator: false,
    syncState: null,
    priority: null,
  };
}
