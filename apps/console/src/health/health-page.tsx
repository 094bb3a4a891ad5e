import './health.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '../access/session.js';
import { Empty } from '../shell/panel.js';
import { Tabs } from '../shell/tabs.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { HEALTH_LISTS, isHealthList, type HealthList } from '../states/monitoring-marks.js';
import { ConditionsTab } from './conditions-tab.js';
import { waitingCountsQuery } from './health-queries.js';
import { IncidentsTab } from './incidents-tab.js';
import { MatrixTab } from './matrix-tab.js';
import { QuietTab } from './quiet-tab.js';
import { RequestsTab } from './requests-tab.js';

const route = getRouteApi('/health');
const LISTS = Object.keys(HEALTH_LISTS).filter(isHealthList);

/** What is wrong in the fleet, what came of it, and where nobody wants to hear of it. */
export function HealthPage() {
  usePageTitle('Health');
  const { list = 'incidents', open, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  const { me } = useSession();
  const mayRead = me.permissions.includes('read');
  const { data: counts } = useQuery({ ...waitingCountsQuery, enabled: mayRead });
  if (!mayRead) {
    return (
      <div className="body">
        <h1 className="sr">Health</h1>
        <Empty>The health of the fleet takes the role of a viewer. Inventory shows the conditions of your own.</Empty>
      </div>
    );
  }
  const items = LISTS.map((key) => ({ key, title: HEALTH_LISTS[key], ...countOf(key, counts) }));
  return (
    <div className={`list-page ${open === undefined && appliance === undefined ? '' : 'with-drawer'}`}>
      <div className="phead">
        <h1>Health</h1>
      </div>
      <Tabs
        label="Lists of health"
        items={items}
        current={list}
        onSelect={(key) => void navigate({ search: { list: key === 'incidents' ? undefined : key } })}
      />
      <ListBody list={list} />
    </div>
  );
}

function countOf(list: HealthList, counts: { openIncidents: number; needReview: number } | undefined) {
  const number = list === 'incidents' ? counts?.openIncidents : list === 'requests' ? counts?.needReview : undefined;
  return { count: number, tone: number !== undefined && number > 0 ? ('bad' as const) : undefined };
}

function ListBody({ list }: { list: HealthList }) {
  switch (list) {
    case 'incidents':
      return <IncidentsTab />;
    case 'conditions':
      return <ConditionsTab />;
    case 'requests':
      return <RequestsTab />;
    case 'matrix':
      return <MatrixTab />;
    case 'quiet':
      return <QuietTab />;
  }
}
