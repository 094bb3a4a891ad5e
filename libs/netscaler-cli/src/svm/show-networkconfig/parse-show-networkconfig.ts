import { expectAnswer } from '../records/expect-answer.js';
import type { FieldLine } from '../records/field-line.js';
import { readSvmListing } from '../records/parse-svm-records.js';
import { readPairs } from '../records/read-pairs.js';
import { listItems, textOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';
import type { SvmRecord } from '../records/svm-record.js';

/** The management network of a host: its SVM and its hypervisor have an address each. */
export interface ParsedShowNetworkconfig {
  networkInterface: string | null;
  svmAddress: string | null;
  svmNetmask: string | null;
  hypervisorAddress: string | null;
  /** Null when only one mask is printed: that one is the SVM's. */
  hypervisorNetmask: string | null;
  gateway: string | null;
  dns: string[];
  extra: Record<string, string>;
}

const ALIASES = {
  networkInterface: ['network_interface'],
  svmAddress: ['management_service_ip_address', 'svm_ip_address', 'management_service_ip'],
  hypervisorAddress: [
    'xenserver_ip_address',
    'xen_ip_address',
    'hypervisor_ip_address',
    'citrix_hypervisor_ip_address',
  ],
  gateway: ['gateway'],
  dns: ['dns', 'dns_server', 'dns_servers'],
} satisfies Aliases<string>;
const COMMAND = 'show networkconfig';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.svmAddress, ...ALIASES.hypervisorAddress],
  none: ['vm_state', 'instance_state', 'slot', 'build', 'total_memory', 'memory_total'],
} as const;

const OF_HYPERVISOR = /xen|hypervisor/i;
const OF_SVM = /svm|management_service|management service/i;

/**
 * Parses `show networkconfig`. Its masks share one label, told apart by the word XEN or by the address before them.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowNetworkconfig(output: string): ParsedShowNetworkconfig {
  const listing = readSvmListing(COMMAND, output);
  expectAnswer(listing.records, MARKS);
  const pairs = readPairs(listing);
  const masks = readMasks(pairs);
  const others: SvmRecord = {};
  for (const { label, value } of pairs) if (!isMask(label) && !Object.hasOwn(others, label)) others[label] = value;
  const fields = new RecordReader(ALIASES, others);
  return {
    networkInterface: fields.text('networkInterface'),
    svmAddress: fields.text('svmAddress'),
    svmNetmask: textOrNull(masks.svm),
    hypervisorAddress: fields.text('hypervisorAddress'),
    hypervisorNetmask: textOrNull(masks.hypervisor),
    gateway: fields.text('gateway'),
    dns: listItems(fields.printed('dns')),
    extra: { ...fields.extra(), ...masks.unclaimed },
  };
}

interface Masks {
  svm: string | null;
  hypervisor: string | null;
  /** Further masks, which no address claims. */
  unclaimed: Record<string, string>;
}

/** A mask with a word of its owner is settled; one without goes to the address printed last, a lone one to the SVM. */
function readMasks(pairs: readonly FieldLine[]): Masks {
  const masks: Masks = { svm: null, hypervisor: null, unclaimed: {} };
  const bare: { value: string; after: 'svm' | 'hypervisor' }[] = [];
  let after: 'svm' | 'hypervisor' = 'svm';
  for (const { label, value } of pairs) {
    const isMaskLine = isMask(label);
    const owner = ownerOf(isMaskLine ? `${label} ${value}` : label);
    if (!isMaskLine) after = owner ?? after;
    else if (owner === null) bare.push({ value, after });
    else masks[owner] ??= withoutRemark(value);
  }
  for (const { value, after: owner } of bare) {
    const claims = bare.length === 1 ? 'svm' : owner;
    if (masks[claims] === null) masks[claims] = value;
    else masks.unclaimed['netmask'] ??= value;
  }
  return masks;
}

function isMask(label: string): boolean {
  return /(?:^|_)(?:net)?mask(?:_|$)/.test(label);
}

function ownerOf(text: string): 'svm' | 'hypervisor' | null {
  if (OF_HYPERVISOR.test(text)) return 'hypervisor';
  return OF_SVM.test(text) ? 'svm' : null;
}

/** `255.255.255.0 (XEN)` is the mask and a remark. */
function withoutRemark(value: string): string {
  return value.split(/[\s(]/, 1)[0] ?? value;
}
