import type { StudyChoice } from '@seodang/contract/study-bank.ts';
import type { StudyNoteQuery } from '@seodang/contract/study-overview.ts';
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
    .select('q.subject')
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
          .select(['a.unsure', 'a.outcome', 'a.at'])
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
    .select(['m.attempts', 'm.fails', 'm.is_chronic', 'm.due_day'])
    .select(['last.unsure', 'last.outcome', 'last.at', 'last.selected'])
    .select(
      sql<string | null>`(
        select p.picture_path from study_attempt p
        where p.tenant_id = m.tenant_id and p.student_id = m.student_id and p.study_question_id = m.study_question_id
          and p.undone_at is null and p.picture_path is not null
        order by p.at desc limit 1)`.as('picture_path'),
    )
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
