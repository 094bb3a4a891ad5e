import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsHardware } from './parse-show-ns-hardware.js';

describe('parseShowNsHardware', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsHardware(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns hardware', line: 1, message } };
    expect(() => parseShowNsHardware(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowNsHardware('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it.each([
    { platform: 'NetScaler Virtual Appliance NSSDX 14040 450170', sdxModel: '14040', isVirtual: true },
    { platform: 'NetScaler Virtual Appliance NSSDX-26000-100G 450097', sdxModel: '26000-100G', isVirtual: true },
    { platform: 'NetScaler Virtual Appliance NSSDX-9100', sdxModel: '9100', isVirtual: true },
    { platform: 'NetScaler Virtual Appliance 450070', sdxModel: null, isVirtual: true },
    { platform: 'NSMPX-15000-50G 16*CPU 30060', sdxModel: null, isVirtual: false },
    { platform: 'Something else', sdxModel: null, isVirtual: null },
  ])('tells from "$platform" what hosts it', ({ platform, sdxModel, isVirtual }) => {
    expect(parseShowNsHardware(`Platform: ${platform}`)).toMatchObject({ platform, sdxModel, isVirtual });
  });

  it('leaves an empty value null', () => {
    expect(parseShowNsHardware('Serial no:')).toMatchObject({ serial: null, platform: null, isVirtual: null });
  });
});
