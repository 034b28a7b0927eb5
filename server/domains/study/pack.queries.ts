import type { StudyChoice } from '@seodang/contract/study-bank.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { visibleTopics } from './topics.queries.ts';

/**
 * A mark that is another one as soon as any question or topic that the student may study has changed, and whenever the
 * student has come to know some hundreds more, so that new ones take their place.
 */
export async function findBankMark(tx: Tx, scope: Scope, student_id: number): Promise<string> {
  const { mark } = await tx
    .selectFrom('study_topic as t')
    .select(
      sql<string>`md5(coalesce(string_agg(t.id || ' ' || t.bank_version || ' ' || t.title, ',' order by t.id), '') || (
          select count(*) / ${MOST_UNSEEN / 2}::int from study_memory m where m.tenant_id = ${tx.tenant_id} and m.student_id = ${student_id}))`.as(
        'mark',
      ),
    )
    .where('t.tenant_id', '=', tx.tenant_id)
    .where('t.id', 'in', visibleTopics(tx, scope))
    .executeTakeFirstOrThrow();
  return mark;
}

/** Of each topic a device gets so many that the student has not answered yet: a bank may hold a hundred thousand. */
const MOST_UNSEEN = 700;
const MOST_FREQUENT = 300;

function seen(tx: Tx, student_id: number) {
  return sql<number>`(select m.study_question_id from study_memory m where m.tenant_id = ${tx.tenant_id} and m.student_id = ${student_id})`;
}

/**
 * Some of each topic that were not answered yet, others for each student, and those that were in most exams. What others
 * got wrong in an exam is no concern of this student.
 */
function unseen(tx: Tx, student_id: number, visible: ReturnType<typeof visibleTopics>) {
  const fresh = sql`
    from study_question u
    where u.tenant_id = t.tenant_id and u.study_topic_id = t.id and u.deleted_at is null and u.state = 'published'
      and not exists (select from study_memory m where m.tenant_id = u.tenant_id and m.student_id = ${student_id} and m.study_question_id = u.id)`;
  return sql<number>`(
    select fresh.id from study_topic t cross join lateral (
      (select u.id ${fresh} order by hashint8extended(u.id, ${student_id}::bigint) limit ${MOST_UNSEEN})
      union (select u.id ${fresh} and u.frequency > 0 order by u.frequency desc, u.id limit ${MOST_FREQUENT})) fresh
    where t.tenant_id = ${tx.tenant_id} and not t.is_paper and t.id in ${visible})`;
}

/** Variants of what was wrong last time. */
function siblings(tx: Tx, student_id: number, visible: ReturnType<typeof visibleTopics>) {
  return sql<number>`(
    select v.id from study_memory m
    join study_question w on w.tenant_id = m.tenant_id and w.id = m.study_question_id and w.variant_group is not null
    join study_topic t on t.tenant_id = w.tenant_id and t.id = w.study_topic_id and not t.is_paper
    join study_question v on v.tenant_id = w.tenant_id and v.study_topic_id = w.study_topic_id and v.variant_group = w.variant_group
      and v.deleted_at is null and v.state = 'published'
    where m.tenant_id = ${tx.tenant_id} and m.student_id = ${student_id} and not m.last_passed and t.id in ${visible})`;
}

export type PackQuery = {
  after?: number | undefined;
  limit: number;
  topic?: number | undefined;
  ids?: number[] | undefined;
};

/** Questions to study without network, and those that are only remembered, by id; of `ids` those that are among them. */
export function listPack(tx: Tx, scope: Scope, student_id: number, { after, limit, topic, ids }: PackQuery) {
  return tx
    .selectFrom('study_question as q')
    .innerJoin('study_topic as topic', (on) =>
      on.onRef('topic.tenant_id', '=', 'q.tenant_id').onRef('topic.id', '=', 'q.study_topic_id'),
    )
    .select(['q.id', 'q.pub_id', 'q.study_topic_id', 'q.revision', 'q.subject', 'q.kind', 'q.body'])
    .select(['q.explanation', 'q.tags', 'q.frequency', 'q.variant_group'])
    .select('topic.title as topic_title')
    .select([sql<StudyChoice[]>`q.choices`.as('choices'), sql<string[][]>`q.keys`.as('keys')])
    .select((s) =>
      s
        .and([
          s('q.state', '=', 'published'),
          s('q.deleted_at', 'is', null),
          s('q.study_topic_id', 'in', visibleTopics(tx, scope)),
        ])
        .as('is_open'),
    )
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.id', '>', after ?? 0)
    .$if(topic !== undefined, (q) => q.where('q.study_topic_id', '=', topic ?? 0))
    .$if(ids !== undefined, (q) => q.where('q.id', '=', sql<number>`any(${ids}::bigint[])`))
    .where((is) =>
      is.or([
        is('q.id', 'in', seen(tx, student_id)),
        is('q.id', 'in', unseen(tx, student_id, visibleTopics(tx, scope))),
        is('q.id', 'in', siblings(tx, student_id, visibleTopics(tx, scope))),
      ]),
    )
    .orderBy('q.id')
    .limit(limit)
    .execute();
}
