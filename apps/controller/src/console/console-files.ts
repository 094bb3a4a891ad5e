import path from 'node:path';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

const NOT_THE_CONSOLE = /^\/(api|admin|healthz|readyz|metrics)(\/|$)/;
const HASHED = /-[\w-]{8,}\.\w+$/;
const MISSING_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Console not built</title>
<h1>The console is not built</h1><p>Run <code>npm run build</code>, then load this page again. The API is at
<a href="/api/v1/openapi.json">/api/v1</a>.</p></html>`;

/** How long browsers keep a file of the console: files named by their contents for ever, all others not at all. */
export function cacheControlOf(file: string): string {
  return HASHED.test(path.basename(file)) ? 'public, max-age=31536000, immutable' : 'no-store';
}

/**
 * Answers pages of the console: every address that is no file and not the API's is the one page, which finds its own
 * way from there.
 */
export function consolePages(folder: string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || NOT_THE_CONSOLE.test(request.path)) return next();
    // An asset of an earlier build must be missed, not answered with a page.
    if (path.extname(request.path) !== '' && request.path !== '/index.html') return next();
    response.sendFile(
      'index.html',
      { root: folder, cacheControl: false, headers: { 'Cache-Control': 'no-store' } },
      (error) => {
        if (!error || response.headersSent) return;
        response.status(503).setHeader('Content-Type', 'text/html; charset=utf-8');
        response.setHeader('Cache-Control', 'no-store');
        response.end(MISSING_PAGE);
      },
    );
  };
}
