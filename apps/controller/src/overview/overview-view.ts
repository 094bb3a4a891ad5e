import { CONDITION_CODES, conditionApplies } from '../../../../libs/callhome/src/index.js';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { platformOf, type ApplianceKind } from '../../../../libs/fleet/src/index.js';
import type { AttentionRow, OverviewFigures } from '../../../../libs/persistence/src/index.js';
import { iso } from '../api/iso.js';

type ByCode = Overview['conditions']['byCode'];
type Attention = Overview['attention'][number];

/** For each condition: how many appliances have it now, how many could, and how many never can. */
export function conditionsByCode({ activeByCode, byKind }: OverviewFigures): ByCode {
  const active = new Map(activeByCode.map((row) => [row.code, row.active]));
  return CONDITION_CODES.map((code) => {
    const count = (applies: boolean) =>
      byKind
        .filter(({ kind }) => conditionApplies(code, platformOf(kind as ApplianceKind)) === applies)
        .reduce((sum, row) => sum + row.count, 0);
    return { code, active: active.get(code) ?? 0, appliesTo: count(true), notApplicable: count(false) };
  });
}

const SEVERITY: Readonly<Record<string, Attention['severity']>> = {
  critical: 'critical',
  major: 'error',
  warning: 'warning',
  none: 'warning',
};

const KEY_WORDS: Readonly<Record<string, string>> = {
  pending: 'host key waits for approval',
  changed: 'host key changed',
};

/** One thing that needs a person, with the page of the console where it is dealt with. */
export function attentionView(row: AttentionRow): Attention {
  return {
    severity: SEVERITY[row.severity] ?? 'warning',
    kind: row.kind,
    applianceId: row.applianceId,
    applianceName: row.applianceName,
    what: whatOf(row),
    more: moreOf(row),
    at: iso(row.at),
    link: linkOf(row),
  };
}

function whatOf({ kind, what }: AttentionRow): string {
  if (kind === 'host-key') return KEY_WORDS[what] ?? what;
  return kind === 'delivery' ? `delivery: ${inWords(what)}` : inWords(what);
}

function moreOf({ kind, more, affected }: AttentionRow): string {
  if (kind !== 'condition') return more ?? '';
  const bundle = more === null ? [] : [`bundle ${inWords(more)}`];
  const instances = affected === 0 ? [] : [affected === 1 ? '1 instance affected' : `${affected} instances affected`];
  return [...bundle, ...instances].join('; ');
}

function linkOf({ kind, applianceId, ref }: AttentionRow): string {
  if (kind === 'delivery') return `/deliveries?open=${ref}`;
  if (kind === 'heartbeat') return `/inventory?open=${applianceId}`;
  return kind === 'condition' ? `/inventory?open=${applianceId}` : `/inventory?open=${applianceId}&tab=connection`;
}

const inWords = (code: string) => code.replaceAll('-', ' ');
