import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { StateMark, type Mark } from '../states/state-mark.js';

const count = (value: number) => value.toLocaleString('en');

/** A share in percent, rounded down so that only all of them read as 100; an en dash for a share of nothing. */
const share = (part: number, whole: number) =>
  whole === 0 ? '–' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;

interface TileProps {
  name: string;
  value: string;
  link: LinkProps;
  children: ReactNode;
}

function Tile({ name, value, link, children }: TileProps) {
  return (
    <Link className="tile" {...link}>
      <span className="tile-name">{name}</span>
      <span className="tile-value">{value}</span>
      <span className="tile-more">{children}</span>
    </Link>
  );
}

/** Shows the mark when there is something to count, else the calm words. */
function Count({ of, mark, none }: { of: number; mark: Omit<Mark, 'word'> & { word: string }; none: string }) {
  if (of === 0) return <span>{none}</span>;
  return <StateMark mark={{ ...mark, word: `${count(of)} ${mark.word}` }} />;
}

/** Six figures, each a link to the list that explains it. */
export function OverviewTiles({ overview }: { overview: Overview }) {
  const { appliances, callHome, conditions, deliveries } = overview;
  const off = callHome.eligible - callHome.enabled - callHome.unknown;
  const notRegistered = Math.max(0, callHome.enabled - callHome.registered);
  const waiting = (deliveries.byState.queued ?? 0) + (deliveries.byState.retrying ?? 0);
  return (
    <nav className="tiles" aria-label="Fleet figures">
      <Tile name="Appliances" value={count(appliances.total)} link={{ to: '/inventory' }}>
        {appliances.unreachable > 0 && (
          <Count
            of={appliances.unreachable}
            mark={{ icon: 'unreachable', word: 'unreachable', tone: 'bad' }}
            none="all reachable"
          />
        )}
        <span>
          {count(appliances.hosts)} SDX, {count(appliances.instances)} instances
          {appliances.standalone > 0 && `, ${count(appliances.standalone)} other`}
        </span>
      </Tile>
      <Tile
        name="Call Home enabled"
        value={share(callHome.enabled, callHome.eligible)}
        link={{ to: '/inventory', search: { show: 'call-home-off', view: 'flat' } }}
      >
        <Count
          of={off}
          mark={{ icon: 'off', word: `of ${count(callHome.eligible)} off`, tone: 'off' }}
          none="none off"
        />
        {callHome.unknown > 0 && <span>{count(callHome.unknown)} unknown</span>}
      </Tile>
      <Tile
        name="Registered"
        value={share(callHome.registered, callHome.eligible)}
        link={{ to: '/inventory', search: { show: 'not-registered', view: 'flat' } }}
      >
        <Count
          of={notRegistered}
          mark={{ icon: 'warn', word: 'on, not registered', tone: 'warn' }}
          none="all that are on"
        />
      </Tile>
      <Tile
        name="Drifted"
        value={count(callHome.drifted)}
        link={{ to: '/inventory', search: { show: 'drifted', view: 'flat' } }}
      >
        <Count
          of={callHome.drifted}
          mark={{ icon: 'drifted', word: 'differ from policy', tone: 'warn' }}
          none="devices match policy"
        />
      </Tile>
      <Tile
        name="Open conditions"
        value={count(conditions.open)}
        link={{ to: '/inventory', search: { show: 'open-conditions', view: 'flat' } }}
      >
        <Count of={conditions.critical} mark={{ icon: 'bad', word: 'critical', tone: 'bad' }} none="none critical" />
        {conditions.open > conditions.critical && <span>{count(conditions.open - conditions.critical)} to review</span>}
      </Tile>
      <Tile
        name="Uploads stuck"
        value={count(deliveries.stuck)}
        link={{ to: '/deliveries', search: deliveries.stuck > 0 ? { list: 'failed' } : {} }}
      >
        <Count
          of={deliveries.byState.held ?? 0}
          mark={{ icon: 'held', word: 'held', tone: 'held' }}
          none={waiting > 0 ? `${count(waiting)} on their way` : 'none waiting'}
        />
      </Tile>
    </nav>
  );
}
