import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parseScope } from '../../../../libs/callhome/src/index.js';
import type { CallHomeFile, ProblemCode, ProblemError } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { ApplianceNames, namesAppliances } from './appliance-names.js';
import { compareFile, type Comparison, type FleetState } from './compare-file.js';
import { FleetFacts } from './fleet-facts.js';
import { expiryProblems, layersAfter, lockedProblems, prioritiesAfter, tieProblems } from './judge-comparison.js';
import { readFile, withLines, type FileRead } from './read-file.js';
import { rulesOf, wantedLayers, type WantedLayer } from './wanted-layer.js';

/** A text that somebody wants to compare or to apply. */
export interface FileOrder {
  file: string;
  pruneAll: boolean;
}

/** A file that may be taken over, and how it differs from what there is. */
export interface JudgedFile extends Comparison {
  file: CallHomeFile;
  state: FleetState;
  wanted: readonly WantedLayer[];
  /** What groups would have, by scope. */
  priorities: ReadonlyMap<string, number>;
  hash: string;
}

/** More than any fleet needs; reading it takes a second or two, in which nothing else is answered. */
export const MOST_FILE_CHARS = 2_097_152;
const MOST_PROBLEMS = 100;

/** Reads Call Home files, and holds them against the fleet. Writes nothing. */
@Injectable()
export class ConfigReading {
  constructor(private readonly facts: FleetFacts) {}

  /**
   * Judges a file whole.
   * @throws {ApiProblem} body-too-large; validation - with everything that is wrong with it, each with its line;
   * managed-by-git, key-locked, group-priority-tie - naming each place.
   */
  async judge(order: FileOrder): Promise<JudgedFile> {
    if (order.file.length > MOST_FILE_CHARS) {
      const help = 'Split it: a file changes only the scopes that it names.';
      throw new ApiProblem('body-too-large', { detail: 'A Call Home file has at most 2 MiB.', help });
    }
    const read = readFile(order.file);
    const names = namesAppliances(read.raw) || order.pruneAll ? await this.facts.names() : new ApplianceNames([]);
    const unknown = read.raw === undefined ? [] : withLines(names.problemsIn(read.raw), read.text);
    refuse('validation', [...read.problems, ...unknown, ...pruneProblems(read, order)]);
    const { file } = read;
    if (file === null) throw new TypeError('a file without problems is none');

    const state = await this.facts.state();
    const wanted = wantedLayers(file, names);
    const wrong = [...expiryProblems(wanted, state, new Date()), ...(await this.facts.destinationProblems(wanted))];
    refuse('validation', withLines(wrong, read.text));
    const emptying = file.prune === 'all' ? unlisted(state, wanted, names) : [];
    const comparison = compareFile(wanted, rulesOf(file), { ...state, emptying });
    const priorities = prioritiesAfter(state, wanted);
    refuse('managed-by-git', withLines(comparison.refused, read.text));
    await this.refuseUnsound({ ...comparison, state, wanted, priorities }, read);
    return { ...comparison, file, state, wanted, priorities, hash: hashOf(order, state, [...wanted, ...emptying]) };
  }

  private async refuseUnsound(
    { edits, state, wanted, priorities }: Pick<JudgedFile, 'edits' | 'state' | 'wanted' | 'priorities'>,
    { text }: FileRead,
  ): Promise<void> {
    const layers = layersAfter(state, edits, priorities);
    refuse('group-priority-tie', withLines(tieProblems(layers, wanted), text));
    const places = await this.facts.standing(edits.map(({ scope }) => scope));
    refuse('key-locked', withLines(lockedProblems(edits, { layers, places }), text));
  }
}

function pruneProblems({ raw, text }: FileRead, { pruneAll }: FileOrder): ProblemError[] {
  const asks = typeof raw === 'object' && raw !== null && 'prune' in raw && raw.prune === 'all';
  if (!asks || pruneAll) return [];
  const detail = 'prune: all empties every scope that the file does not name; send pruneAll with it if that is meant';
  return withLines([{ pointer: '/prune', code: 'prune-all-unconfirmed', detail }], text);
}

interface Unlisted {
  scope: string;
  name: string | null;
}

/** Scopes that a file does not name, but for those of appliances that have left the inventory. */
function unlisted({ layers }: FleetState, wanted: readonly WantedLayer[], names: ApplianceNames): Unlisted[] {
  const listed = new Set(wanted.map(({ scope }) => scope));
  return [...layers.keys()].toSorted().flatMap((scope): Unlisted[] => {
    if (listed.has(scope)) return [];
    const { rank, id } = parseScope(scope);
    if (rank === 'fleet') return [{ scope, name: null }];
    if (rank === 'site' || rank === 'group') return [{ scope, name: id }];
    const named = names.nameOf(id);
    return named === null ? [] : [{ scope, name: named.name }];
  });
}

// Over what the file says and everything that decides what comes of it.
function hashOf(
  { file, pruneAll }: FileOrder,
  { layers, sites, groups }: FleetState,
  scopes: readonly { scope: string }[],
): string {
  const revisions = scopes.map(({ scope }) => {
    const { rank, id } = parseScope(scope);
    const place = rank === 'site' ? sites.has(id) : rank === 'group' ? (groups.get(id)?.priority ?? null) : null;
    return [scope, layers.get(scope)?.revision ?? 0, place];
  });
  return createHash('sha256')
    .update(JSON.stringify([file, pruneAll, revisions]))
    .digest('hex');
}

function refuse(code: ProblemCode, errors: readonly ProblemError[]): void {
  if (errors.length === 0) return;
  const shown = errors.slice(0, MOST_PROBLEMS);
  const more = errors.length - shown.length;
  const detail =
    code === 'validation'
      ? `${errors.length === 1 ? 'One thing is' : `${errors.length} things are`} wrong with the file; nothing was changed.`
      : shown.map((error) => error.detail).join('; ');
  const help = more === 0 ? {} : { help: `See \`errors\` for the first ${MOST_PROBLEMS} of them.` };
  throw new ApiProblem(code, { detail: detail.slice(0, 2000), errors: shown, ...help });
}
