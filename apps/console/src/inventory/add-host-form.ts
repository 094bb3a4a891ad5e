import {
  newApplianceSchema,
  newCredentialSchema,
  type NewAppliance,
  type NewCredential,
  type ProblemError,
} from '../../../../libs/contract/src/index.js';

/** The form as typed: text everywhere, so that a half-written number stays on screen. */
export interface AddHostForm {
  kind: NewAppliance['kind'];
  name: string;
  address: string;
  port: string;
  instancePort: string;
  site: string;
  /** A login's id, or `new` for the fields below. */
  credentialId: string;
  loginName: string;
  username: string;
  secretKind: 'password' | 'key';
  password: string;
  privateKey: string;
  passphrase: string;
  /** A login's id, or `same` for the host's. */
  instanceCredentialId: string;
  hostKeyPolicy: NewAppliance['hostKeyPolicy'];
  hostKey: string;
}

export const EMPTY_FORM: AddHostForm = {
  kind: 'sdx-host',
  name: '',
  address: '',
  port: '22',
  instancePort: '22',
  site: '',
  credentialId: 'new',
  loginName: '',
  username: 'nsroot',
  secretKind: 'password',
  password: '',
  privateKey: '',
  passphrase: '',
  instanceCredentialId: 'same',
  hostKeyPolicy: 'approve',
  hostKey: '',
};

/** Messages by field of the form; a key that is no field is shown above the form. */
export type FieldErrors = Partial<Record<string, string>>;

const portOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

/** The request that adds the appliance, once its login exists. */
export function applianceOf(form: AddHostForm, credentialId: string): unknown {
  return {
    kind: form.kind,
    name: form.name.trim(),
    address: form.address.trim(),
    port: portOf(form.port),
    credentialId,
    instanceCredentialId: form.instanceCredentialId === 'same' ? null : form.instanceCredentialId,
    instancePort: form.kind === 'sdx-host' ? portOf(form.instancePort) : 22,
    site: form.site.trim() === '' ? null : form.site.trim(),
    hostKeyPolicy: form.hostKeyPolicy,
    hostKey: form.hostKeyPolicy === 'pinned' && form.hostKey.trim() !== '' ? form.hostKey.trim() : null,
  };
}

/** The request that adds the login, or null when a known one was picked. */
export function credentialOf(form: AddHostForm): NewCredential | null {
  if (form.credentialId !== 'new') return null;
  const name = form.loginName.trim() === '' ? `${form.name.trim()} login` : form.loginName.trim();
  const base = { name, username: form.username.trim() };
  if (form.secretKind === 'password') return { ...base, password: form.password };
  return { ...base, privateKey: form.privateKey, ...(form.passphrase === '' ? {} : { passphrase: form.passphrase }) };
}

const WORDS: Record<string, string> = {
  name: 'Give it a name of at most 100 characters.',
  address: 'An IP address or a host name.',
  port: 'A port from 1 to 65535.',
  instancePort: 'A port from 1 to 65535.',
  username: 'Give the user name.',
  password: 'Give the password.',
  privateKey: 'Paste the private key.',
  hostKey: 'A fingerprint as SHA256: and 43 characters.',
};

/** What the form can tell before anything is sent; the same schemas judge again on the server. */
export function errorsOfForm(form: AddHostForm): FieldErrors {
  const credential = credentialOf(form);
  const issues = [
    ...(newApplianceSchema.safeParse(applianceOf(form, 'picked')).error?.issues ?? []),
    ...(credential === null ? [] : (newCredentialSchema.safeParse(credential).error?.issues ?? [])),
  ];
  const errors: FieldErrors = {};
  for (const { path, message } of issues) {
    const field = String(path[0]);
    errors[field] ??= WORDS[field] ?? message;
  }
  return errors;
}

/** The API's refusals by field: `/address` and `/hostKey` name fields of the form as they are. */
export function errorsOfProblem(errors: readonly ProblemError[]): FieldErrors {
  const fields: FieldErrors = {};
  for (const { pointer, detail } of errors) fields[pointer.replace(/^\//, '').split('/')[0] ?? ''] ??= detail;
  return fields;
}
