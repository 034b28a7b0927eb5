import { type Db, inTenant } from '../../server/core/db.ts';
import { factsOf } from '../../server/domains/progress/ranking.queries.ts';
import { type RiskFacts, riskFacts } from '../../server/domains/progress/ranking.rules.ts';
import { recompute } from '../../server/domains/progress/recompute.queries.ts';

/** What was known of a student when somebody looked, by the product's own statements. */
export type Seen = { enrollment: number; lecture: number; facts: RiskFacts; is_alarmed: boolean };

/** A look with what came of it. `week` and `known_week` (when it was known what came) count from the first week of the data. */
export type Look = Seen & {
  week: number;
  known_week: number;
  /** Two of the next three sessions stayed incomplete. */
  failed: boolean;
  /** The student left before the three sessions were over. */
  leaves: boolean;
  /** The course was failed or left; null where courses end without a verdict. */
  course_failed: boolean | null;
  /** The chance for somebody who knows all that a simulation knows; null for real students. */
  known_chance: number | null;
};

export const AHEAD = 3;
export const LEAST_FAILED = 2;

/** Judges these enrollments as of a day and says what is known of those who are enrolled, and whom the rules alarm about. */
export function lookAt(
  db: Db,
  tenant_id: number,
  enrollments: readonly number[],
  today: string,
  at: Date,
): Promise<Seen[]> {
  return inTenant(db, tenant_id, async (tx) => {
    await recompute(tx, enrollments, today, at);
    const known = await factsOf(tx, enrollments, today, at);
    const levels = await tx.selectFrom('lecture_progress').select(['enrollment_id', 'risk_level']).execute();
    const alarmed = new Set(
      levels.flatMap((row) => (row.risk_level === 'NORMAL' ? [] : [row.enrollment_id])),
    );
    const sorted = known.toSorted((one, other) => one.enrollment_id - other.enrollment_id);
    return sorted.map(({ enrollment_id, lecture_id, ...row }) => ({
      enrollment: enrollment_id,
      lecture: lecture_id,
      facts: Object.fromEntries(riskFacts.map((fact) => [fact, row[fact]])) as RiskFacts,
      is_alarmed: alarmed.has(enrollment_id),
    }));
  });
}
