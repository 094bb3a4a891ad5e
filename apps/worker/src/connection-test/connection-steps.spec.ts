import { describe, expect, it } from '@jest/globals';
import { ConnectionSteps } from './connection-steps.js';

const clock = () => {
  let ms = 0;
  return () => (ms += 5) - 5;
};
const brief = (steps: ReturnType<ConnectionSteps['list']>) =>
  steps.map(({ step, state, found, cause }) => [step, state, ...((cause ?? found) ? [cause ?? found] : [])].join(' '));

describe('the steps of a connection', () => {
  it('are none tried where there is no login to try with', () => {
    expect(brief(new ConnectionSteps(clock()).list(null))).toEqual([
      'name not-tried',
      'tcp not-tried',
      'key not-tried',
      'login not-tried',
      'prompt not-tried',
      'command not-tried',
    ]);
  });

  it('fail at the first one that was not passed', () => {
    const steps = new ConnectionSteps(clock());
    steps.pass('name', '192.0.2.7');
    steps.pass('tcp');
    expect(brief(steps.list('host-key-untrusted', 'SHA256:x'))).toEqual([
      'name ok 192.0.2.7',
      'tcp ok',
      'key failed host-key-untrusted',
      'login not-tried',
      'prompt not-tried',
      'command not-tried',
    ]);
  });

  it('include those that nobody spoke of: an address needs no name server', () => {
    const steps = new ConnectionSteps(clock());
    steps.pass('tcp', '192.0.2.7:22');
    expect(brief(steps.list('handshake-failed')).slice(0, 3)).toEqual([
      'name ok',
      'tcp ok 192.0.2.7:22',
      'key failed handshake-failed',
    ]);
  });

  it('stay passed when they are passed again', () => {
    const steps = new ConnectionSteps(clock());
    steps.pass('command', 'NS13.1');
    steps.pass('tcp', 'again');
    expect(brief(steps.list(null))).toHaveLength(6);
    expect(brief(steps.list(null)).at(-1)).toBe('command ok NS13.1');
  });

  it('end with the last one where the answers show another machine', () => {
    const steps = new ConnectionSteps(clock());
    steps.pass('command', 'NS13.1');
    expect(brief(steps.list('identity-changed')).at(-1)).toBe('command failed identity-changed');
  });

  it('say how long each took, and keep no more than a line of what was found', () => {
    const steps = new ConnectionSteps(clock());
    steps.pass('name', 'x'.repeat(1000));
    expect(steps.list(null)[0]).toMatchObject({ tookMs: 5, found: 'x'.repeat(200) });
  });
});
