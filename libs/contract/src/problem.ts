import { z } from 'zod';

/**
 * Every problem code the API can answer with, its HTTP status and title. Codes are public: never renamed or reused.
 * `help` is the next step for the reader; a more exact one may be given with the single problem.
 */
export const PROBLEMS = {
  malformed: { status: 400, title: 'The request cannot be read', help: 'Send valid JSON of the documented shape.' },
  'cursor-invalid': { status: 400, title: 'The page cursor is not valid here', help: 'Start again without a cursor.' },
  'filter-unknown': {
    status: 400,
    title: 'Unknown filter',
    help: 'See the filters of this list in /api/v1/openapi.json.',
  },
  'empty-selector': { status: 400, title: 'The selector names no appliance', help: 'Name a scope or appliance ids.' },
  unauthenticated: { status: 401, title: 'Sign in first', help: 'POST /api/v1/session, or send a bearer token.' },
  'token-expired': { status: 401, title: 'The token has expired', help: 'Create another one under Settings.' },
  forbidden: { status: 403, title: 'Not allowed', help: 'Ask an administrator for the role that may do this.' },
  'cross-origin': {
    status: 403,
    title: 'Request from another site refused',
    help: 'Use the console at its own address.',
  },
  'not-found': { status: 404, title: 'Not found', help: 'Check the id; it may have been removed.' },
  'illegal-transition': { status: 409, title: 'Not possible in this state', help: 'See `allowed` for what is.' },
  'plan-stale': { status: 409, title: 'The plan is out of date', help: 'Plan again, then start the rollout.' },
  'self-approval': {
    status: 403,
    title: 'Nobody approves what they wrote',
    help: 'Ask another person who may approve.',
  },
  'key-locked': {
    status: 403,
    title: 'A broader layer locks this key',
    help: 'Ask for an exception, or leave the key out.',
  },
  'managed-by-git': {
    status: 403,
    title: 'This layer belongs to a Call Home file',
    help: 'Change the file and apply it, or change one of the keys that it leaves editable.',
  },
  'group-priority-tie': {
    status: 409,
    title: 'Two groups of one priority set the same key',
    help: 'Give one of them another priority, or let only one set the key.',
  },
  'count-mismatch': {
    status: 409,
    title: 'Something has changed since it was looked at',
    help: 'Look at the difference again, then repeat.',
  },
  'target-busy': { status: 409, title: 'The appliance is busy', help: 'Wait for the running rollout to finish.' },
  'duplicate-appliance': {
    status: 409,
    title: 'This address is already in the inventory',
    help: 'Change the existing one.',
  },
  'duplicate-name': { status: 409, title: 'This name is taken', help: 'Choose another name.' },
  'last-admin': {
    status: 409,
    title: 'This is the last administrator',
    help: 'Make somebody else an administrator first.',
  },
  'in-use': { status: 409, title: 'Something else still needs it', help: 'Take it out of use there first.' },
  'hops-refused': {
    status: 422,
    title: 'The way leads in a circle, or through too many jump hosts',
    help: 'Choose another jump host to go through.',
  },
  'etag-mismatch': { status: 412, title: 'Changed by somebody else', help: 'Read it again, then repeat your change.' },
  'if-match-required': { status: 428, title: 'If-Match is missing', help: 'Send the ETag of the version you read.' },
  'media-type': { status: 415, title: 'Unsupported media type', help: 'Send application/json.' },
  'body-too-large': { status: 413, title: 'The request body is too large', help: 'Keep it under 1 MiB.' },
  validation: { status: 422, title: 'Some values are not accepted', help: 'See `errors` for each of them.' },
  'rate-limited': { status: 429, title: 'Too many requests', help: 'Wait for the time in Retry-After.' },
  'queue-unavailable': {
    status: 503,
    title: 'Redis does not answer',
    help: 'Work waits in the database; none is lost.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database does not answer',
    help: 'Check DATABASE_URL and the server.',
  },
  internal: { status: 500, title: 'Unexpected error', help: 'Give the request id to whoever runs the controller.' },
} as const satisfies Record<string, { status: number; title: string; help: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One wrong value inside a request: `pointer` is a JSON pointer into the body or a query parameter's name. */
export const problemErrorSchema = z.object({
  pointer: z.string(),
  code: z.string(),
  detail: z.string(),
  /** Of a text such as a Call Home file: the line where it stands, from 1. */
  line: z.number().int().optional(),
});
export type ProblemError = z.infer<typeof problemErrorSchema>;

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(problemErrorSchema).optional(),
  allowed: z.array(z.string()).optional(),
  /** Of a version conflict: the ETag that holds now, and what has changed since the one that was sent. */
  etag: z.string().optional(),
  changedKeys: z.array(z.string()).optional(),
  retryable: z.boolean(),
  help: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
