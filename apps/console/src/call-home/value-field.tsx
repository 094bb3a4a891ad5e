import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import type { KeyDraft } from './layer-draft.js';
import { SETTING_FACTS } from './setting-facts.js';
import { destinationsQuery } from './settings-queries.js';

interface ValueFieldProps {
  name: SettingKey;
  draft: KeyDraft;
  disabled?: boolean;
  put: (change: Partial<KeyDraft>) => void;
}

/** The field of one value, as its kind asks for. */
export function ValueField({ name, draft, disabled = false, put }: ValueFieldProps) {
  const { field, title, words = [] } = SETTING_FACTS[name];
  const shared = { 'aria-label': `${title}, value`, disabled, value: draft.text };
  switch (field) {
    case 'switch':
      return (
        <NativeSelect
          {...shared}
          data={[
            { value: 'true', label: 'on' },
            { value: 'false', label: 'off' },
          ]}
          onChange={({ currentTarget: { value } }) => put({ text: value })}
        />
      );
    case 'choice':
      return (
        <NativeSelect {...shared} data={[...words]} onChange={({ currentTarget: { value } }) => put({ text: value })} />
      );
    case 'destination':
      return <DestinationField {...shared} put={put} />;
    case 'proxy':
      return <ProxyFields title={title} draft={draft} disabled={disabled} put={put} />;
    case 'text':
    case 'number':
      return (
        <TextInput
          {...shared}
          inputMode={field === 'number' ? 'numeric' : 'email'}
          autoComplete="off"
          classNames={{ input: 'mono' }}
          onChange={({ currentTarget: { value } }) => put({ text: value })}
        />
      );
  }
}

interface SharedProps {
  'aria-label': string;
  disabled: boolean;
  value: string;
  put: (change: Partial<KeyDraft>) => void;
}

/** A list of destinations, or their id as text for those who may not list them. */
function DestinationField({ put, ...shared }: SharedProps) {
  const { me } = useSession();
  const { data } = useQuery({ ...destinationsQuery, enabled: me.permissions.includes('read') });
  if (data === undefined) {
    return (
      <TextInput
        {...shared}
        classNames={{ input: 'mono' }}
        onChange={({ currentTarget: { value } }) => put({ text: value })}
      />
    );
  }
  const known = data.items.some(({ id }) => id === shared.value);
  return (
    <NativeSelect
      {...shared}
      data={[
        ...(known ? [] : [{ value: shared.value, label: shared.value === '' ? 'Choose a destination' : shared.value }]),
        ...data.items.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget: { value } }) => put({ text: value })}
    />
  );
}

function ProxyFields({ title, draft, disabled, put }: Omit<ValueFieldProps, 'name'> & { title: string }) {
  const { proxyForm, text, port } = draft;
  return (
    <div className="proxy-fields">
      <NativeSelect
        aria-label={`${title}, kind`}
        disabled={disabled === true}
        data={[
          { value: 'none', label: 'no proxy' },
          { value: 'address', label: 'by address' },
          { value: 'service', label: 'by service' },
        ]}
        value={proxyForm}
        onChange={({ currentTarget: { value } }) =>
          put({ proxyForm: value === 'address' || value === 'service' ? value : 'none' })
        }
      />
      {proxyForm !== 'none' && (
        <>
          <TextInput
            aria-label={proxyForm === 'address' ? 'Proxy address' : 'Proxy service'}
            placeholder={proxyForm === 'address' ? 'IP address' : 'service'}
            autoComplete="off"
            disabled={disabled === true}
            classNames={{ input: 'mono' }}
            value={text}
            onChange={({ currentTarget: { value } }) => put({ text: value })}
          />
          <TextInput
            aria-label="Proxy port"
            placeholder="port"
            inputMode="numeric"
            autoComplete="off"
            disabled={disabled === true}
            classNames={{ input: 'mono' }}
            value={port}
            onChange={({ currentTarget: { value } }) => put({ port: value })}
          />
        </>
      )}
    </div>
  );
}
