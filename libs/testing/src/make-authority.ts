import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Authority {
  readonly pem: string;
  issue(options?: IssueOptions): Promise<{ cert: string; key: string }>;
}

export interface IssueOptions {
  /** @default 'localhost' */
  readonly name?: string;
  /** Days from now to the end of validity; negative for an expired certificate. */
  readonly days?: number;
}

/** A certificate authority that lives as long as the spec. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 10 * DAY_MS),
    notAfter: new Date(Date.now() + 10 * DAY_MS),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  return {
    pem: root.toString('pem'),
    async issue({ name: host = 'localhost', days = 5 } = {}) {
      const pair = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
      const certificate = await x509.X509CertificateGenerator.create({
        subject: `CN=${host}`,
        issuer: root.subject,
        notBefore: new Date(Date.now() - 9 * DAY_MS),
        notAfter: new Date(Date.now() + days * DAY_MS),
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: EC,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
      });
      const key = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
      return { cert: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
    },
  };
}
