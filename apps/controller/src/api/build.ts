import fs from 'node:fs';
import { createRequire } from 'node:module';

/** What this build calls itself, and its version. */
export interface Build {
  name: string;
  version: string;
}

/** Reads name and version of this build from the package that it belongs to, in sources and in dist alike. */
export function readBuild(): Build {
  const require = createRequire(import.meta.url);
  const file = ['../../../../package.json', '../../../../../package.json'].find((path) =>
    fs.existsSync(new URL(path, import.meta.url)),
  );
  const { name, version } = require(file ?? '../../../../package.json') as Build;
  return { name, version };
}
