import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transcripts } from '../../testing/src/index.js';
import { TranscriptError } from './errors.js';

type Parser = (output: string) => unknown;

const SOURCES = dirname(fileURLToPath(import.meta.url));
const FILES = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
const PARSERS = FILES.filter((file) => /(?:^|\/)parse-[a-z-]+\.ts$/.test(file));
const ORIGIN = readFileSync(join(SOURCES, 'ORIGIN.md'), 'utf8');

const parsers = new Map<string, Parser>();

beforeAll(async () => {
  for (const file of PARSERS) {
    const module = (await import(pathToFileURL(join(SOURCES, file)).href)) as Record<string, unknown>;
    const name = /parse-[a-z-]+/.exec(file)?.[0].replaceAll('-', '') ?? '';
    const parser = Object.entries(module).find(([key]) => key.toLowerCase() === name)?.[1];
    if (typeof parser === 'function') parsers.set(file, parser as Parser);
  }
});

function parserOf(file: string): Parser {
  const parser = parsers.get(file);
  if (parser === undefined) throw new Error(`${file} exports nothing of its own name`);
  return parser;
}

function casesOf(file: string): ReturnType<typeof transcripts> {
  return transcripts(join(SOURCES, dirname(file), 'transcripts'));
}

describe('transcripts', () => {
  it('finds the parsers', () => {
    expect(PARSERS.length).toBeGreaterThan(20);
  });

  it.each(PARSERS)('%s has cases, each with a line about its origin', (file) => {
    for (const { name } of casesOf(file)) {
      expect(ORIGIN).toContain(`\`${dirname(file)}/transcripts/${name}.txt\``);
    }
    expect(parserOf(file)).toBeInstanceOf(Function);
  });

  it.each(PARSERS)('%s understands every line of its cases', (file) => {
    for (const { expected } of casesOf(file)) {
      expect(JSON.stringify(expected)).not.toMatch(/"unrecognised":(?!\[\])/);
    }
  });

  it('has no line about a case that is gone', () => {
    const named = [...ORIGIN.matchAll(/`([^`]+\/transcripts\/[^`]+\.txt)`/g)].map((match) => match[1] ?? '');
    expect(named.filter((file) => !FILES.includes(file))).toEqual([]);
  });

  it('shows no address but those kept for documentation', () => {
    const addresses = FILES.filter((file) => file.endsWith('.txt')).flatMap(
      (file) => readFileSync(join(SOURCES, file), 'utf8').match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [],
    );
    expect(addresses.filter((address) => !/^(?:192\.0\.2|255\.255\.255)\./.test(address))).toEqual([]);
  });
});

describe('every parser', () => {
  it.each(PARSERS)('%s reads the same over any session', (file) => {
    const notice =
      '#####################\r\n#  CallHome has been enabled.  #\r\n#####################\r\n\r\n Done\r\n';
    for (const { output } of casesOf(file)) {
      const lines = output.trimEnd().split('\n');
      const coloured = lines.map((line) => `\u001b[0m${line}\u001b[K`).join('\r\n');
      const session = `Last login: Fri Jun 12 07:29:14 2015 from 192.0.2.5\r\n${notice}ns-b 15:16> show it\r\n${coloured}\r\nns-b 15:17> `;
      expect(parserOf(file)(session)).toEqual(parserOf(file)(output));
    }
  });

  it.each(PARSERS)('%s answers or throws its own error, whatever it is given', (file) => {
    const known = [...new Set(PARSERS.flatMap(casesOf).flatMap(({ output }) => output.split('\n')))];
    const line = fc.oneof(fc.constantFrom(...known), fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        try {
          parserOf(file)(lines.join('\n'));
        } catch (error) {
          expect(error).toBeInstanceOf(TranscriptError);
        }
      }),
    );
  });
});
