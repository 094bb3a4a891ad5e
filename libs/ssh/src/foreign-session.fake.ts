import { expect } from '@jest/globals';
import { openSession } from './open-session.js';
import { TEST_LIMITS } from './session-under-test.fake.js';
import type { SshTarget } from './ssh-target.js';

/** Reads the appliance of `writeApplianceProgram` on an exec channel, found by probing. */
export async function expectExecAppliance(target: SshTarget): Promise<void> {
  const session = await openSession({ ...target, channel: 'auto', probe: 'show ns version' }, TEST_LIMITS);
  expect(session.channel).toBe('exec');
  await expect(session.run('show ns version')).resolves.toBe('\tNetScaler NS13.1: Build 53.17.nc\n Done\n');
  await expect(session.run('show nothing')).resolves.toBe('ERROR: No such command\n');
  expect(await session.run('show listing')).toHaveLength(108_894 + ' Done\n'.length);
  await session.close();
}

/** Reads the appliance of `writeApplianceProgram` on a real terminal, to its farewell. */
export async function expectShellAppliance(target: SshTarget): Promise<void> {
  const session = await openSession({ ...target, channel: 'shell' }, TEST_LIMITS);
  await expect(session.run('show ns version')).resolves.toBe('\tNetScaler NS13.1: Build 53.17.nc\n Done\n');
  expect(await session.run('show listing')).toHaveLength(108_894 + ' Done\n'.length);
  await expect(session.run('show size')).resolves.toBe('10000 512\n Done\n');
  // This terminal shows what is typed while a command runs: one line end more, and nothing cut or handed on.
  expect((await session.run('show prompt')).replace(/\n+/g, '\n')).toBe('before\n(0) ns> \nquoted\n Done\n');
  await expect(session.run('show nothing')).resolves.toBe('ERROR: No such command\n');
  await expect(session.run('exit')).rejects.toMatchObject({
    code: 'CONNECTION_LOST',
    details: { reason: 'said-goodbye' },
  });
}
