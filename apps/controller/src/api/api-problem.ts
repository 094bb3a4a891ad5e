import { PROBLEMS, type ProblemCode, type ProblemError } from '../../../../libs/contract/src/index.js';

/** What a problem says beyond its code. `headers` go out with the answer. */
export interface ProblemMore {
  detail?: string;
  errors?: ProblemError[];
  allowed?: string[];
  help?: string;
  /** Of a version conflict: the ETag that holds now. It goes out as a header, too. */
  etag?: string;
  /** Of a version conflict: the keys that have changed since the version that was sent. */
  changedKeys?: readonly string[];
  headers?: Record<string, string>;
}

/** The one error of this program: a refusal that the caller is told about, by the code of the public table. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: ProblemCode,
    readonly more: ProblemMore = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${more.detail ?? PROBLEMS[code].title}`, options);
  }
}
