import type { QuestionReading } from '../read/page.ts';

/** What came of the questions of some sheets. */
export type Tally = {
  sheets: number;
  refused: number;
  questions: number;
  exact: number;
  flagged: number;
  silent: number;
  identities: number;
  identityReview: number;
  identityWrong: number;
};

/** Readings by their probability: how many claimed about so much, and how many were right. */
export type Reliability = Map<string, { claimed: number; right: number; count: number }>;

export const emptyTally = (): Tally => ({
  ...{ sheets: 0, refused: 0, questions: 0, exact: 0, flagged: 0, silent: 0 },
  ...{ identities: 0, identityReview: 0, identityWrong: 0 },
});

const sameMarks = (truth: readonly string[][], marked: readonly string[], numeric: boolean) =>
  numeric
    ? truth.map((column) => column.join('')).join('|') === marked.join('|')
    : truth[0]?.join('|') === marked.join('|');

/** Compares one reading with what the student meant. */
export function judge(
  reading: QuestionReading,
  truth: readonly string[][],
  numeric: boolean,
): 'exact' | 'flagged' | 'silent' {
  if (reading.status === 'ambiguous') return 'flagged';
  return sameMarks(truth, reading.marked, numeric) ? 'exact' : 'silent';
}

/** The limits of the rows of a reliability table. */
const rows = [0.9, 0.97, 0.99, 0.995, 0.998, 0.9995, 1.0001];

export function count(reliability: Reliability, probability: number, right: boolean): void {
  const limit = rows.find((row) => probability < row) ?? 1;
  const key = `< ${Math.min(1, limit)}`;
  const row = reliability.get(key) ?? { claimed: 0, right: 0, count: 0 };
  reliability.set(key, {
    claimed: row.claimed + probability,
    right: row.right + (right ? 1 : 0),
    count: row.count + 1,
  });
}

export const percent = (part: number, whole: number) => (100 * part) / Math.max(1, whole);
