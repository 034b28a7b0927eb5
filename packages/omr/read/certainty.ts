export type Finding = 'ok' | 'blank' | 'multiple' | 'circle' | 'ambiguous';

type Count = { to: number; right: number; wrong: number };

/**
 * What came of readings of choices on the first seed of the corpus (`bench/OMR.md`), by how much room was left to the nearest
 * doubt, from 0 at the edge of a band to 1; of doubtful ones, how often the guess was right.
 */
const counts: Record<Finding, readonly Count[]> = {
  ok: [
    { to: 0.1, right: 32, wrong: 0 },
    { to: 0.25, right: 65, wrong: 0 },
    { to: 0.5, right: 439, wrong: 0 },
    { to: 1, right: 22936, wrong: 0 },
  ],
  blank: [
    { to: 0.5, right: 23, wrong: 0 },
    { to: 1, right: 504, wrong: 0 },
  ],
  multiple: [
    { to: 0.25, right: 27, wrong: 0 },
    { to: 1, right: 172, wrong: 0 },
  ],
  circle: [{ to: 1, right: 1081, wrong: 0 }],
  ambiguous: [{ to: 1, right: 70, wrong: 110 }],
};

/**
 * The probability that a reading is right: as often as such readings were, with one right and one wrong more (the rule of
 * succession), so that what was seen seldom claims little.
 */
export function certainty(finding: Finding, room: number): number {
  const rows = counts[finding];
  const { right, wrong } = rows.find(({ to }) => room < to) ?? rows.at(-1) ?? { right: 0, wrong: 0 };
  return (right + 1) / (right + wrong + 2);
}
