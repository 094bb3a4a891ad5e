import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiProblem } from './api-problem.js';

const MAC_BYTES = 16;

/**
 * Page cursors that nobody can make or move: a position, signed together with the list and the filter it belongs to.
 * The position itself is no secret.
 */
export class Cursors {
  constructor(private readonly key: Buffer) {}

  /** `scope` names the list and its filter; the cursor opens for the same scope only. */
  seal(scope: string, after: string): string {
    return Buffer.concat([this.mac(scope, after), Buffer.from(after, 'utf8')]).toString('base64url');
  }

  /** @throws {ApiProblem} cursor-invalid - made elsewhere, for another list or filter, or changed. */
  open(scope: string, cursor: string): string {
    const bytes = Buffer.from(cursor, 'base64url');
    const after = bytes.subarray(MAC_BYTES).toString('utf8');
    const mac = bytes.subarray(0, MAC_BYTES);
    if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, this.mac(scope, after))) {
      throw new ApiProblem('cursor-invalid', { detail: 'The cursor belongs to another list, or to another filter.' });
    }
    return after;
  }

  private mac(scope: string, after: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([scope, after]))
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
