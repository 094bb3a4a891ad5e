import { readSvmRecords } from '../records/parse-svm-records.js';
import { bytesOrNull, required, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One archive that lies on the SVM. The name is the SVM's word: build paths with `svm.techsupportPath` only. */
export interface SvmTechsupportFile {
  fileName: string;
  fileBytes: number | null;
  /** The SVM's own clock, as printed, zone unknown: fit for showing, not for comparing with other clocks. */
  modifiedAt: string | null;
}

const ALIASES = {
  fileName: ['file_name', 'name', 'filename'],
  fileBytes: ['file_size', 'size', 'file_size_bytes'],
  modifiedAt: ['file_last_modified', 'last_modified', 'modified'],
} satisfies Aliases<string>;
const COMMAND = 'show techsupport';

/**
 * Parses `show techsupport` of the SVM: finished archives. An archive still being made is not listed.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no records among the words, or an archive without a name.
 */
export function parseSvmTechsupport(output: string): SvmTechsupportFile[] {
  return readSvmRecords(COMMAND, output).map((record) => {
    const { known } = takeFields(ALIASES, record);
    return {
      fileName: required(textOrNull(known.fileName), { command: COMMAND, missing: 'file_name' }),
      fileBytes: bytesOrNull(known.fileBytes),
      modifiedAt: textOrNull(known.modifiedAt),
    };
  });
}
