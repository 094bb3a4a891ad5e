import type { Readable } from 'node:stream';

/** One report ready to leave: its bytes are final and their digest is known. */
export interface Report {
  /** Same id for every attempt: the receiver recognises a repeat by it. 1 to 128 of `A-Z a-z 0-9 . _ ~ -`. */
  readonly id: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Opens the bytes from the start. Called at most once for each attempt; the attempt closes the stream. */
  open(): Promise<Readable>;
}

/** What the receiver said about a report it keeps. */
export interface Receipt {
  /** Null when the receiver gives none. */
  readonly receiptId: string | null;
  /** Lower-case hex; null when the protocol has no digest to give back. */
  readonly sha256: string | null;
  readonly status: number;
  /** Support case the receiver named; null when it named none. */
  readonly caseNumber: string | null;
}

/**
 * How one attempt ended. `accepted`: the receiver keeps these very bytes. `deferred`: the same attempt may succeed
 * later. `refused`: it will not, until a person changes something. `cause` is a stable code to group by, `detail` a
 * sentence for people, without secrets.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | {
      readonly kind: 'deferred';
      readonly cause: string;
      readonly detail: string;
      /** Wait the receiver asked for; null when it asked for none. Not capped here. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'refused'; readonly cause: string; readonly detail: string };

export interface Destination {
  /**
   * Makes one attempt and says how it ended; never retries. Aborting ends the attempt as `deferred`: cause `timeout`
   * when the reason is a TimeoutError, else `cancelled`. Rejects only with what `report.open()` or its stream failed with.
   * @throws {DestinationError} REPORT_INVALID, TOKEN_INVALID - what cannot be put in a request; nothing was sent.
   */
  transmit(report: Report, signal: AbortSignal): Promise<Outcome>;
}
