import { TextInput } from '@mantine/core';

const LONGEST = 500;

/** Why somebody overrules what was trusted before; it is kept with the decision. */
export function ReasonField({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  return (
    <TextInput
      label="Reason"
      description="Kept with the decision, for everybody who reads it later."
      required
      maxLength={LONGEST}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
