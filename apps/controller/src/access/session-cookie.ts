import type { Request, Response } from 'express';

export const SESSION_COOKIE = 'sdx_session';

/** The session cookie of a request, or null. */
export function sessionCookieOf(request: Request): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const mine = pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return mine?.slice(SESSION_COOKIE.length + 1) ?? null;
}

/** Sets the session cookie. Scripts cannot read it, other sites cannot send it, and over TLS nothing else carries it. */
export function setSessionCookie(request: Request, response: Response, session: { value: string; ends: Date }): void {
  response.cookie(SESSION_COOKIE, session.value, { ...flags(request), expires: session.ends });
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(SESSION_COOKIE, flags(request));
}

// `secure` follows X-Forwarded-Proto where a proxy on this machine says so.
const flags = (request: Request) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: request.secure }) as const;
