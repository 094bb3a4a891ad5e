import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One thing that an SVM manages: its hypervisor, or an instance on it. */
export interface ManagedDevice {
  id: string | null;
  name: string | null;
  hostName: string | null;
  address: string | null;
  version: string | null;
  instanceState: string | null;
  /** Null: a word that is neither, kept in `typeText`, or none. */
  kind: 'hypervisor' | 'instance' | null;
  typeText: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  id: ['id'],
  name: ['name', 'display_name'],
  hostName: ['hostname', 'host_name'],
  address: ['ip_address', 'address', 'mgmt_ip_address'],
  version: ['version'],
  instanceState: ['instance_state', 'state'],
  type: ['type', 'device_type'],
} satisfies Aliases<string>;
const COMMAND = 'show manageddevice';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.type, ...ALIASES.instanceState],
  none: ['slot', 'bay_number', 'current_value', 'firmware_state', 'firmwarestate', 'file_name', 'drives'],
} as const;

/**
 * Parses `show manageddevice`: the hypervisor and the instances in one list; filter by `kind`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowManageddevice(output: string): ManagedDevice[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    const typeText = fields.text('type');
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      hostName: fields.text('hostName'),
      address: fields.text('address'),
      version: fields.text('version'),
      instanceState: fields.text('instanceState'),
      kind: kindOf(typeText),
      typeText,
      extra: fields.extra(),
    };
  });
}

/** `Xen` and `NS`: vendor SDK. */
function kindOf(type: string | null): ManagedDevice['kind'] {
  if (/^xen(?:server)?$/i.test(type ?? '')) return 'hypervisor';
  return /^(?:ns|netscaler|vpx)$/i.test(type ?? '') ? 'instance' : null;
}
