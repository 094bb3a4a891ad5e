import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/** 2015-06-12T07:29:14Z, when every file was changed last. */
export const MODIFIED_SECONDS = 1_434_094_154;

/** Serves files from memory: open, stat, read, close and remove. `/denied` exists and may not be read. */
export function serveFiles(sftp: SFTPWrapper, files: Map<string, Buffer>): void {
  const open = new Map<number, string>();
  const attributes = (size: number): Attributes => ({
    mode: 0o100600,
    uid: 0,
    gid: 0,
    size,
    atime: 0,
    mtime: MODIFIED_SECONDS,
  });
  let handles = 0;
  const opened = (handle: Buffer): Buffer | undefined => files.get(open.get(handle.readUInt32BE(0)) ?? '');
  sftp.on('OPEN', (request, path) => {
    const content = files.get(path);
    if (path === '/denied') return sftp.status(request, STATUS_CODE.PERMISSION_DENIED);
    if (content === undefined) return sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(++handles);
    open.set(handles, path);
    sftp.handle(request, handle);
  });
  sftp.on('FSTAT', (request, handle) => {
    sftp.attrs(request, attributes(opened(handle)?.length ?? 0));
  });
  sftp.on('STAT', (request, path) => {
    const content = files.get(path);
    if (content === undefined) return sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
    sftp.attrs(request, attributes(content.length));
  });
  sftp.on('READ', (request, handle, offset, length) => {
    const content = opened(handle) ?? Buffer.alloc(0);
    if (offset >= content.length) return sftp.status(request, STATUS_CODE.EOF);
    // Every third answer is short, as a server may do at any time.
    const granted = request % 3 === 0 ? Math.ceil(length / 2) : length;
    sftp.data(request, content.subarray(offset, offset + granted));
  });
  sftp.on('CLOSE', (request, handle) => {
    open.delete(handle.readUInt32BE(0));
    sftp.status(request, STATUS_CODE.OK);
  });
  sftp.on('REMOVE', (request, path) => {
    sftp.status(request, files.delete(path) ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE);
  });
}
