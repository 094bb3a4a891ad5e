import {
  IconAccessPoint,
  IconChartBar,
  IconExternalLink,
  IconGauge,
  IconHeartbeat,
  IconSend,
  IconServer2,
  IconStack2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { overviewQuery, versionQuery } from '../api/queries.js';
import { useSession } from '../access/session.js';
import { countOfTab } from '../states/delivery-marks.js';
import { StateIcon } from '../states/state-icon.js';
import { Logo } from './logo.js';
import { StateMark } from '../states/state-mark.js';

/** The pages there are, with what waits in each. Below 640 px it lies at the bottom edge. */
export function Rail() {
  const { canOperate } = useSession();
  const { data } = useQuery(overviewQuery('24h'));
  const failed = data === undefined ? 0 : countOfTab('failed', data.deliveries.byState);
  const drifted = data?.callHome.drifted ?? 0;
  const activeConditions = data?.conditions.open ?? 0;
  return (
    <aside className="rail">
      <div className="brand">
        <Logo />
        <span className="rail-word">SDX Fleet Controller</span>
      </div>
      <nav className="nav" aria-label="Main">
        <RailLink to="/" icon={<IconGauge className="ic" aria-hidden />} word="Overview" />
        <RailLink to="/inventory" icon={<IconServer2 className="ic" aria-hidden />} word="Inventory">
          {data !== undefined && <span className="cnt">{data.appliances.total.toLocaleString('en')}</span>}
        </RailLink>
        <RailLink to="/call-home" icon={<IconAccessPoint className="ic" aria-hidden />} word="Call Home">
          {drifted > 0 && (
            <span className="cnt warn">
              <StateIcon name="drifted" />
              {drifted.toLocaleString('en')}
              <span className="sr"> drifted</span>
            </span>
          )}
        </RailLink>
        <RailLink to="/rollouts" icon={<IconChartBar className="ic" aria-hidden />} word="Rollouts" />
        <RailLink to="/deliveries" icon={<IconSend className="ic" aria-hidden />} word="Deliveries">
          {failed > 0 && (
            <span className="cnt bad">
              <StateIcon name="bad" />
              {failed}
              <span className="sr"> failed</span>
            </span>
          )}
        </RailLink>
        <RailLink to="/health" icon={<IconHeartbeat className="ic" aria-hidden />} word="Health">
          {activeConditions > 0 && (
            <span className="cnt bad">
              <StateIcon name="bad" />
              {activeConditions.toLocaleString('en')}
              <span className="sr"> active conditions</span>
            </span>
          )}
        </RailLink>
        {canOperate && (
          <a href="/admin/queues" target="_blank" rel="noreferrer" title="Queue jobs, opens in a new tab">
            <IconStack2 className="ic" aria-hidden />
            <span className="rail-word">Queue jobs</span>
            <span className="sr"> (opens in a new tab)</span>
            <span className="cnt">
              <IconExternalLink className="ic" aria-hidden />
            </span>
          </a>
        )}
      </nav>
      <RailFoot workers={data?.workers} />
    </aside>
  );
}

interface RailLinkProps {
  to: '/' | '/inventory' | '/call-home' | '/rollouts' | '/deliveries' | '/health';
  icon: ReactNode;
  word: string;
  children?: ReactNode;
}

function RailLink({ to, icon, word, children }: RailLinkProps) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
      title={word}
    >
      {icon}
      <span className="rail-word">{word}</span>
      {children}
    </Link>
  );
}

function RailFoot({ workers }: { workers: { live: number; total: number } | undefined }) {
  const { data: version } = useQuery(versionQuery);
  const allLive = workers !== undefined && workers.live > 0 && workers.live === workers.total;
  return (
    <div className="rail-foot">
      {workers !== undefined && (
        <StateMark
          mark={{
            icon: allLive ? 'ok' : 'warn',
            word: `Workers ${workers.live} of ${workers.total}`,
            tone: allLive ? 'ok' : 'warn',
          }}
        />
      )}
      {version !== undefined && <span>v{version.version}</span>}
    </div>
  );
}
