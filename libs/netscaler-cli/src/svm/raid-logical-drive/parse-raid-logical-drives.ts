import { readSvmRecords } from '../records/parse-svm-records.js';
import { takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One mirrored pair, or more, of a host. */
export interface RaidLogicalDrive {
  id: string | null;
  name: string | null;
  /** `Optimal`, `Degraded`, `Offline`, ... as printed. */
  state: string | null;
  /** Slots of its members; empty when not printed as slot numbers, the text is then in `extra.drives`. */
  drives: number[];
  /** As printed, with its unit. */
  size: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  id: ['id'],
  name: ['name'],
  state: ['state'],
  drives: ['drives'],
  slot1: ['physical_disk_slot_1'],
  slot2: ['physical_disk_slot_2'],
  size: ['size'],
} satisfies Aliases<string>;

/**
 * Parses `show raidLogicalDrive`. Models without RAID list nothing or refuse the command.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseRaidLogicalDrives(output: string): RaidLogicalDrive[] {
  return readSvmRecords('show raidLogicalDrive', output).map((record) => {
    const { known, extra } = takeFields(ALIASES, record);
    const printed = textOrNull(known.drives) ?? [known.slot1, known.slot2].filter((slot) => textOrNull(slot)).join(',');
    const drives = slots(printed);
    return {
      id: textOrNull(known.id),
      name: textOrNull(known.name),
      state: textOrNull(known.state),
      drives: drives ?? [],
      size: textOrNull(known.size),
      extra: drives === null ? { ...extra, drives: printed } : extra,
    };
  });
}

function slots(printed: string): number[] | null {
  const items = printed.split(/[,;\s]+/).filter((item) => item !== '');
  return items.every((item) => /^\d{1,4}$/.test(item)) ? items.map(Number) : null;
}
