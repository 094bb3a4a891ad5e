import fs from 'node:fs';

const folders = (parent) =>
  fs
    .readdirSync(new URL(`${parent}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    // A lib, an app, or one of the few places outside of both.
    'scope-enum': [2, 'always', [...folders('apps'), ...folders('libs'), 'scripts', 'docs', 'docker', 'test', 'repo']],
    'scope-empty': [2, 'never'],
    'body-max-line-length': [2, 'always', 120],
    // The subject is a sentence, names and acronyms included.
    'subject-case': [0],
  },
};
