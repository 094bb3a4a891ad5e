import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ScopeEffective, SettingKey } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateMark } from '../states/state-mark.js';
import { Ladder, type Rung } from './ladder.js';
import { ApplianceName, LayerTag, ScopeName } from './scope-name.js';
import { KEY_PARTS } from './setting-facts.js';
import { SettingValue } from './setting-value.js';
import { scopeEffectiveQuery } from './settings-queries.js';
import { valueText } from './value-text.js';

const route = getRouteApi('/call-home');
const count = (value: number) => value.toLocaleString('en');
type Value = NonNullable<ScopeEffective['keys'][SettingKey]>;

/** What the members of a scope get where nothing narrower decides, and where they differ from that. */
export function ScopeEffectiveTab({ scope }: { scope: string }) {
  const { key } = route.useSearch();
  const { data, error, refetch } = useQuery(scopeEffectiveQuery(scope));
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={12} label="Reading the settings" />
    ) : (
      <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
    );
  }
  const name = key ?? 'proxy';
  const value = data.keys[name];
  return (
    <div className="with-side">
      <div className="side-main">
        {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
        <table className="tbl effective" aria-label="What members get">
          <colgroup>
            <col className="col-key" />
            <col />
            <col className="col-from" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Members get</th>
              <th scope="col">From</th>
              <th scope="col">Where they differ</th>
            </tr>
          </thead>
          {KEY_PARTS.map(({ title, keys }) => (
            <tbody key={title}>
              <tr className="part">
                <th scope="colgroup" colSpan={4}>
                  {title}
                </th>
              </tr>
              {keys.map((each) => {
                const one = data.keys[each];
                return one === undefined ? null : (
                  <MemberRow key={each} name={each} value={one} scope={scope} isOpen={each === key} />
                );
              })}
            </tbody>
          ))}
        </table>
        <p className="t3 sm side-foot">
          {data.members === 0 ? 'No appliance is under this layer.' : `${count(data.members)} appliances under it.`}
        </p>
      </div>
      {value !== undefined && <MembersSide name={name} value={value} scope={scope} />}
    </div>
  );
}

interface RowProps {
  name: SettingKey;
  value: Value;
  scope: string;
  isOpen: boolean;
}

function MemberRow({ name, value, scope, isOpen }: RowProps) {
  const navigate = route.useNavigate();
  return (
    <tr data-open={isOpen || undefined}>
      <th scope="row">
        <button
          type="button"
          className="key-link"
          data-row-link
          aria-pressed={isOpen}
          aria-label={`Who gets what for ${name}`}
          onClick={() => void navigate({ replace: true, search: (old) => ({ ...old, key: name }) })}
        >
          {name}
        </button>
      </th>
      <td data-label="Members get">
        <SettingValue name={name} value={value.value} />
      </td>
      <td data-label="From">
        <LayerTag scope={value.source.scope} own={scope} isLocked={value.locked} />
      </td>
      <td data-label="Differ">
        {value.differ === 0 ? (
          <span className="t3">{value.same === 0 ? '–' : `all ${count(value.same)} the same`}</span>
        ) : (
          <StateMark
            mark={{
              icon: 'drifted',
              word: `${count(value.differ)} of ${count(value.differ + value.same)} differ`,
              tone: 'warn',
            }}
          />
        )}
      </td>
    </tr>
  );
}

function rungsOf({ source, value, overrides }: Value): Rung[] {
  return [
    { scope: source.scope, value, role: 'wins', source },
    ...overrides.map((each) => ({ scope: each.scope, value: each.value, role: 'overridden' as const, source: each })),
  ];
}

function MembersSide({ name, value, scope }: { name: SettingKey; value: Value; scope: string }) {
  return (
    <aside className="side" aria-label={`Who gets what for ${name}`}>
      <h2>
        {name} is <span className="mono">{valueText(value.value)}</span>
      </h2>
      <p className="t3 sm">For members that no narrower layer decides for. Strongest layer on top.</p>
      <Ladder rungs={rungsOf(value)} own={scope} lockedBy={value.locked ? value.source.scope : null} />
      {value.lockReason !== null && <p className="reason">Locked: {value.lockReason}</p>}
      <h3 className="h3">Members with another value</h3>
      {value.variants.length === 0 ? (
        <p className="t3 sm">None.</p>
      ) : (
        <ul className="variants">
          {value.variants.map((variant) => (
            <li key={`${variant.from} ${valueText(variant.value)}`}>
              <b>{count(variant.count)}</b> get <span className="mono">{valueText(variant.value)}</span> from{' '}
              <ScopeName scope={variant.from} />
              <p className="t3 sm">
                {variant.sample.map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <Link to="/call-home" search={{ scope: `instance:${id}`, tab: 'effective', key: name }}>
                      <ApplianceName id={id} />
                    </Link>
                  </span>
                ))}
                {variant.count > variant.sample.length && ` and ${count(variant.count - variant.sample.length)} more`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
