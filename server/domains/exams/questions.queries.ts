import type { PlacedRegion } from '@seodang/contract/exam-questions.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { CompleteQuestion } from './questions.rules.ts';

/** The questions of an exam by number. */
export async function listQuestions(tx: Tx, exam_id: number) {
  const rows = await tx
    .selectFrom('exam_question')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .orderBy('number')
    .execute();
  return rows.map(({ tenant_id: _, updated_at: __, keys, region_meta, choices, ...row }) => ({
    ...row,
    choices: choices as 4 | 5 | null,
    keys: keys as unknown as string[],
    region_meta: region_meta as unknown as PlacedRegion | null,
  }));
}
export type QuestionRow = Awaited<ReturnType<typeof listQuestions>>[number];

/** Refuses `in_use` where somebody has answered one of them. */
export async function deleteQuestions(tx: Tx, exam_id: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const gone = tx
    .deleteFrom('exam_question')
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('id', 'in', ids)
    .execute();
  await gone.catch((error: { code?: string }) => {
    if (error.code === '23503') refuse('in_use');
    throw error;
  });
}

type Stored = Omit<CompleteQuestion, 'keys' | 'id'> & { keys: string };
const stored = ({ id: _, ...question }: CompleteQuestion): Stored => ({
  ...question,
  keys: JSON.stringify(question.keys),
});

export async function insertQuestions(
  tx: Tx,
  place: { exam_id: number; sheet_id: number },
  questions: readonly CompleteQuestion[],
): Promise<void> {
  if (questions.length === 0) return;
  await tx
    .insertInto('exam_question')
    .values(questions.map((question) => ({ ...stored(question), ...place })))
    .execute();
}

export async function updateQuestion(
  tx: Tx,
  exam_id: number,
  id: number,
  question: CompleteQuestion,
): Promise<void> {
  await tx
    .updateTable('exam_question')
    .set(stored(question))
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('id', '=', id)
    .execute();
}

/** Where the bubbles of each question are now, by number; those without bubbles get null. */
export async function placeQuestions(
  tx: Tx,
  place: { exam_id: number; sheet_id: number },
  regions: ReadonlyMap<number, PlacedRegion>,
): Promise<void> {
  const byNumber = JSON.stringify(Object.fromEntries(regions));
  await tx
    .updateTable('exam_question')
    .set({ sheet_id: place.sheet_id, region_meta: sql`${byNumber}::jsonb -> number::text` })
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', place.exam_id)
    .execute();
}
