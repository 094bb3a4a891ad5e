import { SimulatorError } from '../simulator-error.js';

/** How the receiver treats the reports that come. */
export const RECEIVER_MODES = ['accept', 'refuse', 'unavailable', 'hang', 'slow', 'wrong-digest'] as const;

export type ReceiverMode = (typeof RECEIVER_MODES)[number];

/** A mode with its settings. */
export interface ReceiverBehaviour {
  readonly mode: ReceiverMode;
  /** Status of a refusal. */
  readonly status: number;
  /** Reading speed of `slow`. */
  readonly bytesPerSecond: number;
  /** Reports left until the receiver accepts again; `null` for ever. */
  readonly times: number | null;
}

const ACCEPT: ReceiverBehaviour = { mode: 'accept', status: 403, bytesPerSecond: 65_536, times: null };

/** Holds the present behaviour and counts it down. */
export class BehaviourSwitch {
  private current = ACCEPT;

  /** What the next report will meet. */
  get present(): ReceiverBehaviour {
    return this.current;
  }

  /** Takes one report's turn: says how to treat it and goes back to `accept` after the last one. */
  take(): ReceiverBehaviour {
    const behaviour = this.current;
    if (behaviour.times !== null) {
      this.current = behaviour.times <= 1 ? ACCEPT : { ...behaviour, times: behaviour.times - 1 };
    }
    return behaviour;
  }

  /** @throws {SimulatorError} BAD_REQUEST - when the mode is unknown or a number is out of range */
  set(body: Readonly<Record<string, unknown>>): ReceiverBehaviour {
    const mode = RECEIVER_MODES.find((known) => known === body['mode']);
    if (mode === undefined) throw new SimulatorError('BAD_REQUEST', `"mode" takes ${RECEIVER_MODES.join(', ')}.`);
    this.current = {
      mode,
      status: readNumber(body, 'status', [400, 599]) ?? ACCEPT.status,
      bytesPerSecond: readNumber(body, 'bytesPerSecond', [1, 1e9]) ?? ACCEPT.bytesPerSecond,
      times: readNumber(body, 'times', [1, 1e6]),
    };
    return this.current;
  }
}

function readNumber(
  body: Readonly<Record<string, unknown>>,
  key: string,
  [low, high]: readonly [number, number],
): number | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new SimulatorError('BAD_REQUEST', `"${key}" takes a whole number from ${low} to ${high}.`);
}
