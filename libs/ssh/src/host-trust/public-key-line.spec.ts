import { describe, expect, it } from '@jest/globals';
import { readPublicKeyLine } from './public-key-line.js';

const ED25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIAcPeU/FGuZkwxcQLqq88qijmpbWzOq7W+2JVsof69vi';

describe('readPublicKeyLine', () => {
  it.each([
    ['a key with a comment', `ssh-ed25519 ${ED25519} our authority\n`],
    ['a key without', `ssh-ed25519 ${ED25519}`],
  ])('reads %s', (_what, line) => {
    expect(readPublicKeyLine(line)).toMatchObject({
      algorithm: 'ssh-ed25519',
      fingerprint: 'SHA256:bNrxb0tCXydxWo8d8ZPQqGqz7DVapwLyZY7r0tXrWkM',
    });
  });

  it.each([
    ['nothing', ''],
    ['a type alone', 'ssh-ed25519'],
    ['another type than the key has', `ssh-rsa ${ED25519}`],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a key cut short', `ssh-ed25519 ${ED25519.slice(0, 50)}`],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t'],
    ['options before the key', `cert-authority ssh-ed25519 ${ED25519}`],
  ])('refuses %s', (_what, line) => {
    expect(readPublicKeyLine(line)).toBeNull();
  });
});
