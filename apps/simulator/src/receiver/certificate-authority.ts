import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { SimulatorError } from '../simulator-error.js';

/** What a TLS server needs, and what its clients must trust. All PEM. */
export interface ServerIdentity {
  readonly certificate: string;
  readonly privateKey: string;
  readonly authority: string;
  /** Where the authority's certificate lies; `null` when there is no state directory. */
  readonly authorityFile: string | null;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 365;

interface Authority {
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * A certificate for 127.0.0.1 and localhost, signed by an authority of the simulator's own.
 *
 * With a directory the authority is made once and kept there, so that clients trust it over restarts; the server's
 * certificate is made anew each time.
 *
 * @throws {SimulatorError} STATE_UNREADABLE - when the kept authority cannot be read or has run out
 */
export async function issueServerIdentity(directory: string | null): Promise<ServerIdentity> {
  const authority = directory === null ? await makeAuthority() : await keptAuthority(directory);
  const serverKeys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await importKey(authority.privateKey);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: 'CN=simulated receiver',
      issuer: issuer.subject,
      notBefore: new Date(now - DAY_MS),
      notAfter: new Date(now + SERVER_DAYS * DAY_MS),
      signingAlgorithm: CURVE,
      publicKey: serverKeys.publicKey,
      signingKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          { type: 'dns', value: 'localhost' },
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      ],
    },
    webcrypto,
  );
  return {
    certificate: certificate.toString('pem'),
    privateKey: await exportKey(serverKeys.privateKey),
    authority: authority.certificate,
    authorityFile: directory === null ? null : join(directory, 'ca.pem'),
  };
}

async function keptAuthority(directory: string): Promise<Authority> {
  const certificateFile = join(directory, 'ca.pem');
  const keyFile = join(directory, 'ca-key.pem');
  const [certificate, privateKey] = await Promise.all([readKept(certificateFile), readKept(keyFile)]);
  if (certificate !== null && privateKey !== null) {
    checkAuthority({ certificate, privateKey }, certificateFile);
    return { certificate, privateKey };
  }
  const authority = await makeAuthority();
  await mkdir(directory, { recursive: true });
  await writeFile(keyFile, authority.privateKey, { mode: 0o600 });
  await writeFile(certificateFile, authority.certificate);
  return authority;
}

function checkAuthority(authority: Authority, file: string): void {
  let isGood = false;
  let cause: unknown;
  try {
    const certificate = new X509Certificate(authority.certificate);
    isGood =
      certificate.checkPrivateKey(createPrivateKey(authority.privateKey)) &&
      Date.parse(certificate.validTo) > Date.now();
  } catch (error) {
    cause = error;
  }
  if (isGood) return;
  throw new SimulatorError('STATE_UNREADABLE', `${file} and its key do not serve; remove both to make new ones.`, {
    cause,
  });
}

async function makeAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomSerial(),
      name: 'CN=Fleet simulator authority',
      notBefore: new Date(now - DAY_MS),
      notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
      signingAlgorithm: CURVE,
      keys: keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto,
  );
  return { certificate: certificate.toString('pem'), privateKey: await exportKey(keys.privateKey) };
}

async function readKept(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SimulatorError('STATE_UNREADABLE', `${file} cannot be read; check its owner.`, { cause });
  }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (der === undefined) throw new SimulatorError('STATE_UNREADABLE', 'The kept key of the authority holds no key.');
  return webcrypto.subtle.importKey('pkcs8', der, CURVE, true, ['sign']);
}

/** Positive, not zero, as the certificate standard wants. */
function randomSerial(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex')}`;
}
