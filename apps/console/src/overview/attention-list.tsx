import { useRouter } from '@tanstack/react-router';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import { Empty, Panel } from '../shell/panel.js';
import { StateMark, type Mark } from '../states/state-mark.js';

type Item = Overview['attention'][number];

const SEVERITIES: Record<Item['severity'], Mark> = {
  critical: { icon: 'bad', word: 'Critical', tone: 'bad' },
  error: { icon: 'bad', word: 'Error', tone: 'bad' },
  warning: { icon: 'warn', word: 'Warning', tone: 'warn' },
};
const KINDS: Partial<Record<Item['kind'], (severity: Item['severity']) => Mark>> = {
  unreachable: () => ({ icon: 'unreachable', word: 'Unreachable', tone: 'bad' }),
  'host-key': (severity) =>
    severity === 'warning'
      ? { icon: 'key', word: 'Key pending', tone: 'warn' }
      : { icon: 'key-changed', word: 'Key changed', tone: 'bad' },
};
const STEPS: Record<Item['kind'], string> = {
  condition: 'Review',
  delivery: 'Open',
  'host-key': 'Compare',
  unreachable: 'Test',
  auth: 'Open',
  heartbeat: 'Open',
};
const markOf = ({ kind, severity }: Item): Mark => KINDS[kind]?.(severity) ?? SEVERITIES[severity];

const SHOWN = 12;

/** What needs a person, worst and oldest first as the API orders it, each with its next step. */
export function AttentionList({ items }: { items: readonly Item[] }) {
  return (
    <Panel title="Needs attention" aside={<span className="tag">{items.length}</span>} className="attention">
      {items.length === 0 ? (
        <Empty>Nothing needs a person now.</Empty>
      ) : (
        <ul>
          {items.slice(0, SHOWN).map((item) => (
            <AttentionRow key={`${item.kind} ${item.applianceId} ${item.what} ${item.at}`} item={item} />
          ))}
        </ul>
      )}
      {items.length > SHOWN && (
        <div className="tfoot">
          {SHOWN} of {items.length}, by severity then age
        </div>
      )}
    </Panel>
  );
}

function AttentionRow({ item }: { item: Item }) {
  const router = useRouter();
  // Links come from the API as addresses of this console; anything else would lead out of it.
  const href = item.link.startsWith('/') && !item.link.startsWith('//') ? item.link : '/';
  return (
    <li>
      <StateMark mark={markOf(item)} />
      <b className="trunc med">{item.applianceName}</b>
      <span className="what">{item.what}</span>
      <span className="more t2">{item.more}</span>
      <span className="num t2">
        <Age at={item.at} />
      </span>
      <a
        className="btn sm"
        href={href}
        aria-label={`${STEPS[item.kind]}: ${item.what} on ${item.applianceName}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          router.history.push(href);
        }}
      >
        {STEPS[item.kind]}
      </a>
    </li>
  );
}
