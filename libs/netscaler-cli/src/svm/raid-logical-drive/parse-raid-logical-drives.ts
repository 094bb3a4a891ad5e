import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { countOrNull, listItems } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One mirrored pair, or more, of a host. */
export interface RaidLogicalDrive {
  id: string | null;
  name: string | null;
  /** `Optimal`, `Degraded`, `Offline`, ... as printed. */
  state: string | null;
  /** Slots of its members; empty when not printed as slot numbers, the text is then in `extra.drives`. */
  drives: number[];
  /** Its number on the controller; 0 is the one that the SVM and the hypervisor lie on. */
  virtualDrive: number | null;
  /** As printed, with its unit. */
  size: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  id: ['id'],
  name: ['name'],
  state: ['state'],
  drives: ['drives'],
  virtualDrive: ['virtual_drive', 'virtualdrive', 'target_id', 'targetid'],
  slot1: ['physical_disk_slot_1'],
  slot2: ['physical_disk_slot_2'],
  size: ['size'],
} satisfies Aliases<string>;

const COMMAND = 'show raidLogicalDrive';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.state, ...ALIASES.drives, ...ALIASES.slot1, ...ALIASES.virtualDrive],
  none: ['slot', 'firmware_state', 'firmwarestate', 'vm_state', 'instance_state', 'current_value', 'bay_number'],
} as const;

/**
 * Parses `show raidLogicalDrive`. Models without RAID list nothing or refuse the command.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseRaidLogicalDrives(output: string): RaidLogicalDrive[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    const members = [fields.text('slot1'), fields.text('slot2')].filter((slot) => slot !== null);
    const printed = fields.text('drives') ?? members.join(',');
    const drives = slots(printed);
    const virtualDrive = fields.value('virtualDrive', countOrNull);
    const extra = fields.extra();
    if (drives === null) extra['drives'] = printed;
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      state: fields.text('state'),
      drives: drives ?? [],
      virtualDrive,
      size: fields.text('size'),
      extra,
    };
  });
}

function slots(printed: string): number[] | null {
  const items = listItems(printed);
  return items.every((item) => /^\d{1,4}$/.test(item)) ? items.map(Number) : null;
}
