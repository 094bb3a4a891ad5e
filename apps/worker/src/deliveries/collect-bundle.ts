import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import {
  adc,
  parseShowTechsupport,
  parseSvmTechsupport,
  readReply,
  svm,
  type SvmTechsupportFile,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { RemoteFile, SshSession } from '../../../../libs/ssh/src/index.js';

/** An archive that was made for us: how to read it, and how to take it away again. */
export interface Archive {
  fileName: string;
  open(): Promise<RemoteFile>;
  remove(): Promise<void>;
}

/** The appliance answered, but did not make an archive. */
export class NoArchiveError extends Error {
  override readonly name = 'NoArchiveError';
}

// Collecting takes minutes on a busy appliance and is silent for long stretches.
const COLLECT_TIMEOUT_MS = 15 * 60_000;
const SVM_POLL_MS = 2000;

/**
 * Has an instance make its tech support archive.
 * @throws {SshError}
 * @throws {NoArchiveError} - it printed no path of an archive.
 */
export async function makeInstanceArchive(session: SshSession): Promise<Archive> {
  const output = await session.run(adc.show.techsupport('NODE'), { timeoutMs: COLLECT_TIMEOUT_MS });
  const { archivePath } = parseShowTechsupport(output);
  if (archivePath === null) throw new NoArchiveError('show techsupport named no archive');
  return {
    fileName: path.posix.basename(archivePath),
    open: () => session.fetch(archivePath),
    remove: () => session.remove(archivePath),
  };
}

/**
 * Has an SVM make an archive of itself and its hypervisor, and waits until it is complete: its size must stand still.
 * @throws {SshError}
 * @throws {NoArchiveError} - it refused, or nothing appeared in time.
 */
export async function makeHostArchive(session: SshSession, signal: AbortSignal): Promise<Archive> {
  const before = new Set((await listArchives(session)).map((file) => file.fileName));
  const command = svm.startTechsupport('ManagementService');
  const reply = readReply(command, await session.run(command, { timeoutMs: COLLECT_TIMEOUT_MS }));
  if (!reply.ok) throw new NoArchiveError(reply.refusal ?? 'the SVM refused');
  const deadline = Date.now() + COLLECT_TIMEOUT_MS;
  let last: SvmTechsupportFile | undefined;
  while (Date.now() < deadline) {
    const found = (await listArchives(session)).find((file) => !before.has(file.fileName));
    if (found && last && found.fileBytes === last.fileBytes && found.fileName === last.fileName) {
      const { fileName } = found;
      return {
        fileName,
        open: () => session.fetch(svm.techsupportPath(fileName)),
        remove: async () => void (await session.run(svm.deleteTechsupport(fileName))),
      };
    }
    last = found;
    await sleep(SVM_POLL_MS, undefined, { signal });
  }
  throw new NoArchiveError('no archive appeared in time');
}

async function listArchives(session: SshSession): Promise<readonly SvmTechsupportFile[]> {
  return parseSvmTechsupport(await session.run(svm.show.techsupport));
}
