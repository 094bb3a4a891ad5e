import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { SimulatorError } from '../simulator-error.js';
import { SCENARIO_SCHEMA, type Scenario } from './scenario-schema.js';

/** Mistakes told at one time; more would hide the first. */
const MISTAKES_SHOWN = 5;

/**
 * Reads a scenario file, in YAML 1.2.
 *
 * @throws {SimulatorError} BAD_OPTION - when it cannot be read, or a value is none; the message names each place
 */
export async function readScenario(file: string): Promise<Scenario> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SimulatorError('BAD_OPTION', `The scenario ${file} cannot be read; check its path and its owner.`, {
      cause,
    });
  }
  return parseScenario(text, file);
}

/**
 * Reads the text of a scenario; `file` is its name in messages.
 *
 * @throws {SimulatorError} BAD_OPTION - when it is not one; the message names each place and what is allowed there
 */
export function parseScenario(text: string, file: string): Scenario {
  let given: unknown;
  try {
    given = parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new SimulatorError('BAD_OPTION', `${file} is not YAML: ${reason?.replace(/:$/, '')}.`, {
      cause,
    });
  }
  const parsed = SCENARIO_SCHEMA.safeParse(given);
  if (!parsed.success)
    throw wrong(
      file,
      parsed.error.issues.map(({ path, message }) => `${place(path)}: ${message}`),
    );
  const mistakes = findMistakes(parsed.data);
  if (mistakes.length > 0) throw wrong(file, mistakes);
  return parsed.data;
}

function wrong(file: string, mistakes: readonly string[]): SimulatorError {
  const shown = mistakes.slice(0, MISTAKES_SHOWN).map((mistake) => `  ${mistake.replace(/\.$/, '')}`);
  const more = mistakes.length > shown.length ? `\n  and ${mistakes.length - shown.length} more` : '';
  return new SimulatorError('BAD_OPTION', `${file} is no scenario:\n${shown.join('\n')}${more}`);
}

/** `hosts[0].instances[2].license` */
function place(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** What no schema of one value sees: an appliance that is a node of two clusters or in two pairs. */
function findMistakes({ pairs = [], clusters = [] }: Scenario): string[] {
  const joined = [
    ...pairs.flatMap(({ primary, secondary }, at) => [
      { name: primary, where: `pairs[${at}].primary` },
      { name: secondary, where: `pairs[${at}].secondary` },
    ]),
    ...clusters.flatMap(({ nodes }, at) =>
      nodes.map((name, node) => ({ name, where: `clusters[${at}].nodes[${node}]` })),
    ),
  ];
  const seen = new Map<string, string>();
  return joined.flatMap(({ name, where }) => {
    const before = seen.get(name);
    seen.set(name, where);
    return before === undefined ? [] : [`${where}: ${name} is already named in ${before}`];
  });
}
