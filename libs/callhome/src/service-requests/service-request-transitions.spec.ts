import { describe, expect, it } from '@jest/globals';
import {
  SERVICE_REQUEST_EVENTS,
  SERVICE_REQUEST_STATES,
  mayComment,
  mayReopen,
  nextServiceRequestState,
} from './service-request-transitions.js';

const HOUR = 3_600_000;

describe('nextServiceRequestState', () => {
  it.each([
    ['needs-review', 'requested requested declined - - - -'],
    ['requested', '- - - open failed closed -'],
    ['open', '- - - open - closed -'],
    ['closed', '- - - - - - open'],
    ['declined', '- requested - - - - -'],
    ['failed', '- requested declined open - - -'],
  ] as const)('moves from %s as listed', (state, expected) => {
    expect(SERVICE_REQUEST_EVENTS.map((event) => nextServiceRequestState(state, event) ?? '-').join(' ')).toBe(
      expected,
    );
  });

  it('has a row for every state', () => {
    expect(Object.keys(SERVICE_REQUEST_STATES)).toHaveLength(6);
  });
});

describe('limits', () => {
  it.each([
    ['reopens 72 h after closure', mayReopen(0, 72 * HOUR), true],
    ['makes a new one after that', mayReopen(0, 72 * HOUR + 1), false],
    ['comments the first time', mayComment(null, 0), true],
    ['comments after 6 h', mayComment(0, 6 * HOUR), true],
    ['keeps silent before', mayComment(0, 6 * HOUR - 1), false],
  ])('%s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });
});
