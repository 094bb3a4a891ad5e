import type { Request } from 'express';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True for a request that changes something and that a browser sends on behalf of another site. A request with neither
 * header is not from a browser that could be made to send our cookie.
 */
export function isCrossOriginWrite(request: Pick<Request, 'method' | 'get' | 'host'>): boolean {
  if (READING.has(request.method)) return false;
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.get('origin');
  return origin !== undefined && hostOf(origin) !== request.host.toLowerCase();
}

// An opaque origin ("null") has no host and equals nothing.
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
