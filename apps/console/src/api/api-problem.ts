import { problemSchema, type Problem, type ProblemError } from '../../../../libs/contract/src/index.js';

/** A request that did not succeed. `code` is the API's problem code, or `offline` / `unreadable` for what is ours. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly help: string;
  /** Null when no controller answered. */
  readonly requestId: string | null;
  readonly errors: readonly ProblemError[];
  /** Of a version conflict: what has changed since the version that was sent. */
  readonly changedKeys: readonly string[];

  constructor(problem: Pick<Problem, 'code' | 'status' | 'title' | 'detail' | 'help'> & Partial<Problem>) {
    super(`${problem.code}: ${problem.detail}`);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.help = problem.help;
    this.requestId = problem.requestId ?? null;
    this.errors = problem.errors ?? [];
    this.changedKeys = problem.changedKeys ?? [];
  }
}

/** Makes the problem of a refused answer; one that is no problem document keeps only its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiProblem(parsed.data);
  return new ApiProblem({
    code: 'unreadable',
    status: response.status,
    title: `The controller answered ${response.status}`,
    detail: 'The answer was not in a form this console knows.',
    help: 'Try again; if it stays, look at the controller log.',
  });
}

/** The network failed before any answer came. */
export function offlineProblem(): ApiProblem {
  return new ApiProblem({
    code: 'offline',
    status: 0,
    title: 'The controller does not answer',
    detail: 'No connection could be made to the controller. What you see is what was read last.',
    help: 'Check the network, then try again.',
  });
}

/** Any thrown value as a problem, so that every panel can show it the same way. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({
    code: 'unreadable',
    status: 0,
    title: 'The answer could not be read',
    detail: error instanceof Error ? error.message.slice(0, 200) : 'Unknown failure',
    help: 'Reload the page; the console and the controller may be of different versions.',
  });
}
