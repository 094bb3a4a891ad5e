import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writePrivate } from '../folders.mjs';
import { freeNetwork, freePort } from '../ports.mjs';

export const SIMULATOR_PORT = 2222;

/**
 * @typedef {object} FirstSignIn
 * @property {string} username
 * @property {string} password
 * @property {string} file where it is kept; only its owner can read it
 * @property {boolean} isNew whether this start made it, so that it is shown once
 */

/**
 * The first administrator's sign-in: given, kept from an earlier start, or made now.
 * @param {{ dataDir: string, adminPassword: string | null }} options
 * @returns {FirstSignIn}
 */
export function firstSignIn({ dataDir, adminPassword }) {
  const file = path.join(dataDir, 'first-sign-in.json');
  const kept = readJson(file);
  if (kept !== null) return { username: kept.username, password: kept.password, file, isNew: false };
  const made = { username: 'admin', password: adminPassword ?? randomBytes(15).toString('base64url') };
  writePrivate(file, `${JSON.stringify(made, null, 2)}\n`);
  return { ...made, file, isNew: true };
}

/**
 * What the simulated fleet keeps from start to start: its password, the network its addresses are in, and the port of
 * its receiver, which is the address of a destination.
 * @param {string} dataDir
 * @returns {Promise<{ password: string, network: string, receiverPort: number }>}
 */
export async function simulatorIdentity(dataDir) {
  const file = path.join(dataDir, 'demo.json');
  const kept = readJson(file);
  if (kept !== null) return kept;
  const made = {
    password: randomBytes(15).toString('base64url'),
    network: await freeNetwork(SIMULATOR_PORT),
    receiverPort: await freePort(),
  };
  writePrivate(file, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

/** @param {string} file */
function readJson(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}
