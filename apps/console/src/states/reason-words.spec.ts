import { describe, expect, it } from '@jest/globals';
import { reasonWords } from './reason-words.js';

describe('reasonWords', () => {
  it.each([
    ['already-uploaded-since-boot', 'already uploaded since its last start'],
    ['http-503', 'the destination answered 503'],
    ['storage-full', 'storage full'],
    ['the SVM refused', 'the SVM refused'],
  ])('says %s as "%s"', (reason, words) => {
    expect(reasonWords(reason)).toBe(words);
  });
});
