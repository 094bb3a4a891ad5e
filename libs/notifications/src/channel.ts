/**
 * How one attempt to tell somebody ended. `sent`: handed over; `detail` says what the channel can promise of that.
 * `deferred`: the same attempt may succeed later. `refused`: it will not, until a person changes something. `cause` is
 * a stable code to group by, `detail` a sentence for people, without secrets.
 */
export type NotificationOutcome =
  | { readonly kind: 'sent'; readonly detail: string }
  | {
      readonly kind: 'deferred';
      readonly cause: string;
      readonly detail: string;
      /** Wait that the receiver asked for, milliseconds; null when it asked for none. Not capped here. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'refused'; readonly cause: string; readonly detail: string };

/** A way to tell people, or their systems, something. */
export interface Channel<Message> {
  /**
   * Makes one attempt and says how it ended; never retries. Aborting ends the attempt as `deferred`.
   * @throws {NotificationError} MESSAGE_INVALID - nothing was sent.
   */
  send(message: Message, signal: AbortSignal): Promise<NotificationOutcome>;
}
