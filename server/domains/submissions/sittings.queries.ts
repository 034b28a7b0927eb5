import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Sitting } from '#db/types.ts';

export function insertSitting(tx: Tx, values: Insertable<Sitting>) {
  return tx.insertInto('sitting').values(values).returningAll().executeTakeFirstOrThrow();
}
export type SittingRow = Awaited<ReturnType<typeof insertSitting>>;

export function findOpen(tx: Tx, exam_id: number, enrollment_id: number) {
  return tx
    .selectFrom('sitting')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('enrollment_id', '=', enrollment_id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

export function findSitting(tx: Tx, id: number) {
  return tx
    .selectFrom('sitting')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Waits for answers that are being saved, and lets none come after. */
export function lockSitting(tx: Tx, id: number) {
  return tx
    .selectFrom('sitting')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endSitting(
  tx: Tx,
  id: number,
  end: { ended_at: Date; submission_id: number },
): Promise<void> {
  await tx
    .updateTable('sitting')
    .set(end)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export function listSaved(tx: Tx, sitting_id: number) {
  return tx
    .selectFrom('sitting_answer')
    .select(['exam_question_id', 'answer', 'seq'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('sitting_id', '=', sitting_id)
    .orderBy('exam_question_id')
    .execute();
}

type Save = { sitting_id: number; user_id: number; exam_question_id: number; answer: string; seq: number };
export type Saved = { outcome: 'saved' | 'older' | 'ended' | 'not_found'; ends_at: Date | null };

/** Keeps one answer if the sitting is this user's and goes on; undefined for anybody else's. */
export async function saveAnswer(
  tx: Tx,
  { sitting_id, user_id, exam_question_id, answer, seq }: Save,
  now: Date,
  grace_seconds: number,
): Promise<Saved | undefined> {
  const { rows } = await sql<Saved>`
    select * from app.save_answer(${sitting_id}, ${user_id}, ${exam_question_id}, ${answer}, ${seq}, ${now},
      make_interval(secs => ${grace_seconds}))`.execute(tx);
  return rows[0];
}

export type Moved = Pick<SittingRow, 'id' | 'ends_at' | 'lecture_id' | 'enrollment_id'>;

/**
 * New ends for those who answer an exam now, after its limit, its window or an extension changed; returns what moved. An
 * exam that was closed ends at once for all but those with a later end of their own.
 */
export async function moveEnds(tx: Tx, exam_id: number, now: Date): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    update sitting s set ends_at = n.ends_at from (
      select s.id, least(
        s.started_at + make_interval(mins => e.time_limit_minutes + coalesce(x.extra_minutes, 0)),
        coalesce(x.closes_at, e.closes_at),
        case when e.state = 'closed' and x.closes_at is null then least(s.ends_at, ${now}) end) as ends_at
      from sitting s
      join exam e on e.tenant_id = s.tenant_id and e.id = s.exam_id
      left join exam_extension x on x.tenant_id = s.tenant_id and x.exam_id = s.exam_id and x.enrollment_id = s.enrollment_id
      where s.tenant_id = ${tx.tenant_id} and s.exam_id = ${exam_id} and s.ended_at is null
    ) n
    where s.tenant_id = ${tx.tenant_id} and s.id = n.id and s.ends_at is distinct from n.ends_at
    returning s.id, s.ends_at, s.lecture_id, s.enrollment_id`.execute(tx);
  return rows;
}

export function listOfExam(tx: Tx, exam_id: number) {
  return tx
    .selectFrom('sitting as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('sitting_answer as a')
          .select([
            sql<number>`count(*) filter (where a.answer <> '')`.as('answered'),
            (a) => a.fn.max('a.saved_at').as('last_saved_at'),
          ])
          .whereRef('a.tenant_id', '=', 's.tenant_id')
          .whereRef('a.sitting_id', '=', 's.id')
          .as('told'),
      (on) => on.onTrue(),
    )
    .select(['s.id', 's.enrollment_id', 'k.name as student_name', 's.number', 's.started_at', 's.ends_at'])
    .select(['s.ended_at', 'told.answered', 'told.last_saved_at'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.exam_id', '=', exam_id)
    .orderBy('k.name')
    .orderBy('s.id')
    .execute();
}
