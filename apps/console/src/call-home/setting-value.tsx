import { useQuery } from '@tanstack/react-query';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { destinationsQuery } from './settings-queries.js';
import { valueText } from './value-text.js';

/** One value as it is read: a destination by its name, the device default as a word, all else as it is written. */
export function SettingValue({ name, value }: { name: SettingKey; value: unknown }) {
  if (name === 'destination' && typeof value === 'string') return <DestinationName id={value} />;
  return <span className={value === null || value === undefined ? undefined : 'mono'}>{valueText(value)}</span>;
}

function DestinationName({ id }: { id: string }) {
  const { me } = useSession();
  const { data } = useQuery({ ...destinationsQuery, enabled: me.permissions.includes('read') });
  const name = data?.items.find((destination) => destination.id === id)?.name;
  return name === undefined ? <span className="mono">{id}</span> : <span title={id}>{name}</span>;
}
