import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../../../libs/contract/src/index.js';
import {
  componentConditionMark,
  firstRequest,
  quietMark,
  quietState,
  REQUEST_STATES,
  requestActions,
  requestMark,
  SEVERITIES,
  severityMark,
  type RequestState,
} from './monitoring-marks.js';

describe('marks', () => {
  it('give every severity a word and an icon of its own', () => {
    expect(new Set(SEVERITIES.map((severity) => severityMark(severity).word)).size).toBe(SEVERITIES.length);
    expect(new Set(SEVERITIES.map((severity) => severityMark(severity).icon)).size).toBe(SEVERITIES.length);
  });

  it('give every state of a service request a word and an icon of its own', () => {
    expect(new Set(REQUEST_STATES.map((state) => requestMark(state).word)).size).toBe(6);
    expect(new Set(REQUEST_STATES.map((state) => requestMark(state).icon)).size).toBe(6);
  });
});

describe('requestActions', () => {
  it.each<[string, RequestState, readonly string[]]>([
    ['what waits for review is opened or declined', 'needs-review', ['open', 'decline']],
    ['what was sent gets its number or is closed', 'requested', ['number', 'close']],
    ['a number may be corrected', 'open', ['number', 'close']],
    ['what failed is tried again, numbered by hand or given up', 'failed', ['open', 'number', 'decline']],
    ['what is closed stays so for people', 'closed', []],
    ['what was declined may still be opened', 'declined', ['open']],
  ])('%s', (_, state, actions) => {
    expect(requestActions(state)).toEqual(actions);
  });
});

describe('firstRequest', () => {
  it('is the one that most asks for a person', () => {
    const states: RequestState[] = ['closed', 'open', 'needs-review', 'failed'];
    expect(firstRequest(states.map((state) => ({ state })))?.state).toBe('needs-review');
    expect(firstRequest([])).toBeNull();
  });
});

describe('quietState', () => {
  const period = { from: '2026-11-24T10:00:00Z', until: '2026-11-24T12:00:00Z', endedAt: null };
  it.each([
    ['before it begins', period, '2026-11-24T09:59:59Z', 'planned'],
    ['at its begin', period, '2026-11-24T10:00:00Z', 'active'],
    ['at its end', period, '2026-11-24T12:00:00Z', 'ended'],
    ['ended by a person', { ...period, endedAt: '2026-11-24T11:00:00Z' }, '2026-11-24T11:30:00Z', 'ended'],
    ['taken back before it began', { ...period, endedAt: '2026-11-24T09:00:00Z' }, '2026-11-24T09:30:00Z', 'ended'],
  ] as const)('%s', (_, given, at, state) => {
    expect(quietState(given, Date.parse(at))).toBe(state);
    expect(quietMark(state).word).toBe(state);
  });
});

describe('componentConditionMark', () => {
  const seen = { by: 'a.ito', note: 'a new drive is on its way', at: '2026-11-24T10:00:00Z' };
  const condition = (change: Partial<Condition>) =>
    componentConditionMark({ code: 'hard-disk-error', state: 'active', acknowledgement: null, ...change } as Condition);
  it.each([
    ['a failed part', condition({}), 'failed', 'bad'],
    ['seen by somebody it is failed all the same', condition({ acknowledgement: seen }), 'failed, seen', 'warn'],
    ['what has cleared was once seen', condition({ state: 'cleared', acknowledgement: seen }), 'OK, cleared', 'ok'],
  ])('%s', (_, mark, word, tone) => {
    expect(mark).toMatchObject({ word, tone });
  });
});
