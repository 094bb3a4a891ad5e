import fs from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { TestingError } from './testing-error.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
// Both are made for one page in one short-lived process and make a driven browser crash.
const UNSTABLE = new Set(['--single-process', '--no-zygote']);

/**
 * Starts a browser: CHROMIUM_PATH, else an installed Chromium, else the one from npm (Linux x64).
 * @throws {TestingError} BROWSER_MISSING - none could be started; the message says what to install.
 */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core'); // here, so that pure specs need not load it
  const causes: unknown[] = [];
  for (const candidate of [installedBrowser, packagedBrowser]) {
    try {
      const found = await candidate();
      if (found !== null) return await chromium.launch(found);
    } catch (error) {
      causes.push(error);
    }
  }
  const advice = 'install chromium (Debian: apt-get install chromium) or name a browser in CHROMIUM_PATH.';
  throw new TestingError('BROWSER_MISSING', advice, { cause: new AggregateError(causes) });
}

interface Launch {
  readonly executablePath: string;
  readonly args: string[];
}

function installedBrowser(): Promise<Launch | null> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const executablePath = [process.env['CHROMIUM_PATH'] ?? '', ...found].find((file) => file && fs.existsSync(file));
  return Promise.resolve(executablePath === undefined ? null : { executablePath, args: ARGUMENTS });
}

async function packagedBrowser(): Promise<Launch> {
  // The package unpacks the libraries it needs (nss) only where it believes to be on Amazon Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  const args = packaged.args.filter((argument) => !UNSTABLE.has(argument));
  return { executablePath: await packaged.executablePath(), args: [...args, ...ARGUMENTS] };
}
