import net from 'node:net';
import { Fault } from './fault.mjs';

/**
 * A TCP port that nobody listens on right now.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = await listen(0, '127.0.0.1');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Throws a fault unless this process could listen there.
 * @param {number} port
 * @param {string} host
 */
export async function requirePort(port, host) {
  try {
    const server = await listen(port, host);
    await new Promise((resolve) => server.close(resolve));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') throw new Fault(`Port ${port} on ${host} is in use; set PORT to another one.`);
    if (code === 'EACCES') throw new Fault(`This user may not listen on port ${port}; set PORT to one above 1023.`);
    throw new Fault(`${host} is not an address of this machine (${code}); set HOST to one that is.`);
  }
}

/**
 * The first `127.N` on which a simulated fleet can listen.
 * @param {number} port
 * @returns {Promise<string>}
 */
export async function freeNetwork(port) {
  for (let octet = 20; octet < 120; octet += 1) {
    const network = `127.${octet}`;
    if (await canListen(port, `${network}.1.1`)) return network;
  }
  throw new Fault('This machine gives no loopback addresses to a simulated fleet; start with --no-demo.');
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
async function canListen(port, host) {
  try {
    const server = await listen(port, host);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<net.Server>}
 */
function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
