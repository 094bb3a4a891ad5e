import { describe, expect, it } from '@jest/globals';
import {
  applianceOf,
  credentialOf,
  EMPTY_FORM,
  errorsOfForm,
  errorsOfProblem,
  type AddHostForm,
} from './add-host-form.js';

const FILLED: AddHostForm = { ...EMPTY_FORM, name: 'sdx-fra-03', address: '10.1.0.3', password: 'secret' };
const FINGERPRINT = `SHA256:${'a'.repeat(43)}`;

describe('errorsOfForm', () => {
  it.each<[string, Partial<AddHostForm>, string[]]>([
    ['nothing is wrong with a filled form', {}, []],
    ['a known login needs no password', { credentialId: 'crd_1', password: '' }, []],
    ['a name is needed', { name: ' ' }, ['name']],
    ['an address has no spaces', { address: '10.1.0.3 or so' }, ['address']],
    ['an empty port is not port 0', { port: '' }, ['port']],
    ['a port has an upper end', { instancePort: '70000' }, ['instancePort']],
    ['the instance port of an MPX is not asked', { kind: 'mpx', instancePort: 'x' }, []],
    ['a new login needs a password', { password: '' }, ['password']],
    ['a key login needs the key', { secretKind: 'key' }, ['privateKey']],
    ['a pinned key needs its fingerprint', { hostKeyPolicy: 'pinned' }, ['hostKey']],
    ['a fingerprint is SHA256', { hostKeyPolicy: 'pinned', hostKey: 'MD5:00' }, ['hostKey']],
    ['a pinned key is accepted', { hostKeyPolicy: 'pinned', hostKey: FINGERPRINT }, []],
  ])('%s', (_, change, fields) => {
    expect(Object.keys(errorsOfForm({ ...FILLED, ...change }))).toEqual(fields);
  });
});

describe('the requests', () => {
  it('leave a fingerprint out unless it is pinned, and an empty site is none', () => {
    expect(applianceOf({ ...FILLED, hostKey: FINGERPRINT }, 'crd_1')).toMatchObject({
      credentialId: 'crd_1',
      instanceCredentialId: null,
      hostKey: null,
      site: null,
    });
  });

  it('name a new login after its host and send one kind of secret only', () => {
    expect(credentialOf(FILLED)).toEqual({ name: 'sdx-fra-03 login', username: 'nsroot', password: 'secret' });
    expect(credentialOf({ ...FILLED, secretKind: 'key', privateKey: 'k' })).not.toHaveProperty('password');
    expect(credentialOf({ ...FILLED, credentialId: 'crd_1' })).toBeNull();
  });
});

it('puts a refusal of the API at its field', () => {
  const refusal = { pointer: '/address', code: 'duplicate', detail: 'Already used by sdx-fra-03.' };
  expect(errorsOfProblem([refusal])).toEqual({ address: 'Already used by sdx-fra-03.' });
});
