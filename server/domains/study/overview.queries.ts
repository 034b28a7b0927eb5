import type { StudyChoice } from '@seodang/contract/study-bank.ts';
import type { StudyNoteQuery, StudyPackQuery } from '@seodang/contract/study-overview.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleTopics } from './topics.queries.ts';

/** What one student remembers, with the questions, of topics that are there. */
function remembered(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_memory as m')
    .innerJoin('study_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'm.tenant_id').onRef('q.id', '=', 'm.study_question_id'),
    )
    .where('m.tenant_id', '=', tx.tenant_id)
    .where('m.student_id', '=', student_id);
}

function asked(tx: Tx, scope: Scope, student_id: number) {
  return remembered(tx, student_id)
    .where('q.deleted_at', 'is', null)
    .where('q.state', '=', 'published')
    .where('q.study_topic_id', 'in', visibleTopics(tx, scope));
}

/** How many questions come due on which day, by topic. */
export function listDueDays(tx: Tx, scope: Scope, student_id: number, until: string) {
  return asked(tx, scope, student_id)
    .innerJoin('study_topic as topic', (on) =>
      on.onRef('topic.tenant_id', '=', 'm.tenant_id').onRef('topic.id', '=', 'q.study_topic_id'),
    )
    .select(['q.study_topic_id', 'topic.title', 'm.due_day'])
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('m.due_day', '<=', until)
    .groupBy(['q.study_topic_id', 'topic.title', 'm.due_day'])
    .orderBy('q.study_topic_id')
    .execute();
}

/** Strength of memory by what guessing gives, in as few rows as say the same. */
export function listStrengths(tx: Tx, scope: Scope, student_id: number) {
  return asked(tx, scope, student_id)
    .select(['m.stability', 'm.difficulty', 'm.attempts', 'm.fails', 'm.last_day', 'm.due_day', 'q.kind'])
    .select(sql<number>`jsonb_array_length(q.choices)`.as('choices'))
    .orderBy('m.last_at', 'desc')
    .limit(MOST_STRENGTHS)
    .execute();
}
const MOST_STRENGTHS = 5000;

/** The hours in which a student answered anything, as instants; a streak is shorter than two years. */
export async function listStudyHours(tx: Tx, student_id: number, since: Date): Promise<Date[]> {
  const rows = await tx
    .selectFrom('study_attempt as a')
    .select(sql<Date>`date_trunc('hour', a.at)`.as('hour'))
    .distinct()
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.student_id', '=', student_id)
    .where('a.undone_at', 'is', null)
    .where('a.at', '>=', since)
    .execute();
  return rows.map(({ hour }) => hour);
}

export async function countWaiting(tx: Tx, student_id: number): Promise<number> {
  const { n } = await tx
    .selectFrom('study_quarantine as w')
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('w.tenant_id', '=', tx.tenant_id)
    .where('w.student_id', '=', student_id)
    .executeTakeFirstOrThrow();
  return n;
}

const tally = sql<{ attempts: number; passed: number; chronic: number }>`
  sum(m.attempts)::int as attempts, sum(m.attempts - m.not_passed)::int as passed, count(*) filter (where m.is_chronic)::int as chronic`;

type Tally = { name: string; attempts: number; passed: number; chronic: number };

export async function listBySubject(tx: Tx, student_id: number): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select q.subject as name, ${tally}
    from study_memory m join study_question q on q.tenant_id = m.tenant_id and q.id = m.study_question_id
    where m.tenant_id = ${tx.tenant_id} and m.student_id = ${student_id} and q.subject <> ''
    group by q.subject`.execute(tx);
  return rows;
}

export async function listByTag(
  tx: Tx,
  student_ids: readonly number[],
  lecture_id?: number,
): Promise<Tally[]> {
  const inLecture =
    lecture_id === undefined
      ? sql`true`
      : sql`exists (select from study_topic t where t.tenant_id = m.tenant_id and t.id = m.study_topic_id and t.lecture_id = ${lecture_id})`;
  const { rows } = await sql<Tally>`
    select tag.name, ${tally}
    from study_memory m join study_question q on q.tenant_id = m.tenant_id and q.id = m.study_question_id
      cross join unnest(q.tags) as tag (name)
    where m.tenant_id = ${tx.tenant_id} and m.student_id = any(${student_ids}::bigint[]) and ${inLecture}
    group by tag.name`.execute(tx);
  return rows;
}

type Range = StudyNoteQuery & { since: Date | null; until: Date | null };

function notes(tx: Tx, scope: Scope, student_id: number, query: Range) {
  const { topic, since, until, from_quiz, to_quiz } = query;
  const failed = sql<boolean>`exists (
    select from study_attempt f
    where f.tenant_id = m.tenant_id and f.student_id = m.student_id and f.study_question_id = m.study_question_id
      and f.undone_at is null and f.outcome <> 'correct'
      and (${since}::timestamptz is null or f.at >= ${since}) and (${until}::timestamptz is null or f.at < ${until})
      and f.study_quiz_session_id between ${from_quiz ?? 0} and ${to_quiz ?? Number.MAX_SAFE_INTEGER})`;
  return asked(tx, scope, student_id)
    .where('m.not_passed', '>', 0)
    .where(failed)
    .$if(topic !== undefined, (q) => q.where('q.study_topic_id', '=', topic ?? 0));
}

export function listNotes(tx: Tx, scope: Scope, student_id: number, query: Range) {
  const { limit, offset } = offsetOf(query);
  return notes(tx, scope, student_id, query)
    .innerJoinLateral(
      (s) =>
        s
          .selectFrom('study_attempt as a')
          .select(['a.unsure', 'a.outcome', 'a.at', 'a.picture_path'])
          .select(sql<string[]>`a.selected`.as('selected'))
          .whereRef('a.tenant_id', '=', 'm.tenant_id')
          .whereRef('a.student_id', '=', 'm.student_id')
          .whereRef('a.study_question_id', '=', 'm.study_question_id')
          .where('a.undone_at', 'is', null)
          .where('a.outcome', '!=', 'correct')
          .orderBy('a.at', 'desc')
          .orderBy('a.uuid', 'desc')
          .orderBy('a.seq', 'desc')
          .limit(1)
          .as('last'),
      (on) => on.onTrue(),
    )
    .select(['q.pub_id', 'q.study_topic_id', 'q.subject', 'q.kind', 'q.body', 'q.explanation', 'q.tags'])
    .select(['q.image_path', 'm.attempts', 'm.fails', 'm.is_chronic', 'm.due_day'])
    .select(['last.unsure', 'last.outcome', 'last.at', 'last.picture_path', 'last.selected'])
    .select([sql<StudyChoice[]>`q.choices`.as('choices'), sql<string[][]>`q.keys`.as('keys')])
    .orderBy('last.at', 'desc')
    .orderBy('q.id')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countNotes(tx: Tx, scope: Scope, student_id: number, query: Range): Promise<number> {
  const { n } = await notes(tx, scope, student_id, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export async function findStudentName(tx: Tx, student_id: number): Promise<string> {
  const { name } = await tx
    .selectFrom('student as s')
    .select('s.name')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', student_id)
    .executeTakeFirstOrThrow();
  return name;
}

/** Everything that is remembered, by what devices call the questions. */
export function listMemories(tx: Tx, student_id: number) {
  return remembered(tx, student_id)
    .select(['q.pub_id', 'm.stability', 'm.difficulty', 'm.attempts', 'm.fails', 'm.last_day', 'm.due_day'])
    .execute();
}

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

/** Questions to study without network, and those that are only remembered, by id. */
export function listPack(tx: Tx, scope: Scope, student_id: number, { after, limit, topic }: StudyPackQuery) {
  return tx
    .selectFrom('study_question as q')
    .innerJoin('study_topic as topic', (on) =>
      on.onRef('topic.tenant_id', '=', 'q.tenant_id').onRef('topic.id', '=', 'q.study_topic_id'),
    )
    .select(['q.id', 'q.pub_id', 'q.study_topic_id', 'q.revision', 'q.subject', 'q.kind', 'q.body'])
    .select(['q.explanation', 'q.tags', 'q.image_path', 'q.frequency', 'q.variant_group'])
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

/** The students of a class with what is due for them in its topics. */
export async function listClassLoad(
  tx: Tx,
  lecture_id: number,
  { today, week }: { today: string; week: string },
) {
  const { rows } = await sql<{
    student_id: number;
    name: string;
    due: number;
    due_in_7_days: number;
    chronic: number;
    last_at: Date | null;
  }>`
    select s.id as student_id, s.name,
      count(m.due_day) filter (where m.due_day <= ${today}::date)::int as due,
      count(m.due_day) filter (where m.due_day <= ${week}::date)::int as due_in_7_days,
      count(*) filter (where m.is_chronic)::int as chronic, max(m.last_at) as last_at
    from enrollment e
    join student s on s.tenant_id = e.tenant_id and s.id = e.student_id and s.deleted_at is null
    left join (
      study_memory m
      join study_question q on q.tenant_id = m.tenant_id and q.id = m.study_question_id and q.state = 'published' and q.deleted_at is null
      join study_topic t on t.tenant_id = q.tenant_id and t.id = q.study_topic_id and t.lecture_id = ${lecture_id} and t.deleted_at is null
    ) on m.tenant_id = e.tenant_id and m.student_id = e.student_id
    where e.tenant_id = ${tx.tenant_id} and e.lecture_id = ${lecture_id} and e.status <> 'INACTIVE'
    group by s.id, s.name
    order by due desc, s.name, s.id`.execute(tx);
  return rows;
}
