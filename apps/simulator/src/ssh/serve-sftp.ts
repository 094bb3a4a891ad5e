import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2';
import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { Appliance } from '../fleet/appliance.js';
import type { CommandLog, CommandOrigin } from '../fleet/command-log.js';
import { lookUp, normalPath, type Node } from './bundle-directory.js';
import { waitLatency } from './latency.js';
import type { FaultOf } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';
import type { Wire } from './wire.js';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** Bytes of one answer at most, whatever the client asks for. */
const LONGEST_READ = 256 * 1024;

/** An appliance's files, where what is done to them is noted, and what may go wrong. */
export interface SftpContext {
  readonly appliance: Appliance;
  readonly bundles: BundleWriter;
  readonly log: CommandLog;
  readonly origin: CommandOrigin;
  readonly faults: WireFaults;
  readonly wire: Wire;
}

type OpenHandle =
  { readonly file: FileHandle; readonly node: Node } | { names: readonly string[]; readonly path: string };

/** Serves the bundle directory of an appliance: reading and removing, nothing else. */
export function serveSftp(sftp: SFTPWrapper, context: SftpContext): void {
  const { appliance } = context;
  const handles = new Map<number, OpenHandle>();
  const transfer = new Transfer(context);
  let lastHandle = 0;
  const keep = (handle: OpenHandle): Buffer => {
    lastHandle += 1;
    handles.set(lastHandle, handle);
    const id = Buffer.alloc(4);
    id.writeUInt32BE(lastHandle);
    return id;
  };
  const find = (id: Buffer): OpenHandle | undefined => (id.length === 4 ? handles.get(id.readUInt32BE()) : undefined);
  /** Answers a request; a failure on the simulator's own side becomes the general SFTP failure. */
  const answer = (reqId: number, work: () => Promise<void> | void): void => {
    void (async () => {
      try {
        await work();
      } catch {
        sftp.status(reqId, STATUS_CODE.FAILURE);
      }
    })();
  };
  const missing = (reqId: number): void => sftp.status(reqId, STATUS_CODE.NO_SUCH_FILE);

  sftp.on('OPEN', (reqId, filename, flags) =>
    answer(reqId, async () => {
      const path = normalPath(filename);
      context.log.add(appliance, context.origin, `open ${path}`);
      await waitLatency(appliance, context.faults, null);
      if ((flags & ~OPEN_MODE.READ) !== 0) return sftp.status(reqId, STATUS_CODE.PERMISSION_DENIED);
      const node = lookUp(appliance, path);
      if (node === null || node.kind === 'directory') return missing(reqId);
      sftp.handle(reqId, keep({ file: await open(node.bundle.file, 'r'), node }));
    }),
  );
  sftp.on('READ', (...[reqId, id, offset, length]) =>
    answer(reqId, async () => {
      const handle = find(id);
      if (handle === undefined || !('file' in handle)) return sftp.status(reqId, STATUS_CODE.FAILURE);
      if (transfer.isOver) return;
      const buffer = Buffer.allocUnsafe(Math.min(length, LONGEST_READ));
      const { bytesRead } = await handle.file.read(buffer, 0, buffer.length, offset);
      if (bytesRead === 0) return sftp.status(reqId, STATUS_CODE.EOF);
      transfer.send(buffer.subarray(0, bytesRead), (data) => sftp.data(reqId, data));
    }),
  );
  sftp.on('CLOSE', (reqId, id) =>
    answer(reqId, async () => {
      const handle = find(id);
      if (handle === undefined) return sftp.status(reqId, STATUS_CODE.FAILURE);
      handles.delete(id.readUInt32BE());
      if ('file' in handle) await handle.file.close();
      sftp.status(reqId, STATUS_CODE.OK);
    }),
  );
  sftp.on('FSTAT', (reqId, id) =>
    answer(reqId, () => {
      const handle = find(id);
      if (handle === undefined) return sftp.status(reqId, STATUS_CODE.FAILURE);
      sftp.attrs(reqId, attributes('file' in handle ? handle.node : lookUp(appliance, handle.path), true));
    }),
  );
  const stat = (follow: boolean) => (reqId: number, path: string) =>
    answer(reqId, () => {
      const node = lookUp(appliance, normalPath(path));
      return node === null ? missing(reqId) : sftp.attrs(reqId, attributes(node, follow));
    });
  sftp.on('STAT', stat(true));
  sftp.on('LSTAT', stat(false));
  sftp.on('REALPATH', (reqId, path) => {
    const filename = normalPath(path);
    sftp.name(reqId, [{ filename, longname: filename, attrs: attributes(lookUp(appliance, filename), true) }]);
  });
  sftp.on('READLINK', (reqId, path) => {
    const node = lookUp(appliance, normalPath(path));
    if (node?.kind !== 'link') return missing(reqId);
    sftp.name(reqId, [{ filename: node.bundle.path, longname: node.bundle.path, attrs: attributes(node, false) }]);
  });
  sftp.on('OPENDIR', (reqId, path) => {
    const node = lookUp(appliance, normalPath(path));
    if (node?.kind !== 'directory') return missing(reqId);
    sftp.handle(reqId, keep({ names: node.names, path: normalPath(path) }));
  });
  sftp.on('READDIR', (reqId, id) => {
    const handle = find(id);
    if (handle === undefined || 'file' in handle) return sftp.status(reqId, STATUS_CODE.FAILURE);
    const names = handle.names;
    handle.names = [];
    if (names.length === 0) return sftp.status(reqId, STATUS_CODE.EOF);
    sftp.name(
      reqId,
      names.map((filename) => {
        const attrs = attributes(lookUp(appliance, normalPath(`${handle.path}/${filename}`)), false);
        return {
          filename,
          longname: `-rw-r--r--    1 root  wheel  ${String(attrs.size).padStart(12)} ${filename}`,
          attrs,
        };
      }),
    );
  });
  sftp.on('REMOVE', (reqId, path) =>
    answer(reqId, async () => {
      context.log.add(appliance, context.origin, `remove ${normalPath(path)}`);
      const removed = await context.bundles.remove(appliance, normalPath(path));
      sftp.status(reqId, removed ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE);
    }),
  );
  for (const event of ['WRITE', 'FSETSTAT', 'SETSTAT', 'MKDIR', 'RMDIR', 'RENAME', 'SYMLINK'] as const) {
    // The overloads of `on` take one event name each, and all of these begin with the request's number.
    sftp.on(event as 'RMDIR', (reqId) => sftp.status(reqId, STATUS_CODE.PERMISSION_DENIED));
  }
  const closeAll = (): void => {
    for (const handle of handles.values()) if ('file' in handle) void handle.file.close();
    handles.clear();
  };
  sftp.on('close', closeAll);
}

/** Counts what a session sends of files, and ends or freezes its connection at the byte that a fault says. */
class Transfer {
  /** Nothing more is sent. */
  isOver = false;
  private sent = 0;

  constructor(private readonly context: SftpContext) {}

  send(data: Buffer, write: (data: Buffer) => void): void {
    const { appliance, faults, wire } = this.context;
    if (this.isOver) return;
    const isDue = ({ at, bytes }: FaultOf<'cut' | 'hang'>): boolean =>
      at === 'transfer' && this.sent + data.length > bytes;
    const cut = faults.take(appliance, 'cut', isDue);
    const end = cut ?? faults.take(appliance, 'hang', isDue);
    if (end === null) {
      this.sent += data.length;
      return write(data);
    }
    this.isOver = true;
    const rest = end.bytes - this.sent;
    if (rest > 0) write(data.subarray(0, rest));
    if (cut === null) wire.freeze();
    else wire.cut(cut.reset);
  }
}

function attributes(node: Node | null, follow: boolean): Attributes {
  const isFile = node !== null && node.kind !== 'directory';
  const createdAt = Math.floor((isFile ? node.bundle.createdAt : Date.now()) / 1000);
  const type = !isFile ? constants.S_IFDIR : node.kind === 'link' && !follow ? constants.S_IFLNK : constants.S_IFREG;
  return {
    mode: type | (isFile ? 0o644 : 0o755),
    uid: 0,
    gid: 0,
    size: isFile ? node.bundle.bytes : 512,
    atime: createdAt,
    mtime: createdAt,
  };
}
