import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClock } from '../shell/clock.js';
import { instantOf, wallTime } from './wall-time.js';

export const HOUR_MS = 3_600_000;
const AHEAD: readonly (readonly [word: string, ms: number])[] = [
  ['1 h', HOUR_MS],
  ['4 h', 4 * HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['1 week', 168 * HOUR_MS],
];

export interface TimeFieldState {
  text: string;
  setText: (text: string) => void;
  setAhead: (ms: number) => void;
  /** ISO 8601 in UTC; null while the field holds no time. */
  instant: string | null;
  isPast: boolean;
  zoneName: string;
}

/** A time in the zone that the viewer has chosen; at first so many milliseconds from now, or empty for null. */
export function useTimeField(aheadMs: number | null): TimeFieldState {
  const { zone, zoneName, now } = useClock();
  const [text, setText] = useState(() => (aheadMs === null ? '' : wallTime(Date.now() + aheadMs, zone)));
  const instant = instantOf(text, zone);
  return {
    text,
    setText,
    setAhead: (ms) => setText(wallTime(Date.now() + ms, zone)),
    instant,
    isPast: instant !== null && Date.parse(instant) <= now,
    zoneName,
  };
}

interface TimeFieldProps {
  label: string;
  field: TimeFieldState;
  /** What an empty field means; absent: it must not be empty. */
  emptyMeans?: string;
}

/** The field, its zone in words, and for an end the usual spans as buttons. */
export function TimeField({ label, field, emptyMeans }: TimeFieldProps) {
  const mustBe = emptyMeans === undefined;
  return (
    <div className="work">
      <TextInput
        type="datetime-local"
        label={`${label} (${field.zoneName})`}
        description={emptyMeans}
        required={mustBe}
        error={mustBe && field.isPast ? 'This time has passed.' : undefined}
        value={field.text}
        onChange={({ currentTarget: { value } }) => field.setText(value)}
      />
      {mustBe && (
        <div className="row wrap">
          {AHEAD.map(([word, ms]) => (
            <button key={word} type="button" className="btn sm" onClick={() => field.setAhead(ms)}>
              {word}
              <span className="sr"> from now</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
