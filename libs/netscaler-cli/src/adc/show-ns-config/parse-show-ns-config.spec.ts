import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsConfig } from './parse-show-ns-config.js';

describe('parseShowNsConfig', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsConfig(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns config', line: 1, message } };
    expect(() => parseShowNsConfig(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowNsConfig('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it('keeps a time it cannot read', () => {
    expect(parseShowNsConfig('Last Config Saved Time: soon')).toMatchObject({
      lastSaved: null,
      unrecognised: ['Last Config Saved Time: soon'],
    });
  });

  const [early, late] = ['Wed Jul 31 18:42:06 2024', 'Wed Jul 31 19:00:32 2024'];
  const [changed, saved] = ['Last Config Changed Time', 'Last Config Saved Time'];
  const printed = 'Config Changed since Last Saved Config';
  it.each([
    ['changed after the save', `${changed}: ${late}\n${saved}: ${early}`, true],
    ['saved after the change', `${changed}: ${early}\n${saved}: ${late}`, false],
    ['both in one second', `${changed}: ${late}\n${saved}: ${late}`, null],
    ['no save shown', `${changed}: ${late}`, null],
    ['a save at no time', `${changed}: ${late}\n${saved}: Never`, null],
    ['the printed word against the times', `${changed}: ${late}\n${saved}: ${early}\n${printed}: FALSE`, false],
    ['nothing shown', '', null],
  ])('says whether changes are unsaved: %s', (_sentence, output, unsavedChanges) => {
    expect(parseShowNsConfig(output)).toMatchObject({ unsavedChanges });
  });

  it('keeps an address that is none', () => {
    expect(parseShowNsConfig('NetScaler IP: 192.0.2.300')).toMatchObject({
      nsip: null,
      unrecognised: ['NetScaler IP: 192.0.2.300'],
    });
  });
});
