import { ApiProblem } from './api-problem.js';

/**
 * Reads a filter that takes several words between commas; null where it is not given.
 * @throws {ApiProblem} filter-unknown - one of them is none of `known`.
 */
export function wordsOf<Word extends string>(
  filter: string,
  text: string | undefined,
  known: readonly Word[],
): Word[] | null {
  if (text === undefined || text === '') return null;
  return text.split(',').map((part) => {
    const word = known.find((each) => each === part.trim());
    if (word !== undefined) return word;
    throw new ApiProblem('filter-unknown', {
      errors: [{ pointer: filter, code: 'unknown-word', detail: `one or more of ${known.join(', ')}` }],
    });
  });
}
