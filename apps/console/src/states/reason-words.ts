/** Reasons that a delivery gives as codes, in words; any other code is shown with its hyphens as blanks. */
const WORDS: Readonly<Record<string, string>> = {
  'already-uploaded-since-boot': 'already uploaded since its last start',
  'reported-by-host': 'reported by its host',
  'call-home-off': 'Call Home is off',
  'sent-by-instance': 'the instance sends by itself',
  'worker-lost': 'its worker was lost; another took over',
  'host-key-untrusted': 'the host key is not trusted yet',
  'host-key-changed': 'the host key has changed',
  'host-key-revoked': 'the host key is revoked',
  'identity-changed': 'another machine answers at its address',
  'certificate-unreadable': 'the certificate of the host key cannot be read',
  'certificate-not-for-hosts': 'the certificate of the host key is not one for hosts',
  'certificate-for-another-key': 'the certificate is for another key than the host offered',
  'certificate-authority-unknown': 'the certificate of the host key is by an unknown authority',
  'certificate-signature-weak': 'the certificate of the host key has too weak a signature',
  'certificate-signature-wrong': 'the signature of the host key’s certificate is wrong',
  'certificate-key-revoked': 'the certified host key, or its authority, is revoked',
  'certificate-critical-option': 'the certificate of the host key has an option that is not understood',
  'certificate-not-yet-valid': 'the certificate of the host key is not valid yet',
  'certificate-expired': 'the certificate of the host key has expired',
  'certificate-name-not-listed': 'the certificate of the host key is for other names',
  'auth-failed': 'the appliance refused the login',
  'network-ECONNREFUSED': 'the destination refused the connection',
  'tls-unknown-ca': 'the destination’s certificate is not trusted',
  'tls-name-mismatch': 'the certificate is for another name',
};

/** The words for a reason; a reason that is a sentence already stays as it is. */
export function reasonWords(reason: string): string {
  if (reason.includes(' ')) return reason;
  const http = /^http-(\d{3})$/.exec(reason)?.[1];
  if (http !== undefined) return `the destination answered ${http}`;
  return WORDS[reason] ?? reason.replaceAll('-', ' ');
}
