import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  SETTING_KEYS,
  type Effective,
  type EffectiveValue,
  type SettingKey,
} from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { Age } from '../shell/clock.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { driftMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { DriftActions } from './drift-actions.js';
import { Ladder, type Rung } from './ladder.js';
import { LayerTag } from './scope-name.js';
import { KEY_PARTS } from './setting-facts.js';
import { SettingValue } from './setting-value.js';
import { applianceEffectiveQuery } from './settings-queries.js';
import { valueText } from './value-text.js';

const route = getRouteApi('/call-home');
const LOUD_DRIFTS = new Set<EffectiveValue['drift']>(['drifted', 'conflict']);

/** What one appliance gets, from where, and what it shows of it. */
export function EffectiveTab({ scope, applianceId }: { scope: string; applianceId: string }) {
  const { key } = route.useSearch();
  const { data, error, refetch } = useQuery(applianceEffectiveQuery(applianceId));
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={12} label="Reading the settings" />
    ) : (
      <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
    );
  }
  const drifted = SETTING_KEYS.filter((each) => LOUD_DRIFTS.has(data.keys[each]?.drift ?? 'unknown'));
  const readAt = SETTING_KEYS.map((each) => data.keys[each]?.device?.readAt).find((at) => at !== undefined) ?? null;
  return (
    <div className="with-side">
      <div className="side-main">
        {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
        <DriftActions applianceId={applianceId} drifted={drifted} />
        <EffectiveTable data={data} scope={scope} current={key} />
        <p className="t3 sm side-foot">
          Struck through: a weaker layer’s value.{' '}
          {readAt === null ? (
            'The appliance was not read yet.'
          ) : (
            <>
              Read <Age at={readAt} suffix=" ago" />.
            </>
          )}
        </p>
      </div>
      <WhySide name={key ?? 'proxy'} value={data.keys[key ?? 'proxy']} scope={scope} />
    </div>
  );
}

function EffectiveTable({ data, scope, current }: { data: Effective; scope: string; current: SettingKey | undefined }) {
  return (
    <table className="tbl effective" aria-label="Effective settings">
      <colgroup>
        <col className="col-key" />
        <col />
        <col className="col-from" />
        <col />
        <col className="col-drift" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Effective value</th>
          <th scope="col">From</th>
          <th scope="col">Device reads</th>
          <th scope="col">Drift</th>
        </tr>
      </thead>
      {KEY_PARTS.map(({ title, keys }) => (
        <tbody key={title}>
          <tr className="part">
            <th scope="colgroup" colSpan={5}>
              {title}
            </th>
          </tr>
          {keys.map((key) => {
            const value = data.keys[key];
            return value === undefined ? null : (
              <EffectiveRow key={key} name={key} value={value} scope={scope} isOpen={key === current} />
            );
          })}
        </tbody>
      ))}
    </table>
  );
}

interface RowProps {
  name: SettingKey;
  value: EffectiveValue;
  scope: string;
  isOpen: boolean;
}

function EffectiveRow({ name, value, scope, isOpen }: RowProps) {
  const navigate = route.useNavigate();
  return (
    <tr data-open={isOpen || undefined}>
      <th scope="row">
        <button
          type="button"
          className="key-link"
          data-row-link
          aria-pressed={isOpen}
          aria-label={`Why ${name} has this value`}
          onClick={() => void navigate({ replace: true, search: (old) => ({ ...old, key: name }) })}
        >
          {name}
        </button>
      </th>
      <td data-label="Value">
        <SettingValue name={name} value={value.value} />
        {value.overrides.slice(0, 1).map((shadowed) => (
          <div key={shadowed.scope}>
            <s className="mono sm">{valueText(shadowed.value)}</s>
          </div>
        ))}
      </td>
      <td data-label="From">
        <LayerTag scope={value.source.scope} own={scope} isLocked={value.locked} />
      </td>
      <td data-label="Device reads">
        {value.device === null ? (
          <span className="t3">–</span>
        ) : (
          <span className="mono">{value.device.value === null ? 'nothing' : valueText(value.device.value)}</span>
        )}
        {value.device?.saved === false && <span className="t3 sm"> unsaved</span>}
      </td>
      <td data-label="Drift">
        <StateMark mark={driftMark(value.drift)} />
      </td>
    </tr>
  );
}

/** The layers from the strongest down: who sets what, who wins, who is blocked. */
function rungsOf(value: EffectiveValue): Rung[] {
  const blocked = value.blocked.map((each) => ({ ...each, role: 'blocked' as const, source: null }));
  const winner = { scope: value.source.scope, value: value.value, role: 'wins' as const, source: value.source };
  const shadowed = value.overrides.map((each) => ({
    scope: each.scope,
    value: each.value,
    role: 'overridden' as const,
    source: each,
  }));
  return [...blocked, winner, ...shadowed];
}

function WhySide({ name, value, scope }: { name: SettingKey; value: EffectiveValue | undefined; scope: string }) {
  if (value === undefined) return null;
  const { device, applied } = value;
  const drift = driftMark(value.drift);
  return (
    <aside className="side" aria-label={`Why ${name} has this value`}>
      <h2>
        Why {name} is <span className="mono">{valueText(value.value)}</span>
      </h2>
      <p className="t3 sm">Strongest layer on top. A lock beats every narrower layer.</p>
      <Ladder rungs={rungsOf(value)} own={scope} lockedBy={value.lockedBy?.scope ?? null} />
      {value.lockReason !== null && <p className="reason">Locked: {value.lockReason}</p>}
      {value.exempted && <p className="reason">Stands below a lock, by a granted exception.</p>}
      <dl className="kv">
        <dt>Drift</dt>
        <dd>
          <StateMark mark={drift} />
        </dd>
        <dt>Device reads</dt>
        <dd>
          {device === null ? (
            <span className="t3">nothing: the controller alone uses it, or it was not read</span>
          ) : (
            <>
              <span className="mono">{device.value === null ? 'nothing readable' : valueText(device.value)}</span>,{' '}
              <Age at={device.readAt} suffix=" ago" />
              {device.saved === null ? '' : device.saved ? ', saved' : ', not saved'}
            </>
          )}
        </dd>
        <dt>Last pushed</dt>
        <dd>
          {applied === null ? (
            <span className="t3">never by this controller</span>
          ) : (
            <>
              <span className="mono">{valueText(applied.value)}</span>, <Age at={applied.at} suffix=" ago" />; it then
              read <span className="mono">{valueText(applied.read)}</span>
            </>
          )}
        </dd>
      </dl>
    </aside>
  );
}
