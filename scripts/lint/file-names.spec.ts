import { describe, expect, it } from '@jest/globals';
import { nameFaults } from './file-names.mjs';

describe('nameFaults', () => {
  it.each([
    'libs/callhome/src/resolve-settings.ts',
    'libs/callhome/README.md',
    'apps/worker/src/sweeps/sweep.processor.ts',
    'libs/netscaler-cli/src/adc/show-callhome/transcripts/13.1-53.17-psu_failed.txt',
    'libs/netscaler-cli/src/adc/transcripts/ORIGIN.md',
    'apps/console/src/vite-env.d.ts',
  ])('has nothing against %s', (file) => {
    expect(nameFaults([file])).toEqual([]);
  });

  it.each([
    ['libs/ssh/src/utils.ts', '"utils" says nothing about what is in it'],
    ['libs/ssh/src/session-manager.ts', '"session-manager" says nothing about what is in it'],
    ['libs/ssh/src/common/session.ts', '"common" says nothing about what is in it'],
    ['apps/console/src/FleetTable.tsx', '"FleetTable" is not in kebab-case'],
    ['libs/ssh/src/ssh_session.ts', '"ssh_session" is not in kebab-case'],
  ])('refuses %s', (file, fault) => {
    expect(nameFaults([file])).toEqual([`${file}: ${fault}`]);
  });
});
