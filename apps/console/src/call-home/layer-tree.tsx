import { IconGitBranch, IconLock, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { Layer } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { applianceOf, scopeOfAppliance } from './scope.js';
import { ApplianceName, ScopeIcon } from './scope-name.js';
import { foundAppliancesQuery, groupsQuery, layersQuery, sitesQuery } from './settings-queries.js';

const route = getRouteApi('/call-home');
const SEARCH_DELAY_MS = 250;
/** More of them than one looks through are found by the search instead. */
const SHOWN_OVERRIDES = 30;

/** Fleet, sites, groups by priority, and the hosts and instances that set something; the search finds any other. */
export function LayerTree({ scope }: { scope: string }) {
  const { find = '' } = route.useSearch();
  const { me } = useSession();
  const isReader = me.permissions.includes('read');
  return (
    <nav className="layer-tree" aria-label="Layers">
      <FindLayer />
      {find !== '' ? (
        <Found q={find} scope={scope} />
      ) : isReader ? (
        <AllLayers scope={scope} />
      ) : (
        <ul>
          {me.scopes.map((own) => (
            <LayerLink key={own} to={own} scope={scope}>
              <ApplianceName id={applianceOf(own) ?? ''} />
            </LayerLink>
          ))}
        </ul>
      )}
    </nav>
  );
}

function FindLayer() {
  const { find = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(find);
  useEffect(() => {
    if (text.trim() === find) return;
    const timer = setTimeout(
      () =>
        void navigate({
          replace: true,
          search: (old) => ({ ...old, find: text.trim() === '' ? undefined : text.trim() }),
        }),
      SEARCH_DELAY_MS,
    );
    return () => clearTimeout(timer);
  }, [text, find, navigate]);
  return (
    <label className="inp">
      <IconSearch className="ic" aria-hidden />
      <input
        type="search"
        aria-label="Find a host or instance"
        placeholder="Find a host or instance"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
    </label>
  );
}

function Found({ q, scope }: { q: string; scope: string }) {
  const { data, error, refetch } = useQuery(foundAppliancesQuery(q));
  if (error !== null) return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={5} label="Looking for appliances" />;
  if (data.items.length === 0) return <p className="t3 sm tree-note">No appliance matches.</p>;
  return (
    <>
      <ul>
        {data.items.map((appliance) => (
          <LayerLink key={appliance.id} to={scopeOfAppliance(appliance)} scope={scope}>
            {appliance.name}
          </LayerLink>
        ))}
      </ul>
      {data.page.approxTotal > data.items.length && (
        <p className="t3 sm tree-note">
          {data.page.approxTotal - data.items.length} more match; type more of the name.
        </p>
      )}
    </>
  );
}

function AllLayers({ scope }: { scope: string }) {
  const sites = useQuery(sitesQuery);
  const groups = useQuery(groupsQuery);
  const layers = useQuery(layersQuery);
  const error = layers.error ?? sites.error ?? groups.error;
  if (layers.data === undefined || sites.data === undefined || groups.data === undefined) {
    if (error === null) return <Skeleton rows={8} label="Reading the layers" />;
    return <ProblemNote problem={toProblem(error)} onRetry={() => void layers.refetch()} />;
  }
  const said = new Map(layers.data.items.map((layer) => [layer.scope, layer]));
  const overrides = layers.data.items
    .filter((layer) => applianceOf(layer.scope) !== null)
    .toSorted((a, b) => (b.updatedAt ?? '').localeCompare(a.updatedAt ?? ''));
  const more =
    overrides.length - SHOWN_OVERRIDES + Math.max(0, layers.data.page.approxTotal - layers.data.items.length);
  return (
    <>
      <ul>
        <LayerLink to="fleet" scope={scope} layer={said.get('fleet')}>
          Fleet
        </LayerLink>
      </ul>
      <Part title="Sites" empty="No site yet: it comes with the first appliance that names one.">
        {sites.data.items.map(({ name }) => (
          <LayerLink key={name} to={`site:${name}`} scope={scope} layer={said.get(`site:${name}`)}>
            {name}
          </LayerLink>
        ))}
      </Part>
      <Part title="Groups, strongest first" empty="No group yet.">
        {groups.data.items
          .toSorted((a, b) => b.priority - a.priority)
          .map(({ name, priority }) => (
            <LayerLink key={name} to={`group:${name}`} scope={scope} layer={said.get(`group:${name}`)}>
              {name} <span className="t3 sm">prio {priority}</span>
            </LayerLink>
          ))}
      </Part>
      <Part title="Hosts and instances that set something" empty="None: all of them inherit.">
        {overrides.slice(0, SHOWN_OVERRIDES).map((layer) => (
          <LayerLink key={layer.scope} to={layer.scope} scope={scope} layer={layer}>
            <ApplianceName id={applianceOf(layer.scope) ?? ''} />
          </LayerLink>
        ))}
      </Part>
      {more > 0 && <p className="t3 sm tree-note">{more.toLocaleString('en')} more; find them by name.</p>}
    </>
  );
}

function Part({ title, empty, children }: { title: string; empty: string; children: readonly ReactNode[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {children.length === 0 ? <p className="t3 sm tree-note">{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

interface LayerLinkProps {
  to: string;
  scope: string;
  layer?: Layer | undefined;
  children: ReactNode;
}

function LayerLink({ to, scope, layer, children }: LayerLinkProps) {
  const set = Object.keys(layer?.settings ?? {}).length;
  return (
    <li>
      <Link
        from="/call-home"
        to="/call-home"
        search={(old) => ({ ...old, scope: to, key: undefined, plan: undefined, outcome: undefined })}
        aria-current={to === scope ? 'page' : undefined}
      >
        <ScopeIcon scope={to} />
        <span className="trunc grow">{children}</span>
        {layer?.managedBy.type === 'git' && <IconGitBranch className="ic" aria-label="managed by a Call Home file" />}
        {layer !== undefined && layer.locks.length > 0 && <IconLock className="ic" aria-label="locks keys" />}
        {set > 0 && (
          <span className="t3 sm">
            {set}
            <span className="sr"> set</span>
          </span>
        )}
      </Link>
    </li>
  );
}
