import { NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { CallHomeError, nextDeliveryState } from '../../../../libs/callhome/src/index.js';
import { PersistenceError } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from './api-problem.js';
import { problemOf } from './problem-of.js';

const ofParser = (status: number, type: string) => Object.assign(new Error(type), { status, type });
const ofDriver = (code: string) =>
  Object.assign(new Error(code), { driverError: Object.assign(new Error(code), { code }) });

describe('problemOf', () => {
  it.each([
    ['a refusal of our own', new ApiProblem('forbidden'), 'forbidden'],
    ['a row that is not there', new PersistenceError('NOT_FOUND'), 'not-found'],
    ['a change by somebody else', new PersistenceError('VERSION_MISMATCH'), 'etag-mismatch'],
    ['an address that is taken', new PersistenceError('DUPLICATE', { table: 'appliance' }), 'duplicate-appliance'],
    ['a name that is taken', new PersistenceError('DUPLICATE', { table: 'credential' }), 'duplicate-name'],
    ['a second rollout of a plan', new PersistenceError('DUPLICATE', { table: 'rollout' }), 'illegal-transition'],
    ['a secret of another key', new PersistenceError('SECRET_UNREADABLE'), 'internal'],
    ['a database that is away', new PersistenceError('DATABASE_UNAVAILABLE'), 'database-unavailable'],
    ['a refused connection in a query', ofDriver('ECONNREFUSED'), 'database-unavailable'],
    ['a server that shuts down', ofDriver('57P01'), 'database-unavailable'],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), 'database-unavailable'],
    ['a query that is wrong', ofDriver('42703'), 'internal'],
    ['two groups that set one key', new CallHomeError('SETTING_AMBIGUOUS'), 'group-priority-tie'],
    ['an address that is not served', new NotFoundException(), 'not-found'],
    ['a body that cannot be parsed', ofParser(400, 'entity.parse.failed'), 'malformed'],
    ['a body that is too large', ofParser(413, 'entity.too.large'), 'body-too-large'],
    ['a character set we do not know', ofParser(415, 'charset.unsupported'), 'media-type'],
    ['anything else', new TypeError('x is undefined'), 'internal'],
    ['what is not even an error', 'x', 'internal'],
  ])('takes %s', (_, error, code) => {
    expect(problemOf(error).code).toBe(code);
  });

  it('names the events that a delivery would allow', () => {
    let refusal: unknown;
    try {
      nextDeliveryState('held', 'retried');
    } catch (error) {
      refusal = error;
    }
    const { code, more } = problemOf(refusal);
    expect({ code, detail: more.detail }).toEqual({
      code: 'illegal-transition',
      detail: 'A delivery that is held cannot be retried.',
    });
    expect(more.allowed).toEqual(['approved', 'rejected', 'superseded', 'expired', 'cancelled']);
  });

  it('says nothing of what is unexpected', () => {
    expect(problemOf(new Error('password of the database')).more).toEqual({});
  });
});
