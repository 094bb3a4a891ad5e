import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { NotificationError } from '../errors.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Says whom a connection may trust, with TLS 1.2 or newer. `caPem` is trusted beside the public authorities; null
 * trusts the public ones only. Make it once for each channel: reading all roots takes tens of milliseconds.
 * @throws {NotificationError} SETTINGS_INVALID - `caPem` holds no certificate, or one that cannot be read.
 */
export function trustedContext(caPem: string | null): SecureContext {
  const minVersion = 'TLSv1.2';
  if (caPem === null) return createSecureContext({ minVersion });
  // An explicit list replaces the built-in roots, so they are named again.
  return createSecureContext({ minVersion, ca: [...rootCertificates, ...readCertificates(caPem)] });
}

/** OpenSSL passes over what it cannot read; an authority that silently does not count would be found too late. */
function readCertificates(pem: string): string[] {
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new NotificationError('SETTINGS_INVALID', { field: 'caPem', certificates: 0 });
  certificates.forEach((certificate, position) => {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      throw new NotificationError('SETTINGS_INVALID', { field: 'caPem', position }, { cause: error });
    }
  });
  return certificates;
}
