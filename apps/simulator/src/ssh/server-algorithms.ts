/** Only what clients like best and what costs least, so that thousands of logins fit on one core. */
export const SERVER_ALGORITHMS = {
  kex: ['ecdh-sha2-nistp256', 'diffie-hellman-group14-sha256'],
  cipher: ['aes128-gcm@openssh.com', 'aes128-ctr'],
  serverHostKey: ['ecdsa-sha2-nistp256'],
} as const;

/** What firmware of ten years ago offers and nothing else: SHA-1, CBC and an RSA key. */
export const LEGACY_ALGORITHMS = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  cipher: ['aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1'],
  serverHostKey: ['ssh-rsa'],
} as const;
