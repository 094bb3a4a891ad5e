/**
 * Makes the packaged redis-server load on an older C library.
 *
 * The binary is built against glibc 2.38 but needs only seven symbols of that age: five `__isoc23_` twins of `strtol`
 * and friends, `fmod`, and a start-up hook of libstdc++. Each has an older equivalent, so a copy whose dynamic symbol
 * table asks for those runs from glibc 2.34 on. Any other symbol of that age stops the rewrite.
 */
import fs from 'node:fs';

const SECTION = { dynamicSymbols: 11, versionsNeeded: 0x6ffffffe, symbolVersions: 0x6fffffff };
const SYMBOL_BYTES = 24;
const UNVERSIONED = 1;
const WEAK = 2;
const OLDER = new Map([
  ['GLIBC_2.38', 'GLIBC_2.2.5'],
  ['GLIBCXX_3.4.32', 'GLIBCXX_3.4'],
]);
const C23_PREFIX = '__isoc23_';
const C23_NAMES = new Set(['strtol', 'strtoul', 'strtoll', 'strtoull', 'sscanf']);
const STREAM_INIT = '_ZSt21ios_base_library_initv';

/**
 * Writes a relinked copy of a program.
 * @param {string} source
 * @param {string} target
 * @returns {number} how many symbols were rewritten
 */
export function relink(source, target) {
  const image = fs.readFileSync(source);
  const count = relinkImage(image);
  const partial = `${target}.${process.pid}.tmp`;
  fs.writeFileSync(partial, image, { mode: 0o755 });
  fs.renameSync(partial, target);
  return count;
}

/**
 * The rewrite itself, in place.
 * @param {Buffer} image
 * @returns {number} how many symbols were rewritten
 */
export function relinkImage(image) {
  const elf = readTables(image);
  let rewritten = 0;
  for (
    let at = elf.symbols.offset, index = 0;
    at < elf.symbols.offset + elf.symbols.size;
    at += SYMBOL_BYTES, index += 1
  ) {
    const versionAt = elf.symbolVersions.offset + index * 2;
    const version = elf.versions.get(image.readUInt16LE(versionAt) & 0x7fff);
    if (version === undefined || !OLDER.has(version.name)) continue;
    rewriteSymbol(image, { at, versionAt, name: elf.textAt(image.readUInt32LE(at)), version: version.name });
    rewritten += 1;
  }
  for (const version of elf.versions.values()) rewriteVersion(image, elf, version);
  return rewritten;
}

/**
 * @param {Buffer} image
 * @param {{ at: number, versionAt: number, name: string, version: string }} symbol
 */
function rewriteSymbol(image, { at, versionAt, name, version }) {
  if (name.startsWith(C23_PREFIX) && C23_NAMES.has(name.slice(C23_PREFIX.length))) {
    image.writeUInt32LE(image.readUInt32LE(at) + C23_PREFIX.length, at); // the older name is the tail of the newer one
  } else if (name === STREAM_INIT) {
    image[at + 4] = (WEAK << 4) | ((image[at + 4] ?? 0) & 15); // never called: older libraries start their streams themselves
    image.writeUInt16LE(UNVERSIONED, versionAt);
  } else if (name !== 'fmod') {
    throw new Error(`no older equivalent is known of ${name}@${version}`);
  }
}

/**
 * Makes a version requirement ask for the oldest version of the same library.
 * @param {Buffer} image
 * @param {ReturnType<typeof readTables>} elf
 * @param {{ name: string, at: number }} version
 */
function rewriteVersion(image, elf, { name, at }) {
  const older = OLDER.get(name);
  if (older === undefined) return;
  const sameText = [...elf.versions.values()].find((other) => other.name === older);
  if (sameText !== undefined) image.writeUInt32LE(sameText.textOffset, at + 8);
  else image.write(`${older}\0`, elf.textStart + image.readUInt32LE(at + 8), 'latin1'); // shorter, so it fits in place
  image.writeUInt32LE(elfHash(older), at);
}

/**
 * Reads the section headers and the version requirements (System V ABI, and the LSB on symbol versioning).
 * @param {Buffer} image
 */
function readTables(image) {
  if (image.readUInt32BE(0) !== 0x7f454c46 || image[4] !== 2 || image[5] !== 1) {
    throw new Error('not a 64-bit little-endian ELF file');
  }
  const headersAt = Number(image.readBigUInt64LE(0x28));
  const sections = Array.from({ length: image.readUInt16LE(0x3c) }, (_, index) => {
    const at = headersAt + index * image.readUInt16LE(0x3a);
    return {
      type: image.readUInt32LE(at + 4),
      offset: Number(image.readBigUInt64LE(at + 24)),
      size: Number(image.readBigUInt64LE(at + 32)),
      link: image.readUInt32LE(at + 40),
      entries: image.readUInt32LE(at + 44),
    };
  });
  /** @param {number} type */
  const section = (type) => {
    const found = sections.find((candidate) => candidate.type === type);
    if (found === undefined) throw new Error('not a dynamically linked program');
    return found;
  };
  const symbols = section(SECTION.dynamicSymbols);
  const textStart = sections[symbols.link]?.offset ?? 0;
  /** @param {number} offset */
  const textAt = (offset) => image.toString('latin1', textStart + offset, image.indexOf(0, textStart + offset));

  /** @type {Map<number, { name: string, at: number, textOffset: number }>} */
  const versions = new Map();
  const needed = section(SECTION.versionsNeeded);
  for (let entry = 0, fileAt = needed.offset; entry < needed.entries; entry += 1) {
    let at = fileAt + image.readUInt32LE(fileAt + 8);
    for (let left = image.readUInt16LE(fileAt + 2); left > 0; left -= 1) {
      const textOffset = image.readUInt32LE(at + 8);
      versions.set(image.readUInt16LE(at + 6) & 0x7fff, { name: textAt(textOffset), at, textOffset });
      at += image.readUInt32LE(at + 12);
    }
    fileAt += image.readUInt32LE(fileAt + 12);
  }
  return { symbols, symbolVersions: section(SECTION.symbolVersions), versions, textAt, textStart };
}

/**
 * The hash by which a loader finds a version (System V ABI, "Hash Table").
 * @param {string} text
 */
export function elfHash(text) {
  let hash = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    hash = ((hash << 4) + byte) >>> 0;
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24)) & ~high;
  }
  return hash >>> 0;
}
