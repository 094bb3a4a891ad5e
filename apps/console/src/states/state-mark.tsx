import { StateIcon, type StateIconName } from './state-icon.js';

export type Tone = 'ok' | 'bad' | 'warn' | 'run' | 'held' | 'off';

/** A state as it is shown: its icon, its word and its tone, never one without the others. */
export interface Mark {
  icon: StateIconName;
  word: string;
  tone: Tone;
}

const LOUD: ReadonlySet<Tone> = new Set(['bad', 'warn', 'held']);

/** Shows a state. Loud tones carry weight and colour; a pill stands in titles only, one per title. */
export function StateMark({ mark, pill = false }: { mark: Mark; pill?: boolean }) {
  const look = pill ? ' pill' : LOUD.has(mark.tone) ? ' loud' : '';
  return (
    <span className={`st s-${mark.tone}${look}`} title={pill ? undefined : mark.word}>
      <StateIcon name={mark.icon} />
      <span className="trunc">{mark.word}</span>
    </span>
  );
}
