import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { applianceQuery } from '../api/queries.js';
import { Drawer } from '../shell/drawer.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { Tabs, type TabItem } from '../shell/tabs.js';
import { StateMark } from '../states/state-mark.js';
import { ApplianceActions } from './appliance-actions.js';
import { ApplianceDeliveries } from './appliance-deliveries.js';
import { ComponentsTab } from './components-tab.js';
import { ConnectionTab } from './connection-tab.js';
import { deploymentWords } from './deployment-words.js';
import { HistoryTab } from './history-tab.js';
import { KIND_WORDS } from './kind-words.js';
import { RawAnswersTab } from './raw-answers-tab.js';
import { SummaryTab, worstOf } from './summary-tab.js';

const route = getRouteApi('/inventory');
type TabKey = 'summary' | 'components' | 'connection' | 'deliveries' | 'history' | 'unread';

function tabsOf({ kind }: Appliance): readonly TabItem<TabKey>[] {
  return [
    { key: 'summary', title: 'Summary' },
    ...(kind === 'sdx-host' ? [{ key: 'components', title: 'Components' } as const] : []),
    { key: 'connection', title: 'Connection' },
    { key: 'deliveries', title: 'Deliveries' },
    { key: 'history', title: 'History' },
    { key: 'unread', title: 'Unread' },
  ];
}

/** One appliance beside the inventory. */
export function ApplianceDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(applianceQuery(id));
  const { tab = 'summary' } = route.useSearch();
  const navigate = route.useNavigate();
  const worst = data === undefined ? null : worstOf(data);
  return (
    <Drawer
      subjectId={id}
      label={data === undefined ? 'Appliance' : `Details of ${data.name}`}
      title={
        <>
          <span className="trunc">{data?.name ?? 'Appliance'}</span>
          {worst !== null && <StateMark mark={worst} pill />}
        </>
      }
      subtitle={data === undefined ? undefined : <Whereabouts appliance={data} />}
      tabs={
        data !== undefined && (
          <Tabs
            label="Parts of this appliance"
            items={tabsOf(data)}
            current={tab}
            onSelect={(key) =>
              void navigate({ replace: true, search: (old) => ({ ...old, tab: key === 'summary' ? undefined : key }) })
            }
          />
        )
      }
      footer={data !== undefined && <ApplianceActions key={id} appliance={data} />}
      onClose={onClose}
    >
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} label="Reading the appliance" />}
      {data !== undefined && <TabBody appliance={data} tab={tab} />}
    </Drawer>
  );
}

function TabBody({ appliance, tab }: { appliance: Appliance; tab: TabKey }) {
  switch (tab) {
    case 'summary':
      return <SummaryTab appliance={appliance} />;
    case 'components':
      return <ComponentsTab applianceId={appliance.id} />;
    case 'connection':
      return <ConnectionTab appliance={appliance} />;
    case 'deliveries':
      return <ApplianceDeliveries applianceId={appliance.id} />;
    case 'history':
      return <HistoryTab key={appliance.id} appliance={appliance} />;
    case 'unread':
      return <RawAnswersTab key={appliance.id} applianceId={appliance.id} />;
  }
}

function Whereabouts({ appliance }: { appliance: Appliance }) {
  const { kind, hostId, hostName, site, groups, mode } = appliance;
  const rest = [
    site ?? 'no site',
    groups.length > 0 ? `group ${groups.join(', ')}` : '',
    mode === 'ha' || mode === 'cluster' ? deploymentWords(appliance) : '',
  ].filter((part) => part !== '');
  return (
    <>
      {hostId === null ? (
        KIND_WORDS[kind]
      ) : (
        <>
          Instance on{' '}
          <Link to="/inventory" search={(old) => ({ ...old, open: hostId, tab: undefined })}>
            {hostName ?? 'its host'}
          </Link>
        </>
      )}
      , {rest.join(', ')}
    </>
  );
}
