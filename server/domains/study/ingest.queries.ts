import type { IngestAnswer } from '@seodang/contract/study-ingest.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Raw } from './ingest.rules.ts';

/** Questions by what devices call them, with whom they belong to and whether this student studies them. */
export function listKnown(tx: Tx, student_id: number | null, pub_ids: readonly string[]) {
  return tx
    .selectFrom('study_question as q')
    .innerJoin('study_topic as t', (on) =>
      on.onRef('t.tenant_id', '=', 'q.tenant_id').onRef('t.id', '=', 'q.study_topic_id'),
    )
    .select(['q.id', 'q.pub_id', 'q.study_topic_id', 'q.revision', 'q.kind', 'q.subject', 't.student_id'])
    .select(sql<string[][]>`q.keys`.as('keys'))
    .select(
      sql<boolean>`q.state = 'published' and q.deleted_at is null and t.deleted_at is null`.as('is_open'),
    )
    .select((s) =>
      s
        .or([
          s('t.student_id', '=', student_id),
          s.exists(
            s
              .selectFrom('enrollment as e')
              .select('e.id')
              .whereRef('e.tenant_id', '=', 't.tenant_id')
              .whereRef('e.lecture_id', '=', 't.lecture_id')
              .where('e.student_id', '=', student_id),
          ),
        ])
        .as('is_own'),
    )
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.pub_id', '=', sql<string>`any(${pub_ids}::uuid[])`)
    .execute();
}

export type Delivered = Raw & { seq: number };
type Known = {
  timezone: string;
  weights: number[] | null;
  answer: IngestAnswer | null;
  delivered: (Omit<Delivered, 'answered_at'> & { answered_at: number })[];
};

/**
 * All that taking a delivery in has to know of the student, in one round trip: the academy's clock, the weights of the
 * student's memories, the first answer to the same body, and every place of the session that was delivered before.
 */
export async function findArrival(tx: Tx, student_id: number, uuid: string, body_hash: Buffer) {
  const { rows } = await sql<Known>`
    select t.timezone,
      (select f.weights from study_student_fit s join study_fit f on f.tenant_id = s.tenant_id and f.id = s.study_fit_id
       where s.tenant_id = t.id and s.student_id = ${student_id}) as weights,
      (select d.answer from study_delivery d
       where d.tenant_id = t.id and d.student_id = ${student_id} and d.uuid = ${uuid} and d.body_hash = ${body_hash}) as answer,
      (select coalesce(json_agg(o), '[]') from (
         select a.seq, q.pub_id, a.selected, a.unsure, a.elapsed_ms, (extract(epoch from a.answered_at) * 1000)::bigint as answered_at
         from study_attempt a join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
         where a.tenant_id = t.id and a.student_id = ${student_id} and a.uuid = ${uuid}
         union all
         select w.seq, w.pub_id, w.selected, w.unsure, w.elapsed_ms, (extract(epoch from w.answered_at) * 1000)::bigint
         from study_quarantine w
         where w.tenant_id = t.id and w.student_id = ${student_id} and w.uuid = ${uuid}) o) as delivered
    from tenant t where t.id = ${tx.tenant_id}`.execute(tx);
  const { delivered, ...known } = found(rows[0]);
  return {
    ...known,
    delivered: delivered.map((one) => ({ ...one, answered_at: new Date(one.answered_at) })),
  };
}

export async function insertDelivery(
  tx: Tx,
  student_id: number,
  {
    uuid,
    body_hash,
    answer,
    received_at,
  }: { uuid: string; body_hash: Buffer; answer: string; received_at: Date },
): Promise<void> {
  await tx
    .insertInto('study_delivery')
    .values({ student_id, uuid, body_hash, answer, received_at })
    .execute();
}

/** Every place of a session that was delivered before, taken in or waiting. */
export async function listDelivered(tx: Tx, student_id: number, uuid: string) {
  const { rows } = await sql<{
    seq: number;
    pub_id: string;
    selected: string[];
    unsure: boolean;
    elapsed_ms: number | null;
    answered_at: Date;
  }>`
    select a.seq, q.pub_id, a.selected, a.unsure, a.elapsed_ms, a.answered_at
    from study_attempt a join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
    where a.tenant_id = ${tx.tenant_id} and a.student_id = ${student_id} and a.uuid = ${uuid}
    union all
    select w.seq, w.pub_id, w.selected, w.unsure, w.elapsed_ms, w.answered_at
    from study_quarantine w
    where w.tenant_id = ${tx.tenant_id} and w.student_id = ${student_id} and w.uuid = ${uuid}`.execute(tx);
  return rows;
}

export type Waiting = {
  uuid: string;
  seq: number;
  pub_id: string;
  selected: readonly string[];
  unsure: boolean;
  elapsed_ms: number | null;
  answered_at: Date;
  at: Date;
  received_at: Date;
  is_suspect: boolean;
};

export async function insertQuarantine(
  tx: Tx,
  student_id: number,
  waiting: readonly Waiting[],
): Promise<void> {
  if (waiting.length === 0) return;
  const rows = waiting.map((one) => ({ ...one, student_id, selected: JSON.stringify(one.selected) }));
  await tx.insertInto('study_quarantine').values(rows).execute();
}

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

/** The quiz sessions that a client's session became, one for each topic. */
export function listTaken(tx: Tx, student_id: number, source: 'viewer' | 'paper', uuids: readonly string[]) {
  return tx
    .selectFrom('study_quiz_session as s')
    .select(['s.id', 's.uuid', 's.study_topic_id'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.student_id', '=', student_id)
    .where('s.source', '=', source)
    .where('s.client_session_uuid', '=', sql<string>`any(${uuids}::uuid[])`)
    .execute();
}

/** What a quiz session asked, from its attempts: it grows when more of it arrives. */
export async function growQuiz(tx: Tx, student_id: number, uuid: string, id: number): Promise<void> {
  await sql`
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
    where s.tenant_id = ${tx.tenant_id} and s.id = ${id}`.execute(tx);
}
