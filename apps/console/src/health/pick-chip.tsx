interface PickChipProps {
  label: string;
  value: string | undefined;
  /** What no choice means. */
  rest: string;
  options: readonly (readonly [value: string, word: string])[];
  onPick: (value: string | undefined) => void;
}

/** One filter: a native list, so that it works the same with keys, touch and a screen reader. */
export function PickChip({ label, value, rest, options, onPick }: PickChipProps) {
  return (
    <label className={`chip ${value === undefined ? '' : 'on'}`}>
      <span>{label}:</span>
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={({ currentTarget }) => onPick(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        <option value="">{rest}</option>
        {options.map(([option, word]) => (
          <option key={option} value={option}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
