import { NativeSelect, PasswordInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { credentialsQuery } from '../api/queries.js';
import type { AddHostForm, FieldErrors } from './add-host-form.js';

interface LoginFieldsProps {
  form: AddHostForm;
  errors: FieldErrors;
  put: (change: Partial<AddHostForm>) => void;
}

/** Picks a known login or takes a new one, for the host and, if it differs, for its instances. */
export function LoginFields({ form, errors, put }: LoginFieldsProps) {
  const { data } = useQuery(credentialsQuery);
  const known = (data?.items ?? []).map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }));
  return (
    <fieldset className="login">
      <legend>Login</legend>
      <div className="form-row">
        <NativeSelect
          label={form.kind === 'sdx-host' ? 'Login for the host' : 'Login'}
          data={[{ value: 'new', label: 'A new login' }, ...known]}
          value={form.credentialId}
          error={errors.credentialId}
          onChange={({ currentTarget: { value } }) => put({ credentialId: value })}
        />
        {form.kind === 'sdx-host' && (
          <NativeSelect
            label="Login for its instances"
            data={[{ value: 'same', label: 'The same' }, ...known]}
            value={form.instanceCredentialId}
            error={errors.instanceCredentialId}
            onChange={({ currentTarget: { value } }) => put({ instanceCredentialId: value })}
          />
        )}
      </div>
      {form.credentialId === 'new' && <NewLogin form={form} errors={errors} put={put} />}
    </fieldset>
  );
}

function NewLogin({ form, errors, put }: LoginFieldsProps) {
  return (
    <>
      <div className="form-row">
        <TextInput
          label="User name"
          required
          autoComplete="off"
          value={form.username}
          error={errors.username}
          onChange={({ currentTarget: { value } }) => put({ username: value })}
        />
        <TextInput
          label="Name of this login (optional)"
          autoComplete="off"
          placeholder={form.name === '' ? 'taken from the host' : `${form.name} login`}
          value={form.loginName}
          onChange={({ currentTarget: { value } }) => put({ loginName: value })}
        />
      </div>
      <SegmentedControl
        aria-label="Kind of secret"
        size="xs"
        data={[
          { value: 'password', label: 'Password' },
          { value: 'key', label: 'Private key' },
        ]}
        value={form.secretKind}
        onChange={(value) => put({ secretKind: value === 'key' ? 'key' : 'password' })}
      />
      {form.secretKind === 'password' ? (
        <PasswordInput
          label="Password"
          required
          autoComplete="new-password"
          description="Stored encrypted, never shown again."
          value={form.password}
          error={errors.password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          onChange={({ currentTarget: { value } }) => put({ password: value })}
        />
      ) : (
        <>
          <Textarea
            label="Private key"
            required
            rows={4}
            classNames={{ input: 'mono' }}
            description="In OpenSSH or PEM form. Stored encrypted, never shown again."
            value={form.privateKey}
            error={errors.privateKey}
            onChange={({ currentTarget: { value } }) => put({ privateKey: value })}
          />
          <PasswordInput
            label="Passphrase (optional)"
            autoComplete="new-password"
            value={form.passphrase}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase', tabIndex: 0 }}
            onChange={({ currentTarget: { value } }) => put({ passphrase: value })}
          />
        </>
      )}
    </>
  );
}
