import { describe, expect, it } from '@jest/globals';
import { Vault } from './vault.js';

const vault = new Vault(Buffer.alloc(32, 1));

describe('Vault', () => {
  it('opens what it sealed, for the same purpose', () => {
    expect(vault.open(vault.seal('s3cret', 'crd_1'), 'crd_1')).toBe('s3cret');
  });

  it.each([
    ['another purpose', () => vault.open(vault.seal('s3cret', 'crd_1'), 'crd_2')],
    ['another master key', () => new Vault(Buffer.alloc(32, 2)).open(vault.seal('s3cret', 'crd_1'), 'crd_1')],
    ['a changed text', () => vault.open({ ...vault.seal('s3cret', 'crd_1'), text: 'AAAAAAAA' }, 'crd_1')],
    [
      'a changed tag',
      () => vault.open({ ...vault.seal('s3cret', 'crd_1'), tag: Buffer.alloc(16).toString('base64') }, 'crd_1'),
    ],
  ])('does not open with %s', (_says, open) => {
    expect(open).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
  });

  it('seals the same secret differently each time', () => {
    expect(vault.seal('s3cret', 'crd_1').text).not.toBe(vault.seal('s3cret', 'crd_1').text);
  });

  it('derives the same key for the same use, and another for another', () => {
    expect(vault.derive('cursor')).toEqual(vault.derive('cursor'));
    expect(vault.derive('cursor')).not.toEqual(vault.derive('other'));
  });
});
