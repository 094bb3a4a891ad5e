import { IconDeviceDesktop, IconLock, IconServer2, IconUsersGroup, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { SETTING_KEYS, proxySchema, type Effective, type SettingKey } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { effectiveQuery } from '../api/queries.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { driftMark } from '../states/appliance-marks.js';
import { StateIcon } from '../states/state-icon.js';

type Value = NonNullable<Effective['keys'][SettingKey]>;

/** A setting's value as text. The device's own default is named, never guessed at. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'device default';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const proxy = proxySchema.safeParse(value);
  if (proxy.success && proxy.data !== 'none') {
    const { port } = proxy.data;
    return 'address' in proxy.data ? `${proxy.data.address}:${port}` : `service ${proxy.data.service}:${port}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Which layer decided, with its own mark. */
function Provenance({ scope, applianceId, locked }: { scope: string; applianceId: string; locked: boolean }) {
  const [layer = '', name = ''] = scope.split(':');
  const isOwn = name === applianceId;
  const Icon = { fleet: IconWorld, host: IconServer2, instance: IconDeviceDesktop }[layer] ?? IconUsersGroup;
  const words: Record<string, string> = { fleet: 'Fleet', 'device-default': 'device default', host: 'host' };
  const word = isOwn ? 'This instance' : (words[layer] ?? (name === '' ? layer : name));
  return (
    <span className={`tag ${isOwn ? 'acc' : 'lay'}`}>
      {layer !== 'device-default' && <Icon className="ic" aria-hidden />}
      {word}
      {locked && <IconLock className="ic" aria-label="locked" />}
    </span>
  );
}

function Row({ name, value, applianceId }: { name: string; value: Value; applianceId: string }) {
  const drift = driftMark(value.drift);
  const isLoud = drift.tone === 'warn' || drift.tone === 'run';
  const reads = value.device === null ? null : valueText(value.device.value);
  const isDefault = value.value === null || value.value === undefined;
  return (
    <tbody>
      <tr>
        <th scope="row">{name}</th>
        <td>
          <span className={isDefault ? undefined : 'mono'}>{valueText(value.value)}</span>
          {isDefault && reads !== null && <span className="t3"> (reads {reads})</span>}
        </td>
        <td>
          <Provenance scope={value.source.scope} applianceId={applianceId} locked={value.locked} />
        </td>
      </tr>
      {value.overrides.map((shadowed) => (
        <tr key={shadowed.scope} className="shadowed">
          <td>
            <span className="sr">
              {name}, overridden value from {shadowed.scope}
            </span>
          </td>
          <td>
            <s className="mono">{valueText(shadowed.value)}</s>
          </td>
          <td>
            <Provenance scope={shadowed.scope} applianceId={applianceId} locked={false} />
          </td>
        </tr>
      ))}
      {value.blocked.map((blocked) => (
        <tr key={`blocked ${blocked.scope}`} className="shadowed">
          <td />
          <td colSpan={2}>
            <s className="mono">{valueText(blocked.value)}</s>{' '}
            <span className="t3">set here but blocked by a lock</span>
          </td>
        </tr>
      ))}
      {isLoud && (
        <tr className="shadowed">
          <td />
          <td colSpan={2} className={`s-${drift.tone}`}>
            <span className="st loud">
              <StateIcon name={drift.icon} />
              {drift.word}
              {reads !== null && (
                <>
                  : device reads <span className="mono">{reads}</span>
                </>
              )}
            </span>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Every Call Home setting in force, where it comes from, and what it overrides. */
export function EffectiveSettings({ applianceId }: { applianceId: string }) {
  const { data, error, refetch } = useQuery(effectiveQuery(applianceId));
  return (
    <section aria-labelledby="drawer-effective">
      <h3 className="h3" id="drawer-effective">
        Effective Call Home
      </h3>
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} label="Reading the settings" />}
      {data !== undefined && (
        <table className="tbl compact mini">
          <colgroup>
            <col style={{ width: '138px' }} />
            <col />
            <col style={{ width: '112px' }} />
          </colgroup>
          <thead className="sr">
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          {SETTING_KEYS.map((key) => {
            const value = data.keys[key];
            return value === undefined ? null : <Row key={key} name={key} value={value} applianceId={applianceId} />;
          })}
        </table>
      )}
    </section>
  );
}
