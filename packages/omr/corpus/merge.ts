import { emptyMeasure, type Measured } from './measure.ts';
import { emptyTally, type Tally } from './tally.ts';

/** A measure as JSON holds it. */
export type StoredMeasure = {
  total: Tally;
  kinds: [string, Tally][];
  reliability: [string, { claimed: number; right: number; count: number }][];
  silent: string[];
};

export const toStored = ({ total, kinds, reliability, silent }: Measured): StoredMeasure => ({
  ...{ total, silent },
  kinds: [...kinds],
  reliability: [...reliability],
});

function addTally(into: Tally, more: Tally): void {
  for (const name of Object.keys(emptyTally())) {
    const key = name as keyof Tally;
    into[key] += more[key];
  }
}

/** What came of several parts of the corpus together. */
export function merged(parts: readonly StoredMeasure[]): Measured {
  const all = emptyMeasure();
  for (const part of parts) {
    addTally(all.total, part.total);
    all.silent.push(...part.silent);
    for (const [name, tally] of part.kinds) {
      const kind = all.kinds.get(name) ?? emptyTally();
      addTally(kind, tally);
      all.kinds.set(name, kind);
    }
    for (const [name, { claimed, right, count }] of part.reliability) {
      const row = all.reliability.get(name) ?? { claimed: 0, right: 0, count: 0 };
      all.reliability.set(name, {
        claimed: row.claimed + claimed,
        right: row.right + right,
        count: row.count + count,
      });
    }
  }
  return all;
}
