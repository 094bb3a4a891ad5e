import ssh2 from 'ssh2';

/**
 * A new ed25519 key pair in OpenSSH's format. ssh2 1.17 writes about four in a thousand so that it cannot read it
 * back itself, so a pair is drawn until it can.
 */
export function newKeyPair(options?: { passphrase: string }): { private: string; public: string } {
  for (;;) {
    const pair = options
      ? ssh2.utils.generateKeyPairSync('ed25519', { ...options, cipher: 'aes256-ctr', rounds: 16 })
      : ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private, options?.passphrase) instanceof Error)) return pair;
  }
}
