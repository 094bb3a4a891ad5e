import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { booleanOrNull, countOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One drive bay of a host. On hosts with RAID in software the controller's fields may be null. */
export interface RaidPhysicalDrive {
  /** Null: the drive was printed without one, and is a drive all the same. */
  slot: number | null;
  /** `Online, Spun Up`, `Failed`, `Rebuild`, ... as printed. */
  firmwareState: string | null;
  foreignState: string | null;
  mediaType: string | null;
  /** As printed, with its unit. */
  size: string | null;
  mediaErrors: number | null;
  otherErrors: number | null;
  logicalDrive: string | null;
  isUsed: boolean | null;
  enclosure: number | null;
  deviceId: number | null;
  /** Maker, model, serial and firmware in one text. */
  inquiry: string | null;
  wwn: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  slot: ['slot', 'slot_number'],
  firmwareState: ['firmware_state', 'firmwarestate'],
  foreignState: ['foreign_state', 'foreignstate'],
  mediaType: ['media_type', 'mediatype'],
  size: ['size'],
  mediaErrors: ['media_error_count', 'mec', 'media_errors'],
  otherErrors: ['other_error_count', 'oec', 'other_errors'],
  logicalDrive: ['logical_drive', 'ld_number', 'logical_disk_name', 'logical_drive_name'],
  isUsed: ['is_used', 'used'],
  enclosure: ['enclosure', 'enclosure_device_id'],
  deviceId: ['device_id', 'deviceid'],
  inquiry: ['inquiry_data', 'inquiry'],
  wwn: ['wwn'],
} satisfies Aliases<string>;
const COMMAND = 'show raidPhysicalDrive';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.slot, ...ALIASES.firmwareState],
  none: [
    'vm_state',
    'instance_state',
    'current_value',
    'drives',
    'physical_disk_slot_1',
    'virtual_drive',
    'bay_number',
  ],
} as const;

/**
 * Parses `show raidPhysicalDrive`. Models without RAID list nothing or refuse the command.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseRaidPhysicalDrives(output: string): RaidPhysicalDrive[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    return {
      slot: fields.value('slot', countOrNull),
      firmwareState: fields.text('firmwareState'),
      foreignState: fields.text('foreignState'),
      mediaType: fields.text('mediaType'),
      size: fields.text('size'),
      mediaErrors: fields.value('mediaErrors', countOrNull),
      otherErrors: fields.value('otherErrors', countOrNull),
      logicalDrive: fields.text('logicalDrive'),
      isUsed: fields.value('isUsed', booleanOrNull),
      enclosure: fields.value('enclosure', countOrNull),
      deviceId: fields.value('deviceId', countOrNull),
      inquiry: fields.text('inquiry'),
      wwn: fields.text('wwn'),
      extra: fields.extra(),
    };
  });
}
