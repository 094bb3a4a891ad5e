import { describe, expect, it } from '@jest/globals';
import { TranscriptError, isBusyRefusal, isNotSupported } from './errors.js';

const refusal = (message: string): TranscriptError => new TranscriptError('DEVICE_REFUSED', { message });

describe('isNotSupported', () => {
  it.each([
    ['Invalid command', true],
    ['No such command', true],
    ['Ambiguous command', true],
    ['No such argument [-hbCustomInterval]', true],
    ['Operation not supported by device', true],
    ['No such resource [id, 123]', false],
    ['Invalid argument value [proxyMode]', false],
    ['Invalid value for slot', false],
    ['Not authorized to execute this command [shell]', false],
    ['', false],
  ])('says of "%s": %s', (message, expected) => {
    expect(isNotSupported(refusal(message))).toBe(expected);
  });

  it.each([new Error('No such command'), new TranscriptError('OUTPUT_UNREADABLE', { missing: 'x' }), null, 'text'])(
    'says no of %s',
    (error) => {
      expect(isNotSupported(error)).toBe(false);
    },
  );
});

describe('TranscriptError', () => {
  it.each([
    [refusal('Operation already in progress'), true],
    [refusal('Operation not permitted'), false],
    [new TranscriptError('OUTPUT_UNREADABLE'), true],
    [new TranscriptError('ARGUMENT_REFUSED'), false],
  ])('knows whether a retry can help: %s', (error, expected) => {
    expect(error.retryable).toBe(expected);
  });

  it('names its code and nothing of the output in its message', () => {
    const error = refusal('secret words');
    expect(error.message).toBe('DEVICE_REFUSED: the appliance refused the command');
    expect(error.name).toBe('TranscriptError');
  });
});

describe('isBusyRefusal', () => {
  it.each([
    ['Operation already in progress', true],
    ['Operation now in progress', true],
    ['The operation already in progress failed', false],
  ])('says of "%s": %s', (message, expected) => {
    expect(isBusyRefusal(message)).toBe(expected);
  });
});
