import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { DestinationError } from '../errors.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Says whom a connection may trust, with TLS 1.2 or newer. `caPem` is trusted *beside* the public authorities, so that
 * an inspecting proxy or a private receiver can be added without losing the public ones; null trusts only those that
 * Node ships, with `NODE_EXTRA_CA_CERTS`. Make it once for all connections: with `caPem`, reading
 * some 150 roots blocks for tens of milliseconds.
 * @throws {DestinationError} CA_INVALID - `caPem` holds no certificate, or one that cannot be read.
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
  if (certificates.length === 0) throw new DestinationError('CA_INVALID', { certificates: 0 });
  certificates.forEach((certificate, position) => {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      throw new DestinationError('CA_INVALID', { certificates: certificates.length, position }, { cause: error });
    }
  });
  return certificates;
}
