import { filesBelow } from '../build/sources.mjs';

const FOLDERS = ['apps', 'libs', 'scripts', 'test'];
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const READ_BY_NAME = /^(README|ORIGIN)\.md$/;
const SAYS_NOTHING = /(^|-)(utils?|helpers?|common|misc|manager|handler|base|impl)$/;

/**
 * What is wrong with the names of files and folders.
 * @param {string[]} files paths from the root
 * @returns {string[]} a sentence for each
 */
export function nameFaults(files) {
  return files.flatMap((file) => {
    const segments = file.split('/');
    const name = segments.pop() ?? '';
    if (READ_BY_NAME.test(name)) return [];
    // Versions in transcript names (`13.1-53.17-pair.txt`) are the firmware's own spelling.
    const stems = segments.includes('transcripts') ? segments : [...segments, ...name.split('.').slice(0, -1)];
    return stems.flatMap((stem) => {
      if (!KEBAB.test(stem)) return [`${file}: "${stem}" is not in kebab-case`];
      return SAYS_NOTHING.test(stem) ? [`${file}: "${stem}" says nothing about what is in it`] : [];
    });
  });
}

/**
 * @param {string} root
 * @returns {string[]}
 */
export function checkFileNames(root) {
  return nameFaults(filesBelow(root, FOLDERS, (file) => !file.includes('/node_modules/')));
}
