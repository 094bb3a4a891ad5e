import { z } from 'zod';
import { SimulatorError } from '../simulator-error.js';

/**
 * Moments of a connection at which it can be cut or hang, in their order: accepted and not a byte sent, our SSH version
 * line sent, client's key exchange begun, credentials received, login accepted, command received and nothing of it done,
 * command carried out and inside its answer, inside a file transfer.
 */
export const MOMENTS = [
  'connect',
  'version-line',
  'key-exchange',
  'login',
  'after-login',
  'command',
  'answer',
  'transfer',
] as const;

/** A moment of a connection. */
export type Moment = (typeof MOMENTS)[number];

/** What stands in for an answer nobody can read. */
export const GARBAGE_KINDS = ['random', 'escapes', 'nul', 'invalid-utf8'] as const;

/** A sort of garbage. */
export type GarbageKind = (typeof GARBAGE_KINDS)[number];

const count = z.int().min(1).max(1_000_000).optional();
/** Lets that many go by first. */
const skip = z.int().min(1).max(1_000_000).optional();
const milliseconds = z.int().min(0).max(86_400_000);
const bytes = z.int().min(0).max(8_000_000_000);
/** Only answers to commands that begin so, whatever their case; without it, to any. */
const command = z.string().min(1).max(2000).optional();

/** Whose name stands at what is done by hand, when none is given. */
export const SOMEBODY = 'somebody';

/** A name that a line given by hand can be under. */
export const handName = z.string().regex(/^[A-Za-z][\w.-]{0,30}$/);

/**
 * Trouble an appliance makes on the wire. `count` lets it happen that many times and then no more; without it, it lasts
 * until it is cleared. `skip` lets that many go by first. What a fault counts stands with it: connections, logins, channels, commands or answers.
 */
export const wireFaultSchema = z.discriminatedUnion('kind', [
  /** Waits before an answer to a login or a command, on top of the appliance's own latency. Counts answers. */
  z.strictObject({
    kind: z.literal('latency'),
    ms: milliseconds,
    /** Up to this much more, evenly spread. */
    jitterMs: milliseconds.default(0),
    command,
    count,
  }),
  /** Sends no faster than this. Counts connections. */
  z.strictObject({ kind: z.literal('drip'), bytesPerSecond: z.int().min(1).max(100_000_000), count }),
  /** Imitates lost packets: so many in a hundred pieces sent wait for their repetition. Counts connections. */
  z.strictObject({
    kind: z.literal('loss'),
    percent: z.number().min(0.01).max(100),
    stallMs: milliseconds.default(200),
    count,
  }),
  /** Ends the connection at a moment; `bytes` into the answer or the transfer. Counts connections it cut. */
  z.strictObject({
    kind: z.literal('cut'),
    at: z.enum(MOMENTS),
    bytes: bytes.default(0),
    /** Resets instead of closing in order. */
    reset: z.boolean().default(false),
    command,
    skip,
    count,
  }),
  /** Stays open and says nothing more from a moment on. Counts connections that hang. */
  z.strictObject({ kind: z.literal('hang'), at: z.enum(MOMENTS), bytes: bytes.default(0), command, skip, count }),
  /** Refuses TCP; open connections stay. It lasts until it is cleared, because a refused attempt is never seen. */
  z.strictObject({ kind: z.literal('refuse') }),
  /** Refuses the right password as if it were wrong. Counts attempts. */
  z.strictObject({ kind: z.literal('wrong-password'), count }),
  /** After this many failed attempts in a row, refuses every password for a while. */
  z.strictObject({ kind: z.literal('lock-out'), failures: z.int().min(1).max(100), forMs: milliseconds }),
  /** Shows a host key that is not the appliance's own. Counts connections. */
  z.strictObject({ kind: z.literal('host-key'), count }),
  /** Offers only algorithms of old firmware, or only ones that nobody speaks. Counts connections. */
  z.strictObject({ kind: z.literal('algorithms'), offer: z.enum(['legacy', 'unknown']), count }),
  /** Sends something unreadable instead of an answer, or of the SSH version line. Counts answers or connections. */
  z.strictObject({
    kind: z.literal('garbage'),
    at: z.enum(['answer', 'version-line']).default('answer'),
    content: z.enum(GARBAGE_KINDS).default('random'),
    bytes: z.int().min(1).max(10_000_000).default(4096),
    command,
    count,
  }),
  /** Answers as if another command had been given. Counts commands. */
  z.strictObject({ kind: z.literal('other-answer'), instead: z.string().min(1).max(2000), command, count }),
  /** Refuses a command with an error and does nothing of it. Counts commands. */
  z.strictObject({
    kind: z.literal('refuse-command'),
    error: z
      .string()
      .regex(/^[ -~]{1,200}$/)
      .default('Operation not permitted'),
    command,
    skip,
    count,
  }),
  /** Somebody else gives a line at another login, right before a command is carried out or after. Counts commands. */
  z.strictObject({
    kind: z.literal('by-hand'),
    line: z.string().min(1).max(2000),
    when: z.enum(['before', 'after']).default('before'),
    user: handName.default(SOMEBODY),
    command,
    count: count.default(1),
  }),
  /** Stops an answer after so many bytes and goes on as if it were whole. Counts answers. */
  z.strictObject({ kind: z.literal('truncated'), bytes, command, count }),
  /** Sends this much instead of an answer. Counts answers. */
  z.strictObject({ kind: z.literal('flood'), bytes: bytes.default(100_000_000), command, count }),
  /** Wants a new password: as part of the login, or before the first prompt of a terminal. Counts logins or terminals. */
  z.strictObject({ kind: z.literal('password-change'), at: z.enum(['login', 'terminal']).default('terminal'), count }),
  /** Says `Bye!` and closes a terminal that was idle for so long. Counts terminals. */
  z.strictObject({ kind: z.literal('idle-timeout'), afterMs: z.int().min(1).max(86_400_000), count }),
  /** Refuses a channel of one sort. Counts requests. */
  z.strictObject({
    kind: z.literal('refuse-channel'),
    channel: z.enum(['exec', 'shell', 'sftp', 'terminal']),
    count,
  }),
  /** Lets in only by some methods, and with other prompts than `Password:`. Counts connections. */
  z.strictObject({
    kind: z.literal('login-methods'),
    methods: z
      .array(z.enum(['password', 'keyboard-interactive']))
      .min(1)
      .default(['keyboard-interactive', 'password']),
    /** Prompts of keyboard-interactive; each that has "password" in it wants the password, the others want `code`. */
    prompts: z.array(z.string().max(500)).min(1).max(20).default(['Password:']),
    /** Each prompt in a round of its own. */
    separately: z.boolean().default(false),
    code: z.string().max(200).default(''),
    /** Text of a round without prompts that comes first; none when empty. */
    notice: z.string().max(10_000).default(''),
    count,
  }),
  /** Has room for one login: a second one is refused, or throws the first one out. */
  z.strictObject({ kind: z.literal('one-login'), second: z.enum(['refused', 'throws-out']).default('refused') }),
]);

/** Trouble on the wire, with all its defaults filled in. */
export type WireFault = z.output<typeof wireFaultSchema>;

/** Name of a kind of trouble. */
export type WireFaultKind = WireFault['kind'];

/** The fault of one kind. */
export type FaultOf<K extends WireFaultKind> = Extract<WireFault, { kind: K }>;

/** Whether a fault is about the answer to `command`; `null` is an answer to no command, such as to a login. */
export function concerns(fault: { readonly command?: string | undefined }, command: string | null): boolean {
  if (fault.command === undefined) return true;
  return command !== null && command.trim().toLowerCase().startsWith(fault.command.toLowerCase());
}

/** All kinds, in the order of the schema. */
export const WIRE_FAULT_KINDS = wireFaultSchema.options.map((option) => option.shape.kind.value);

/**
 * Reads a fault as scenario files and control requests give it.
 *
 * @throws {SimulatorError} BAD_REQUEST - when it is not one; the sentence names the field
 */
export function parseWireFault(given: unknown): WireFault {
  const parsed = wireFaultSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  if (field === 'kind' || issue === undefined) {
    throw new SimulatorError('BAD_REQUEST', `"kind" takes ${WIRE_FAULT_KINDS.join(', ')}.`);
  }
  const said = issue.message.replace(/\.$/, '');
  throw new SimulatorError('BAD_REQUEST', `${field === '' ? 'The fault' : `"${field}" of the fault`}: ${said}.`);
}
