import { TextInput } from '@mantine/core';
import { useState } from 'react';

const digits = (text: string) => text.replaceAll(/[\s,.]/g, '');

/** Has a person type how many there are before something large happens; `onMatch` hears whether it is right. */
export function TypedCount({
  count,
  what,
  onMatch,
}: {
  count: number;
  what: string;
  onMatch: (matches: boolean) => void;
}) {
  const [text, setText] = useState('');
  return (
    <TextInput
      label={`Type ${count} to go on`}
      description={`It concerns ${count.toLocaleString('en')} ${what}.`}
      inputMode="numeric"
      autoComplete="off"
      required
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        onMatch(digits(value) === String(count));
      }}
    />
  );
}
