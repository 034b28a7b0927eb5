import { useState } from 'react';

/** How often each of some values became another one while it was on screen. */
export function useChanges(values: readonly string[]): readonly number[] {
  const [known, setKnown] = useState(() => ({ values, counts: values.map(() => 0) }));
  if (values.length === known.values.length && values.every((value, at) => value === known.values[at]))
    return known.counts;
  const counts = values.map((value, at) => (known.counts[at] ?? 0) + (value === known.values[at] ? 0 : 1));
  setKnown({ values, counts });
  return counts;
}
