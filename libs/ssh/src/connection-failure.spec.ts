import { describe, expect, it } from '@jest/globals';
import { connectionFailure, type ConnectionStage } from './connection-failure.js';

const event = (fields: { code?: string | number; level?: string }): Error => Object.assign(new Error('x'), fields);

describe('connectionFailure', () => {
  it.each<[string, ConnectionStage, boolean, { code?: string | number; level?: string }, string]>([
    ['a refused port', 'connecting', false, { code: 'ECONNREFUSED' }, 'CONNECT_REFUSED'],
    ['a connect the kernel gave up', 'connecting', false, { code: 'ETIMEDOUT' }, 'CONNECT_TIMEOUT'],
    ['a peer that stopped acknowledging', 'ready', true, { code: 'ETIMEDOUT' }, 'CONNECTION_LOST'],
    ['an unknown name', 'connecting', false, { code: 'ENOTFOUND' }, 'DNS_FAILED'],
    ['a resolver that does not answer', 'connecting', false, { code: 'EAI_AGAIN' }, 'DNS_FAILED'],
    ['an unreachable network', 'connecting', false, { code: 'ENETUNREACH' }, 'NO_ROUTE'],
    ['a reset', 'login', true, { code: 'ECONNRESET' }, 'CONNECTION_LOST'],
    ['a failed handshake', 'connecting', false, { level: 'handshake' }, 'HANDSHAKE_FAILED'],
    ['unanswered questions for a sign of life', 'ready', true, { level: 'client-timeout' }, 'CONNECTION_LOST'],
    ['a goodbye during key exchange', 'connecting', false, { code: 3 }, 'HANDSHAKE_FAILED'],
    ['a goodbye after the secret', 'login', true, { code: 2 }, 'AUTH_FAILED'],
    ['a goodbye before the secret', 'login', false, { code: 2 }, 'CONNECTION_LOST'],
    ['too many connections', 'login', true, { code: 12 }, 'CONNECTION_LOST'],
    ['a goodbye in a session', 'ready', true, { code: 11 }, 'CONNECTION_LOST'],
    ['a broken packet in a session', 'ready', true, { level: 'protocol' }, 'CONNECTION_LOST'],
  ])('names %s', (_what, stage, secretOffered, fields, code) => {
    expect(connectionFailure(event(fields), stage, secretOffered).code).toBe(code);
  });

  it.each([
    ['Handshake failed: no matching key exchange algorithm', 'kex'],
    ['Handshake failed: no matching host key format', 'host-key'],
    ['Handshake failed: no matching C->S cipher', 'cipher'],
    ['Handshake failed: no matching S->C MAC', 'mac'],
    ['Handshake failed: no matching C->S compression', 'compression'],
    ['Handshake failed: no matching idea', 'unknown'],
  ])('reads "%s" as nothing in common of %s', (message, kind) => {
    const error = Object.assign(new Error(message), { level: 'handshake' });
    const details = { reason: 'no-common-algorithm', kind };
    expect(connectionFailure(error, 'connecting', false)).toEqual({ code: 'HANDSHAKE_FAILED', details });
  });

  it('reads no other failed handshake so', () => {
    const error = Object.assign(new Error('Handshake failed: signature verification failed'), { level: 'handshake' });
    expect(connectionFailure(error, 'connecting', false).details).toEqual({});
  });

  it('passes on no words of the peer', () => {
    const goodbye = Object.assign(new Error('text chosen by the server'), { code: 2 });
    expect(JSON.stringify(connectionFailure(goodbye, 'login', true))).not.toContain('chosen');
    expect(connectionFailure(goodbye, 'login', true).cause).toBeUndefined();
  });
});
