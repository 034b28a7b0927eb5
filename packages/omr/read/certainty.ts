export type Finding = 'ok' | 'blank' | 'multiple' | 'circle' | 'ambiguous';

type Count = { to: number; right: number; wrong: number };

/**
 * What came of readings of choices on seeds 1 to 3 of the corpus (576 sheets), by how much room was left to the nearest
 * doubt, from 0 at the edge of a band to 1; of doubtful ones, how often the guess was right.
 */
const counts: Record<Finding, readonly Count[]> = {
  ok: [
    { to: 0.1, right: 34, wrong: 0 },
    { to: 0.25, right: 54, wrong: 0 },
    { to: 0.5, right: 359, wrong: 0 },
    { to: 1, right: 27181, wrong: 0 },
  ],
  blank: [
    { to: 0.5, right: 18, wrong: 0 },
    { to: 1, right: 574, wrong: 0 },
  ],
  multiple: [
    { to: 0.25, right: 19, wrong: 0 },
    { to: 1, right: 195, wrong: 0 },
  ],
  circle: [{ to: 1, right: 1043, wrong: 0 }],
  ambiguous: [{ to: 1, right: 30, wrong: 117 }],
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
