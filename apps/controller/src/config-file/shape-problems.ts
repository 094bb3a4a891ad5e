import { z } from 'zod';
import { callHomeFileSchema, type ProblemError } from '../../../../libs/contract/src/index.js';
import { didYouMean } from './did-you-mean.js';

/** What is wrong with the shape of a file. What the domain judges better, values of settings and waves, is left to it. */
export function shapeProblems(value: unknown): ProblemError[] {
  const parsed = callHomeFileSchema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.flatMap(problemsOf);
}

function problemsOf(issue: z.core.$ZodIssue): ProblemError[] {
  const pointer = pointerOf(issue.path);
  if (isJudgedElsewhere(issue.path, issue.code)) return [];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: 'unknown-key',
      detail: `there is no such key${key === '<<' ? '; YAML 1.2 knows no merge keys, name the keys' : didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const [reason] = issue.issues;
    return [{ pointer, code: 'name', detail: reason?.message ?? issue.message }];
  }
  if (issue.code === 'invalid_type' && /received undefined$/.test(issue.message)) {
    return [{ pointer, code: 'required', detail: 'this is missing' }];
  }
  const known = wordsOf(issue);
  if (known !== null) return [{ pointer, code: 'invalid-value', detail: `expected ${known}` }];
  return [{ pointer, code: issue.code.replaceAll('_', '-'), detail: issue.message }];
}

// Checked by the same functions as layers and rollouts.
function isJudgedElsewhere(path: readonly PropertyKey[], code: string): boolean {
  const [top, kind] = path;
  if (top === 'defaults') return path.length > 1 || code === 'unrecognized_keys';
  if (top === 'rollout') return kind === 'waves';
  if (top !== 'scopes') return false;
  const own = path.slice(kind === 'fleet' ? 2 : 3);
  if (own[0] === 'settings') return own.length > 1 || code === 'unrecognized_keys';
  const isOfKeys = own[0] === 'lock' || own[0] === 'lockReasons';
  return isOfKeys && (code === 'unrecognized_keys' || code === 'invalid_key' || (own[0] === 'lock' && own.length > 1));
}

function wordsOf(issue: z.core.$ZodIssue): string | null {
  return issue.code === 'invalid_value' ? issue.values.map(String).join(' or ') : null;
}

/** The keys that a file may have at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = callHomeFileSchema;
  for (const part of path) {
    const around = unwrapped(schema);
    if (around instanceof z.ZodObject) schema = (around.shape as Record<PropertyKey, unknown>)[part];
    else if (around instanceof z.ZodRecord) schema = around.valueType;
    else return [];
  }
  const found = unwrapped(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap();
  }
  return inner;
}

/** A JSON pointer. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
