import { HttpException } from '@nestjs/common';
import { CallHomeError, type CallHomeErrorCode } from '../../../../libs/callhome/src/index.js';
import { ROLLOUT_STATES, type ProblemCode } from '../../../../libs/contract/src/index.js';
import { PersistenceError, type PersistenceErrorCode } from '../../../../libs/persistence/src/index.js';
import { actionsOf } from '../rollouts/rollout-actions.js';
import { ApiProblem, type ProblemMore } from './api-problem.js';

const OF_PERSISTENCE: Readonly<Record<PersistenceErrorCode, ProblemCode>> = {
  DATABASE_UNAVAILABLE: 'database-unavailable',
  MIGRATIONS_PENDING: 'database-unavailable',
  LEASE_LOST: 'target-busy',
  VERSION_MISMATCH: 'etag-mismatch',
  NOT_FOUND: 'not-found',
  DUPLICATE: 'duplicate-name',
  IN_USE: 'in-use',
  HOPS_REFUSED: 'hops-refused',
  ILLEGAL_TRANSITION: 'illegal-transition',
  PRIORITY_TIE: 'group-priority-tie',
  SECRET_UNREADABLE: 'internal',
  MASTER_KEY_INVALID: 'internal',
};

/** Tables whose duplicates are something else than a name that is taken. */
const OF_DUPLICATE: Readonly<Record<string, ProblemCode>> = {
  appliance: 'duplicate-appliance',
  rollout: 'illegal-transition',
};

const OF_CALL_HOME: Readonly<Record<CallHomeErrorCode, ProblemCode>> = {
  SETTING_AMBIGUOUS: 'group-priority-tie',
  SCOPE_UNKNOWN: 'not-found',
  DRIFT_TRANSITION_ILLEGAL: 'illegal-transition',
  DELIVERY_TRANSITION_ILLEGAL: 'illegal-transition',
  TARGET_TRANSITION_ILLEGAL: 'illegal-transition',
  ROLLOUT_TRANSITION_ILLEGAL: 'illegal-transition',
};

/** Statuses that the framework and its body parser answer with by themselves. */
const OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'body-too-large',
  415: 'media-type',
  429: 'rate-limited',
};

// What the driver says when the server is away or going: classes 08 and 57P of SQLSTATE, and the system's own words.
const DATABASE_AWAY = /^(ECONN\w+|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|08\w{3}|57P0\d|53300)$/;
const CONNECTION_LOST = /Connection terminated|timeout exceeded when trying to connect|Driver not Connected/i;

/** The problem that an error is, by the one table of all codes; what nobody knows is `internal` and says nothing. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof PersistenceError) return ofPersistence(error);
  if (error instanceof CallHomeError) return ofCallHome(error);
  const status = statusOf(error);
  if (status !== null) return new ApiProblem(OF_STATUS[status] ?? 'internal', limitOf(error), { cause: error });
  return new ApiProblem(isDatabaseAway(error) ? 'database-unavailable' : 'internal', {}, { cause: error });
}

function ofPersistence(error: PersistenceError): ApiProblem {
  const { code, details } = error;
  if (code === 'DUPLICATE') {
    return new ApiProblem(OF_DUPLICATE[String(details.table)] ?? OF_PERSISTENCE[code], {}, { cause: error });
  }
  return new ApiProblem(OF_PERSISTENCE[code], moreOf(error), { cause: error });
}

function moreOf({ code, details }: PersistenceError): ProblemMore {
  if (code === 'ILLEGAL_TRANSITION') return movesOf(details);
  if (code === 'PRIORITY_TIE') return tieOf(details);
  if (code === 'IN_USE' && details.scope !== undefined) return usersOf(details);
  const version = details.version ?? details.revision;
  if (code !== 'VERSION_MISMATCH' || version === undefined) return {};
  return { detail: `It is at version ${version} now.`, etag: `"${version}"` };
}

/** Which groups tie, and over which keys. */
function tieOf({ key = '', groups = '' }: PersistenceError['details']): ProblemMore {
  const names = String(groups).split(', ').join(' and ');
  const detail = `${names} have one priority and both set ${key}.`;
  const keys = String(key).split(', ').filter(Boolean);
  return { detail, errors: keys.map((each) => ({ pointer: `/settings/${each}`, code: 'group-priority-tie', detail })) };
}

/** What needs a site or group. */
function usersOf({ scope, appliances }: PersistenceError['details']): ProblemMore {
  if (appliances === undefined) return { detail: `The layer ${scope} sets or locks something.` };
  return { detail: `${appliances} ${appliances === 1 ? 'appliance names' : 'appliances name'} ${scope}.` };
}

/** What a rollout allows, in the words of the API; of anything else, what the refusal itself names. */
function movesOf({ state, event, allowed }: PersistenceError['details']): ProblemMore {
  const rollout = ROLLOUT_STATES.find((word) => word === state);
  return {
    detail: `It is ${state}, which does not allow ${event}.`,
    allowed: rollout === undefined ? String(allowed ?? '').split(' ').filter(Boolean) : actionsOf(rollout),
  }; // prettier-ignore
}

function ofCallHome(error: CallHomeError): ApiProblem {
  const { state, event, allowed } = error.details;
  const more: ProblemMore =
    error.code === 'DELIVERY_TRANSITION_ILLEGAL'
      ? {
          detail: `A delivery that is ${state} cannot be ${event}.`,
          allowed: String(allowed ?? '').split(' ').filter(Boolean),
        } // prettier-ignore
      : {};
  return new ApiProblem(OF_CALL_HOME[error.code], more, { cause: error });
}

// How much the route takes, where the body parser says it: not all routes take the same.
function limitOf(error: unknown): ProblemMore {
  const origin: unknown = error instanceof HttpException ? error.cause : error;
  const limit = typeof origin === 'object' && origin !== null && 'limit' in origin ? Number(origin.limit) : Number.NaN;
  return Number.isNaN(limit) ? {} : { help: `Keep it under ${limit / 1_048_576} MiB.` };
}

// Nest's exceptions, and the errors of its body parser, which carry a status of their own.
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error) || !('type' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = 'driverError' in error ? error.driverError : error;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  return DATABASE_AWAY.test(code) || CONNECTION_LOST.test(error.message);
}
