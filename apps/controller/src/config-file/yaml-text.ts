import { isAlias, isMap, isScalar, Lexer, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Alias, Document, Node, Pair, YAMLMap } from 'yaml';
import type { ProblemError } from '../../../../libs/contract/src/index.js';

/** What a text of YAML says, and where it says it. JSON is a part of YAML. */
export interface YamlText {
  /** Undefined where the text cannot be read. */
  readonly value: unknown;
  readonly problems: readonly ProblemError[];
  /** The line, from 1, of what a JSON pointer names, or of the innermost thing around it that there is. */
  lineOf(pointer: string): number | undefined;
}

// Far more than the largest fleet needs once every alias is written out; a few nested ones make billions.
const MOST_NODES = 1_000_000;
const MOST_DEPTH = 64;

/** Tags that say what a value is anyway. */
const CORE_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** Reads one document of YAML 1.2 without tags of its own, and names everything that is wrong with it at once. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const lineAt = (offset: number | undefined) => (offset === undefined ? undefined : lines.linePos(offset).line);
  const documents = isTooDeep(text) ? null : parsed(text, lines);
  if (documents === null) return unreadable([problem('too-deep', 'it is nested too deeply', 1)]);
  const [document, second] = documents;
  if (document === undefined || document.contents === null)
    return unreadable([problem('empty', 'there is nothing in it', 1)]);
  const problems = documents.flatMap(({ errors, warnings }) =>
    [...errors, ...warnings].map(({ code, message, pos }) =>
      problem(code.toLowerCase().replaceAll('_', '-'), sentence(message), lineAt(pos[0])),
    ),
  );
  if (second !== undefined) {
    problems.push(problem('several-documents', 'a file is one document', lineAt(second.contents?.range?.[0])));
  }
  if (document.directives?.yaml.version !== '1.2') {
    problems.push(problem('yaml-version', 'it is read as YAML 1.2; leave the %YAML line out', 1));
  }
  const reader = new NodeReader(document, lineAt);
  const value = problems.length > 0 ? undefined : reader.read();
  const all = [...problems, ...reader.problems];
  return all.length > 0 ? unreadable(all) : { value, problems: [], lineOf: (pointer) => reader.lineOf(pointer) };
}

// Before it is parsed: the time that takes grows with the square of the depth.
function isTooDeep(text: string): boolean {
  if (/^(?:[ \t]*[-?][ \t]+){65}/m.test(text)) return true;
  // Brackets may stand in texts, too. Only where there are many is it worth to look which of them do.
  return bracketDepth(text) > MOST_DEPTH && bracketDepth(new Lexer().lex(text)) > MOST_DEPTH;
}

/** How deep brackets are nested, among characters or among the tokens of a text. */
function bracketDepth(tokens: Iterable<string>): number {
  let depth = 0;
  let deepest = 0;
  let before = '';
  for (const token of tokens) {
    if (before !== TEXT_FOLLOWS && (token === '[' || token === '{')) depth += 1;
    if (before !== TEXT_FOLLOWS && (token === ']' || token === '}')) depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
    if (deepest > MOST_DEPTH) break;
    before = token;
  }
  return deepest;
}

/** The token that the lexer puts before each scalar. */
const TEXT_FOLLOWS = '\x1f';

function parsed(text: string, lineCounter: LineCounter): Document.Parsed[] | null {
  try {
    // Its own search for keys that are there twice takes a time that grows with their square.
    const options = { version: '1.2', schema: 'core', strict: true, uniqueKeys: false, stringKeys: true } as const;
    const documents = parseAllDocuments(text, { ...options, prettyErrors: false, logLevel: 'silent', lineCounter });
    return 'empty' in documents ? [] : documents;
  } catch (error) {
    if (error instanceof RangeError || (error as { name?: unknown }).name === 'RangeError') return null;
    throw error;
  }
}

/** Makes plain values of the nodes of a document. */
class NodeReader {
  readonly problems: ProblemError[] = [];
  private readonly targets = new Map<Alias, Node>();
  private readonly values = new Map<Node, unknown>();
  private readonly sizes = new Map<Node, number>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly lineAt: (offset: number | undefined) => number | undefined,
  ) {}

  read(): unknown {
    this.resolveAliases();
    if (this.problems.length > 0) return undefined;
    const value = this.valueOf(this.document.contents, 0);
    const { contents } = this.document;
    if (contents !== null && (this.sizes.get(contents) ?? 0) > MOST_NODES) {
      this.wrong(contents, 'too-many-aliases', `with all aliases written out it has more than ${MOST_NODES} values`);
    }
    return value;
  }

  lineOf(pointer: string): number | undefined {
    let node: unknown = this.document.contents;
    let line = this.lineOfNode(node);
    for (const part of pointer.split('/').slice(1)) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      if (isAlias(node)) node = this.targets.get(node);
      if (isMap(node)) {
        const pair = node.items.find((item) => nameOf(item) === key);
        if (pair === undefined) break;
        line = this.lineOfNode(pair.key) ?? line;
        node = pair.value;
      } else {
        const item: unknown = isNode(node) && 'items' in node ? (node.items as unknown[])[Number(key)] : undefined;
        if (item === undefined) break;
        line = this.lineOfNode(item) ?? line;
        node = item;
      }
    }
    return line;
  }

  // One walk in the order of the text, as an anchor may be given again: asking each alias by itself walks it each time.
  private resolveAliases(): void {
    const anchors = new Map<string, Node>();
    visit(this.document, {
      Alias: (_key, alias, path) => {
        const target = anchors.get(alias.source);
        if (target === undefined) this.wrong(alias, 'unknown-alias', `nothing above is marked &${alias.source}`);
        else if (path.includes(target))
          this.wrong(alias, 'cyclic-alias', `*${alias.source} stands inside of what it names`);
        else this.targets.set(alias, target);
      },
      Node: (_key, node) => {
        if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
      },
    });
  }

  private valueOf(node: unknown, depth: number): unknown {
    if (!isNode(node)) return null;
    if (isAlias(node)) {
      const target = this.targets.get(node);
      const value = this.valueOf(target, depth);
      this.sizes.set(node, (target && this.sizes.get(target)) ?? 1);
      return value;
    }
    if (this.values.has(node)) return this.values.get(node);
    const value = this.freshValueOf(node, depth);
    this.values.set(node, value);
    return value;
  }

  private freshValueOf(node: Node, depth: number): unknown {
    this.sizes.set(node, 1);
    if (depth > MOST_DEPTH) {
      this.wrong(node, 'too-deep', 'it is nested too deeply');
      return null;
    }
    if ('tag' in node && typeof node.tag === 'string' && !CORE_TAGS.has(node.tag)) {
      this.wrong(node, 'tag', `there is no tag ${node.tag} here`);
      return null;
    }
    if (isScalar(node)) return this.scalarOf(node.value, node);
    if (isMap(node)) return this.mapOf(node, depth);
    const items = 'items' in node ? node.items : [];
    return items.map((item) => this.counted(node, item, depth));
  }

  private scalarOf(value: unknown, node: Node): unknown {
    if (typeof value !== 'string') return value;
    if (/\$\{secret:/.test(value)) {
      this.wrong(node, 'secret-reference', 'Call Home settings hold no secrets; nothing is looked up here');
    }
    // The database keeps neither in a text.
    if (value.includes('\0') || /[\uD800-\uDFFF]/u.test(value)) {
      this.wrong(node, 'unsafe-characters', 'the text holds a character that cannot be kept');
    }
    return value;
  }

  private mapOf(node: YAMLMap, depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = nameOf(pair);
      if (entries.has(key)) this.wrong(pair.key, 'duplicate-key', `${key} is there twice`);
      if (key === '__proto__') this.wrong(pair.key, 'unknown-key', 'there is no such key');
      entries.set(key, this.counted(node, pair.value, depth));
    }
    return Object.fromEntries(entries);
  }

  private counted(parent: Node, child: unknown, depth: number): unknown {
    const value = this.valueOf(child, depth + 1);
    const size = isNode(child) ? (this.sizes.get(child) ?? 1) : 1;
    this.sizes.set(parent, (this.sizes.get(parent) ?? 1) + size);
    return value;
  }

  private wrong(node: unknown, code: string, detail: string): void {
    this.problems.push(problem(code, detail, this.lineOfNode(node)));
  }

  private lineOfNode(node: unknown): number | undefined {
    return isNode(node) ? this.lineAt(node.range?.[0]) : undefined;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

// Keys are texts: whatever else the parser has refused by then.
function nameOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

function unreadable(problems: readonly ProblemError[]): YamlText {
  return { value: undefined, problems, lineOf: () => undefined };
}

function problem(code: string, detail: string, line: number | undefined): ProblemError {
  return { pointer: '', code, detail, ...(line !== undefined && { line }) };
}

// The parser's own words end with where it stands in the text.
function sentence(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
