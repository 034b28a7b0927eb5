import type { ExamResults } from '../results/results.queries.ts';

export type Seat = { enrollment_id: number; student_name: string };

/** Everybody who may sit an exam, by name: who has a result and who has none. */
export function rosterOf(found: ExamResults | undefined): Seat[] {
  return [...(found?.results ?? []), ...(found?.absent ?? [])].sort((a, b) =>
    a.student_name.localeCompare(b.student_name, 'ko'),
  );
}
