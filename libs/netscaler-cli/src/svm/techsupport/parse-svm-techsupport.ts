import { TranscriptError } from '../../errors.js';
import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { bytesOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One archive that lies on the SVM. The name is the SVM's word: build paths with `svm.techsupportPath` only. */
export interface SvmTechsupportFile {
  fileName: string;
  fileBytes: number | null;
  /** The SVM's own clock, as printed, zone unknown: fit for showing, not for comparing with other clocks. */
  modifiedAt: string | null;
  /** `Appliance`, `XenServer`, `Management Service`, ... as printed: what the archive covers. */
  mode: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  fileName: ['file_name', 'name', 'filename'],
  fileBytes: ['file_size', 'size', 'file_size_bytes'],
  mode: ['mode'],
  modifiedAt: ['file_last_modified', 'last_modified', 'modified'],
} satisfies Aliases<string>;
const COMMAND = 'show techsupport';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.fileName, ...ALIASES.fileBytes],
  none: ['status', 'state', 'vm_state', 'instance_state', 'slot', 'bay_number', 'uuid', 'ip_address'],
} as const;

/**
 * Parses `show techsupport` of the SVM: finished archives. An archive still being made is not listed.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, an answer to another command, or an archive
 * without a name, which nobody could fetch.
 */
export function parseSvmTechsupport(output: string): SvmTechsupportFile[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    const fileName = fields.text('fileName');
    if (fileName === null) throw new TranscriptError('OUTPUT_UNREADABLE', { command: COMMAND, missing: 'file_name' });
    return {
      fileName,
      fileBytes: fields.value('fileBytes', bytesOrNull),
      modifiedAt: fields.text('modifiedAt'),
      mode: fields.text('mode'),
      extra: fields.extra(),
    };
  });
}
