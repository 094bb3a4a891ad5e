import { SshError } from '../errors.js';

/** An address as the hop before it is told. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a hop is named in `details`: host and port, an IPv6 address in brackets. */
export function hopName({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Turns what went wrong at a hop into JUMP_FAILED with `hop`, `hopCode` and the rest of its details, so that nobody
 * takes it for a failure of the server behind. What already names its hop, and what is no SshError, stays as it is.
 */
export function hopFailure(error: unknown, hop: Address): unknown {
  if (!(error instanceof SshError)) return error;
  if (error.code === 'JUMP_FAILED' || error.code === 'PROXY_REFUSED' || error.code === 'CANCELLED') return error;
  const { host: _host, port: _port, ...rest } = error.details;
  return new SshError('JUMP_FAILED', { ...rest, hop: hopName(hop), hopCode: error.code }, { cause: error });
}
