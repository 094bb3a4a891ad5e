import { SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { APPLIANCE_KINDS, REACHABILITY_STATES } from '../../../../libs/contract/src/index.js';
import { FACET_WORDS, FACETS } from './facets.js';
import { KIND_WORDS } from './kind-words.js';

const route = getRouteApi('/inventory');
const REACH_WORDS: Record<(typeof REACHABILITY_STATES)[number], string> = {
  unknown: 'not checked',
  reachable: 'reachable',
  slow: 'slow',
  unreachable: 'unreachable',
  maintenance: 'in maintenance',
};

interface PickProps {
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, word: string])[];
  onPick: (value: string | undefined) => void;
}

/** One filter: a native list, so that it works the same with keys, touch and a screen reader. */
function Pick({ label, value, options, onPick }: PickProps) {
  return (
    <label className={`chip ${value === undefined ? '' : 'on'}`}>
      <span>{label}:</span>
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={({ currentTarget }) => onPick(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        <option value="">any</option>
        {options.map(([option, word]) => (
          <option key={option} value={option}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The filters of the inventory; all of them live in the address. `sites` are those seen so far. */
export function InventoryFilters({ sites }: { sites: readonly string[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The route's own reading of the address drops what it does not know, so any text may be put there.
  const put = (change: Record<string, string | undefined>) =>
    void navigate({ replace: true, search: (old) => ({ ...old, ...change }) });
  const knownSites = search.site === undefined || sites.includes(search.site) ? sites : [search.site, ...sites];
  return (
    <div className="bar">
      <Pick
        label="Kind"
        value={search.kind}
        options={APPLIANCE_KINDS.map((kind) => [kind, KIND_WORDS[kind]])}
        onPick={(kind) => put({ kind })}
      />
      <Pick
        label="Site"
        value={search.site}
        options={knownSites.map((site) => [site, site])}
        onPick={(site) => put({ site })}
      />
      <Pick
        label="Reachability"
        value={search.reach}
        options={REACHABILITY_STATES.map((state) => [state, REACH_WORDS[state]])}
        onPick={(reach) => put({ reach })}
      />
      <Pick
        label="Show"
        value={search.show}
        options={FACETS.map((facet) => [facet, FACET_WORDS[facet]])}
        onPick={(show) => put({ show })}
      />
      <ClearFilters />
      <span className="grow" />
      <SegmentedControl
        aria-label="Layout"
        size="xs"
        data={[
          { value: 'tree', label: 'Tree' },
          { value: 'flat', label: 'Flat' },
        ]}
        value={search.view ?? 'tree'}
        onChange={(view) => put({ view: view === 'flat' ? 'flat' : undefined })}
      />
    </div>
  );
}

/** Takes every filter away and says how many that is; nothing when none is set. */
export function ClearFilters() {
  const { q, kind, site, reach, show } = route.useSearch();
  const navigate = route.useNavigate();
  const set = [q, kind, site, reach, show].filter((value) => value !== undefined).length;
  if (set === 0) return null;
  return (
    <button
      type="button"
      className="btn ghost"
      onClick={() =>
        void navigate({
          search: (old) => ({
            ...old,
            q: undefined,
            kind: undefined,
            site: undefined,
            reach: undefined,
            show: undefined,
          }),
        })
      }
    >
      <IconX className="ic" aria-hidden /> Clear {set === 1 ? '1 filter' : `${set} filters`}
    </button>
  );
}
