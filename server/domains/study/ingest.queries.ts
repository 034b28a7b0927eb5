import { sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { StudyQuizSession } from '#db/types.ts';

function quarantine(tx: Tx) {
  return tx.selectFrom('study_quarantine as w').where('w.tenant_id', '=', tx.tenant_id);
}

/** What waits of one student. */
export function listQuarantine(tx: Tx, student_id: number) {
  return quarantine(tx)
    .selectAll('w')
    .select(sql<string[]>`w.selected`.as('selected'))
    .where('w.student_id', '=', student_id)
    .orderBy('w.at')
    .execute();
}

/** The students whose attempts wait for a question. */
export async function listWaitingStudents(tx: Tx, question_id: number): Promise<number[]> {
  const rows = await quarantine(tx)
    .innerJoin('study_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'w.tenant_id').onRef('q.pub_id', '=', 'w.pub_id'),
    )
    .select('w.student_id')
    .distinct()
    .where('q.id', '=', question_id)
    .orderBy('w.student_id')
    .execute();
  return rows.map(({ student_id }) => student_id);
}

export async function deleteQuarantine(
  tx: Tx,
  student_id: number,
  places: readonly { uuid: string; seq: number }[],
): Promise<void> {
  const [uuids, seqs] = [places.map(({ uuid }) => uuid), places.map(({ seq }) => seq)];
  await sql`
    delete from study_quarantine w
    using unnest(${uuids}::uuid[], ${seqs}::int[]) as p (uuid, seq)
    where w.tenant_id = ${tx.tenant_id} and w.student_id = ${student_id} and w.uuid = p.uuid and w.seq = p.seq`.execute(
    tx,
  );
}

/** The quiz sessions that a client's session became, one for each topic, and whether it is a round that goes on. */
export function listTaken(tx: Tx, student_id: number, source: 'viewer' | 'paper', uuids: readonly string[]) {
  return tx
    .selectFrom('study_quiz_session as s')
    .leftJoin('study_round as r', (on) =>
      on
        .onRef('r.student_id', '=', 's.student_id')
        .onRef('r.uuid', '=', 's.client_session_uuid')
        .onRef('r.tenant_id', '=', 's.tenant_id')
        .on('r.ended_at', 'is', null),
    )
    .select(['s.id', 's.uuid', 's.study_topic_id', sql<boolean>`r.uuid is not null`.as('goes_on')])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.student_id', '=', student_id)
    .where('s.source', '=', source)
    .where('s.client_session_uuid', '=', sql<string>`any(${uuids}::uuid[])`)
    .execute();
}

/** What a quiz session asked, from its attempts: it grows when more of it arrives. Returns the ids of its questions. */
export async function growQuiz(tx: Tx, student_id: number, uuid: string, id: number): Promise<number[]> {
  const { rows } = await sql<{ question_ids: number[] }>`
    update study_quiz_session s
    set question_ids = n.ids, revisions = n.revisions, cursor = n.count, subject_distribution = n.subjects
    from (
      select jsonb_agg(o.study_question_id order by o.seq) as ids, jsonb_agg(o.revision order by o.seq) as revisions,
        count(*)::int as count, (
          select jsonb_object_agg(g.subject, g.n)
          from (
            select q.subject, count(distinct q.id) as n
            from study_attempt b join study_question q on q.tenant_id = b.tenant_id and q.id = b.study_question_id
            where b.tenant_id = ${tx.tenant_id} and b.student_id = ${student_id} and b.uuid = ${uuid} and b.study_quiz_session_id = ${id}
            group by q.subject) g) as subjects
      from (
        select distinct on (a.study_question_id) a.study_question_id, a.revision, a.seq
        from study_attempt a
        where a.tenant_id = ${tx.tenant_id} and a.student_id = ${student_id} and a.uuid = ${uuid} and a.study_quiz_session_id = ${id}
        order by a.study_question_id, a.seq) o) n
    where s.tenant_id = ${tx.tenant_id} and s.id = ${id}
    returning s.question_ids`.execute(tx);
  return rows[0]?.question_ids ?? [];
}

/** Finalizes a quiz session anew whose round went on. */
export async function replaceSummary(
  tx: Tx,
  id: number,
  values: Omit<Updateable<StudyQuizSession>, 'summary'> & { summary: object },
): Promise<void> {
  await tx
    .updateTable('study_quiz_session')
    .set({ ...values, summary: JSON.stringify(values.summary) })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
