import { describe, expect, it } from '@jest/globals';
import { judgePassword, judgeRights, rightsAfter } from './judge-rights.js';

const OWNER = { role: 'owner', scopes: ['host:a', 'instance:b'] } as const;
const VIEWER = { role: 'viewer', scopes: [] } as const;

describe('rightsAfter', () => {
  it.each([
    ['nothing that is changed', OWNER, {}, OWNER],
    ['another role, which takes the scopes away', OWNER, { role: 'viewer' }, VIEWER],
    ['other scopes, each once', OWNER, { scopes: ['host:c', 'host:c'] }, { role: 'owner', scopes: ['host:c'] }],
    ['the role of an owner with its scopes', VIEWER, { role: 'owner', scopes: ['host:c'] }, { role: 'owner', scopes: ['host:c'] }],
    ['scopes that the role cannot have, to be refused', VIEWER, { scopes: ['host:c'] }, { role: 'viewer', scopes: ['host:c'] }],
  ] as const)('gives %s', (_, now, change, after) => {
    expect(rightsAfter(now, change)).toEqual(after);
  }); // prettier-ignore
});

describe('judgeRights', () => {
  it.each([
    ['an owner with scopes', OWNER, []],
    ['an owner without', { role: 'owner', scopes: [] }, ['required']],
    ['a viewer without scopes', VIEWER, []],
    ['an administrator with one', { role: 'admin', scopes: ['host:a'] }, ['scopes-of-owner']],
  ] as const)('of %s finds %j', (_, rights, codes) => {
    expect(judgeRights(rights).map(({ code }) => code)).toEqual(codes);
  });
});

describe('judgePassword', () => {
  it.each([
    ['another word', 'correct horse battery', []],
    ['the name', 'a.long.username', ['password-is-username']],
    ['the name in another case', 'A.Long.Username', ['password-is-username']],
  ])('of %s finds %j', (_, password, codes) => {
    expect(judgePassword(password, 'a.long.username').map(({ code }) => code)).toEqual(codes);
  });
});
