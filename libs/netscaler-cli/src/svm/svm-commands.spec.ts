import { describe, expect, it } from '@jest/globals';
import { svm, type SvmTechsupportScope } from './svm-commands.js';

const refused = (argument: string): unknown =>
  expect.objectContaining({ code: 'ARGUMENT_REFUSED', details: expect.objectContaining({ argument }) });

describe('svm', () => {
  it.each(Object.entries(svm.show))('reads with show.%s and changes nothing', (resource, line) => {
    // `show rediscover` starts an inventory of everything, in spite of its verb.
    expect(line).toBe(`show ${resource}`);
    expect(line).not.toMatch(/rediscover/i);
  });

  it('starts and removes archives', () => {
    expect(svm.startTechsupport('ManagementService')).toBe('do techsupport ManagementService');
    expect(svm.startTechsupport('ManagementServiceAndXen')).toBe('do techsupport ManagementServiceAndXen');
    expect(svm.deleteTechsupport('Techsupport_192.0.2.1.tgz')).toBe(
      'delete techsupport file_name=Techsupport_192.0.2.1.tgz',
    );
    expect(svm.techsupportPath('a.tgz')).toBe('/var/mps/tech_support/a.tgz');
  });

  it('starts nothing off the list', () => {
    expect(() => svm.startTechsupport('ApplianceIncludingInstances' as SvmTechsupportScope)).toThrow(refused('scope'));
  });

  it.each(['', '.hidden', '../up', 'a/b', 'a b', 'a;b', 'a\nb', '-a', 'x'.repeat(201)])(
    'refuses the file name %j',
    (name) => {
      expect(() => svm.deleteTechsupport(name)).toThrow(refused('file_name'));
      expect(() => svm.techsupportPath(name)).toThrow(refused('file_name'));
    },
  );
});
