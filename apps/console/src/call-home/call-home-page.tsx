import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useSession } from '../access/session.js';
import { CopyLink } from '../shell/copy-text.js';
import { Empty } from '../shell/panel.js';
import { Tabs } from '../shell/tabs.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { driftMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { EffectiveTab } from './effective-tab.js';
import { ExceptionsTab } from './exceptions-tab.js';
import { LayerTree } from './layer-tree.js';
import { PlanTab } from './plan-tab.js';
import { RevisionsTab } from './revisions-tab.js';
import { applianceOf, scopeParts } from './scope.js';
import { ScopeEffectiveTab } from './scope-effective-tab.js';
import { ScopeName } from './scope-name.js';
import { applianceNameQuery, layerQuery } from './settings-queries.js';
import { SettingsTab } from './settings-tab.js';

const route = getRouteApi('/call-home');
type Tab = 'settings' | 'effective' | 'revisions' | 'plan' | 'exceptions';

/** Call Home settings at every level: what is set, what wins, what it was before, and what a change would do. */
export function CallHomePage() {
  usePageTitle('Call Home');
  const search = route.useSearch();
  const { me } = useSession();
  const scope = search.scope ?? (me.permissions.includes('read') ? 'fleet' : me.scopes[0]);
  if (scope === undefined || scopeParts(scope) === null) {
    return (
      <div className="body">
        <h1 className="sr">Call Home</h1>
        <Empty action={<Link to="/call-home">Open the broadest layer you may see</Link>}>
          {scope === undefined ? 'No host or instance is given to this account yet.' : 'There is no such layer.'}
        </Empty>
      </div>
    );
  }
  return (
    <div className="list-page call-home">
      <CallHomeHead scope={scope} />
      <div className="call-home-cols">
        <LayerTree scope={scope} />
        <div className="call-home-main" role="tabpanel" aria-label="Chosen part">
          <TabBody key={scope} scope={scope} tab={search.tab ?? 'settings'} />
        </div>
      </div>
    </div>
  );
}

function CallHomeHead({ scope }: { scope: string }) {
  const { tab = 'settings' } = route.useSearch();
  const navigate = route.useNavigate();
  const id = applianceOf(scope);
  const { data: layer } = useQuery(layerQuery(scope));
  const { data: appliance } = useQuery({ ...applianceNameQuery(id ?? ''), enabled: id !== null });
  const drift = appliance?.callHome?.drift;
  const show = useCallback(
    (key: Tab) => void navigate({ search: (old) => ({ ...old, tab: key, key: undefined }) }),
    [navigate],
  );
  const set = Object.keys(layer?.settings ?? {}).length;
  return (
    <>
      <div className="phead">
        <div>
          <p className="t3 sm">
            Call Home
            {appliance !== undefined && (
              <>
                {appliance.site !== null && (
                  <>
                    {' / '}
                    <Link
                      from="/call-home"
                      to="/call-home"
                      search={(old) => ({ ...old, scope: `site:${appliance.site ?? ''}` })}
                    >
                      {appliance.site}
                    </Link>
                  </>
                )}
                {appliance.hostId !== null && (
                  <>
                    {' / '}
                    <Link
                      from="/call-home"
                      to="/call-home"
                      search={(old) => ({ ...old, scope: `host:${appliance.hostId ?? ''}` })}
                    >
                      {appliance.hostName}
                    </Link>
                  </>
                )}
              </>
            )}
          </p>
          <h1 className="row wrap">
            <ScopeName scope={scope} />
            {drift !== undefined && drift !== 'in-sync' && <StateMark mark={driftMark(drift)} pill />}
            <CopyLink />
          </h1>
        </div>
        <div className="acts">
          {id !== null && (
            <Link className="btn" to="/inventory" search={{ open: id }}>
              Open in inventory
            </Link>
          )}
          {tab !== 'plan' && (
            <button type="button" className="btn pri" onClick={() => show('plan')}>
              Preview plan
            </button>
          )}
        </div>
      </div>
      <Tabs
        label="Parts of Call Home"
        items={[
          { key: 'settings', title: 'Settings', count: set === 0 ? undefined : set },
          { key: 'effective', title: 'Effective' },
          { key: 'revisions', title: 'Revisions' },
          { key: 'plan', title: 'Plan' },
          { key: 'exceptions', title: 'Exceptions' },
        ]}
        current={tab}
        onSelect={show}
      />
    </>
  );
}

function TabBody({ scope, tab }: { scope: string; tab: Tab }) {
  const { me } = useSession();
  const id = applianceOf(scope);
  switch (tab) {
    case 'settings':
      return <SettingsTab scope={scope} />;
    case 'effective':
      return id !== null && (scope.startsWith('instance:') || !me.permissions.includes('read')) ? (
        <EffectiveTab scope={scope} applianceId={id} />
      ) : (
        <ScopeEffectiveTab scope={scope} />
      );
    case 'revisions':
      return <RevisionsTab scope={scope} />;
    case 'plan':
      return <PlanTab scope={scope} />;
    case 'exceptions':
      return <ExceptionsTab scope={scope} />;
  }
}
