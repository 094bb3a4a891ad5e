import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeHostKey } from '../host-key.js';
import { makeCertificate, newFakeKey, type FakeCertificate } from './certificate-maker.fake.js';
import {
  certificateAlgorithmsFor,
  judgeHostCertificate,
  parseHostCertificate,
  type CertificateQuestion,
} from './host-certificate.js';
import { verifySignature } from './public-key.js';
import { wireString } from './wire-reader.js';

const authority = newFakeKey();
const host = newFakeKey();
const stranger = newFakeKey();
const offered = describeHostKey(host.blob);

/** Times of these specs: 2026-11-23 14:00 UTC, in milliseconds and as certificates have it. */
const NOW_MS = Date.UTC(2026, 10, 23, 14);
const NOW = BigInt(NOW_MS / 1000);

const judge = (given: Partial<FakeCertificate>, question: Partial<CertificateQuestion> = {}) =>
  judgeHostCertificate(makeCertificate({ key: host, authority, ...given }), {
    authorities: [{ name: 'ours', blob: authority.blob }],
    names: ['10.1.0.5', 'sdx-fra-03'],
    offered,
    nowMs: NOW_MS,
    isRevoked: () => false,
    ...question,
  });

describe('judgeHostCertificate', () => {
  it.each<[string, Partial<FakeCertificate>]>([
    ['for any name and time', {}],
    ['for this address', { principals: ['other', '10.1.0.5'] }],
    ['for this name in other letters', { principals: ['SDX-FRA-03'] }],
    ['for a group of names', { principals: ['sdx-*'] }],
    ['from this very second', { validFrom: NOW }],
    ['until the next second', { validUntil: NOW + 1n }],
  ])('believes a certificate %s', (_says, given) => {
    expect(judge(given)).toEqual({ authority: 'ours', refusal: null });
  });

  it.each<[string, Partial<FakeCertificate>, string]>([
    ['is for users', { kind: 1 }, 'certificate-not-for-hosts'],
    ['is of a kind to come', { kind: 3 }, 'certificate-not-for-hosts'],
    ['is by somebody else', { authority: stranger }, 'certificate-authority-unknown'],
    ['has a signature over something else', { signedInstead: Buffer.from('x') }, 'certificate-signature-wrong'],
    ['has a signature of another kind', { signatureAlgorithm: 'ssh-rsa' }, 'certificate-signature-wrong'],
    ['is for another key', { key: stranger }, 'certificate-for-another-key'],
    ['asks for more than we know', { criticalOptions: ['source-address'] }, 'certificate-critical-option'],
    ['is not valid yet', { validFrom: NOW + 1n }, 'certificate-not-yet-valid'],
    ['ends this very second', { validUntil: NOW }, 'certificate-expired'],
    ['names other hosts', { principals: ['10.1.0.50', 'fra'] }, 'certificate-name-not-listed'],
    ['has an unknown type', { type: 'ssh-dss-cert-v01@openssh.com' }, 'certificate-unreadable'],
  ])('refuses one that %s', (_says, given, refusal) => {
    expect(judge(given)).toEqual({ authority: null, refusal });
  });

  it.each([
    ['the key', offered.fingerprint],
    ['the authority', describeHostKey(authority.blob).fingerprint],
  ])('refuses when %s is revoked', (_whose, revoked) => {
    const verdict = judge({}, { isRevoked: (fingerprint) => fingerprint === revoked });
    expect(verdict.refusal).toBe('certificate-key-revoked');
  });

  it('believes none when nobody is an authority', () => {
    expect(judge({}, { authorities: [] }).refusal).toBe('certificate-authority-unknown');
  });

  it('believes no certificate in which one byte was changed', () => {
    const good = makeCertificate({ key: host, authority, principals: ['10.1.0.5'], validUntil: NOW + 60n });
    const question: CertificateQuestion = {
      authorities: [{ name: 'ours', blob: authority.blob }],
      names: ['10.1.0.5'],
      offered,
      nowMs: NOW_MS,
      isRevoked: () => false,
    };
    expect(judgeHostCertificate(good, question).refusal).toBeNull();
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = Buffer.from(good);
        bad.writeUInt8(bad.readUInt8(at) ^ change, at);
        expect(judgeHostCertificate(bad, question).authority).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseHostCertificate', () => {
  it('reads what OpenSSH puts in', () => {
    const bytes = makeCertificate({
      key: host,
      authority,
      principals: ['a', 'b'],
      validFrom: NOW,
      validUntil: NOW + 5n,
    });
    expect(parseHostCertificate(bytes)).toMatchObject({
      key: offered,
      isForHost: true,
      serial: 7n,
      keyId: 'a host of ours',
      principals: ['a', 'b'],
      validFromMs: NOW_MS,
      validUntilMs: NOW_MS + 5000,
      criticalOptions: [],
    });
  });

  it('has no end of time for a certificate without one', () => {
    expect(parseHostCertificate(makeCertificate({ key: host, authority }))).toMatchObject({
      validFromMs: null,
      validUntilMs: null,
    });
  });

  it('takes no certificate that is cut short or has something behind it', () => {
    const whole = makeCertificate({ key: host, authority, principals: ['a'], criticalOptions: ['b'] });
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseHostCertificate(whole.subarray(0, length))).toBeNull();
    }
    expect(parseHostCertificate(Buffer.concat([whole, Buffer.of(0)]))).toBeNull();
  });

  it('takes any bytes', () => {
    const type = wireString('ecdsa-sha2-nistp256-cert-v01@openssh.com');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(parseHostCertificate(Buffer.concat([type, bytes]))).toBeNull();
      }),
    );
  });
});

describe('verifySignature', () => {
  const SIGNED = Buffer.from('what was said');

  it.each([
    ['P-256', 'nistp256', 'sha256'],
    ['P-384', 'nistp384', 'sha384'],
    ['P-521', 'nistp521', 'sha512'],
  ])('knows a signature on %s from one over something else', (namedCurve, curve, digest) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const blob = Buffer.concat([wireString(`ecdsa-sha2-${curve}`), wireString(curve), wireString(point)]);
    const both = sign(digest, SIGNED, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const half = both.length / 2;
    // An mpint is positive: a first bit of one gets a zero byte in front (RFC 4251 §5).
    const mpint = (part: Buffer) => wireString(Buffer.concat([Buffer.of(0), part]));
    const value = Buffer.concat([mpint(both.subarray(0, half)), mpint(both.subarray(half))]);
    const signature = Buffer.concat([wireString(`ecdsa-sha2-${curve}`), wireString(value)]);
    expect(verifySignature(blob, SIGNED, signature)).toBe('good');
    expect(verifySignature(blob, Buffer.from('what was not'), signature)).toBe('wrong');
  });

  const rsa = (bits: number) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const mpint = (text: string) => wireString(Buffer.concat([Buffer.of(0), Buffer.from(text, 'base64url')]));
    return { blob: Buffer.concat([wireString('ssh-rsa'), mpint(e), mpint(n)]), privateKey };
  };
  it.each([
    ['SHA-256', 2048, 'rsa-sha2-256', 'sha256', 'good'],
    ['SHA-512', 2048, 'rsa-sha2-512', 'sha512', 'good'],
    ['SHA-1', 2048, 'ssh-rsa', 'sha1', 'weak'],
    ['a short key', 1024, 'rsa-sha2-512', 'sha512', 'weak'],
    ['a name that is none', 2048, 'rsa-sha3', 'sha512', 'wrong'],
    ['a digest that is not the named one', 2048, 'rsa-sha2-512', 'sha256', 'wrong'],
  ])('judges RSA with %s', (_says, bits, algorithm, digest, verdict) => {
    const { blob, privateKey } = rsa(bits);
    const signature = Buffer.concat([wireString(algorithm), wireString(sign(digest, SIGNED, privateKey))]);
    expect(verifySignature(blob, SIGNED, signature)).toBe(verdict);
  });

  it('takes a point that is on no curve for wrong', () => {
    const point = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 9)]);
    const blob = Buffer.concat([wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(point)]);
    expect(verifySignature(blob, SIGNED, Buffer.alloc(0))).toBe('wrong');
  });
});

describe('certificateAlgorithmsFor', () => {
  it.each([
    ['ssh-ed25519', ['ssh-ed25519-cert-v01@openssh.com']],
    ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521-cert-v01@openssh.com']],
    ['ssh-rsa', ['rsa-sha2-512-cert-v01@openssh.com', 'rsa-sha2-256-cert-v01@openssh.com']],
    ['ssh-dss', []],
    ['unknown', []],
  ])('for %s', (type, algorithms) => {
    expect(certificateAlgorithmsFor(type)).toEqual(algorithms);
  });
});
