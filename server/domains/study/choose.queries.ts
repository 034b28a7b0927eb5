import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Tags hold no line breaks. */
export const TAG_MARK = '\n';

/** The published questions of a topic. */
export function listBank(tx: Tx, topic_id: number) {
  return (
    tx
      .selectFrom('study_question as q')
      .select(['q.id', 'q.subject', 'q.frequency', 'q.variant_group'])
      // As one text: arrays of a hundred thousand rows take longer to read than all the rest.
      .select(sql<string>`array_to_string(q.tags, ${TAG_MARK})`.as('tags'))
      .where('q.tenant_id', '=', tx.tenant_id)
      .where('q.study_topic_id', '=', topic_id)
      .where('q.deleted_at', 'is', null)
      .where('q.state', '=', 'published')
      .orderBy('q.id')
      .execute()
  );
}

/** The ids of what a student got wrong last time; as one value, since there may be thousands. */
export async function listWrongIds(tx: Tx, student_id: number, topic_id: number): Promise<number[]> {
  const { ids } = await tx
    .selectFrom('study_memory as m')
    .select(sql<number[] | null>`json_agg(m.study_question_id)`.as('ids'))
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .where('m.study_topic_id', '=', topic_id)
    .where('m.last_passed', '=', false)
    .executeTakeFirstOrThrow();
  return ids ?? [];
}

/** What this student remembers of these questions. */
export function listRecall(tx: Tx, student_id: number, ids: readonly number[]) {
  return tx
    .selectFrom('study_memory as m')
    .select(['m.study_question_id as id', 'm.difficulty', 'm.last_day'])
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .where('m.study_question_id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute();
}

/**
 * What is due by this day, least remembered first: retrievability falls with the days since, by stability. From memory
 * alone: thousands may be due, and whether a question may be asked is known without reading them.
 */
export function listDue(
  tx: Tx,
  student_id: number,
  topic_id: number,
  { today, limit }: { today: string; limit: number },
) {
  return tx
    .selectFrom('study_memory as m')
    .select(['m.study_question_id as id', 'm.stability', 'm.difficulty', 'm.attempts', 'm.fails'])
    .select(['m.last_day', 'm.due_day'])
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id)
    .where('m.study_topic_id', '=', topic_id)
    .where('m.due_day', '<=', today)
    .orderBy(sql`greatest(0, ${today}::date - m.last_day) / m.stability`, 'desc')
    .orderBy('m.study_question_id')
    .limit(limit)
    .execute();
}

/** When the student answered in quiz sessions of what is due, since `since`. */
export async function listDueAnswers(tx: Tx, student_id: number, since: Date): Promise<Date[]> {
  const rows = await tx
    .selectFrom('study_quiz_session as s')
    .innerJoin('study_attempt as a', (on) =>
      on
        .onRef('a.tenant_id', '=', 's.tenant_id')
        .onRef('a.student_id', '=', 's.student_id')
        .onRef('a.uuid', '=', 's.uuid'),
    )
    .select('a.at')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.student_id', '=', student_id)
    .where('s.quiz_mode', '=', 'due')
    .where('s.updated_at', '>=', since)
    .where('a.at', '>=', since)
    .where('a.undone_at', 'is', null)
    .execute();
  return rows.map(({ at }) => at);
}
