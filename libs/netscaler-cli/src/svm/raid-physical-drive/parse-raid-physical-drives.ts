import { readSvmRecords } from '../records/parse-svm-records.js';
import { booleanOrNull, numberOrNull, required, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One drive bay of a host. On hosts with RAID in software the controller's fields may be null. */
export interface RaidPhysicalDrive {
  slot: number;
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
} satisfies Aliases<string>;
const COMMAND = 'show raidPhysicalDrive';

/**
 * Parses `show raidPhysicalDrive`. Models without RAID list nothing or refuse the command.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no records among the words, or a drive without a slot number.
 */
export function parseRaidPhysicalDrives(output: string): RaidPhysicalDrive[] {
  return readSvmRecords(COMMAND, output).map((record) => {
    const { known, extra } = takeFields(ALIASES, record);
    return {
      slot: required(numberOrNull(known.slot), { command: COMMAND, missing: 'slot' }),
      firmwareState: textOrNull(known.firmwareState),
      foreignState: textOrNull(known.foreignState),
      mediaType: textOrNull(known.mediaType),
      size: textOrNull(known.size),
      mediaErrors: numberOrNull(known.mediaErrors),
      otherErrors: numberOrNull(known.otherErrors),
      logicalDrive: textOrNull(known.logicalDrive),
      isUsed: booleanOrNull(known.isUsed),
      extra,
    };
  });
}
