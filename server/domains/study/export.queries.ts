import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { CodeWords } from './export.words.ts';

export type Line = { id: number; cells: string[] };
/** Whose, in which time zone and words, after which row, and how many. */
export type Part = { student_id: number; timezone: string; codes: CodeWords; after: number; limit: number };

/** A list of columns as text, in their order. */
const cells = (...columns: readonly ReturnType<typeof sql>[]) =>
  sql`array[${sql.join(columns.map((column) => sql`coalesce((${column})::text, '')`))}] as cells`;
const local = (column: string, timezone: string) =>
  sql`to_char(${sql.ref(column)} at time zone ${timezone}, 'YYYY-MM-DD HH24:MI:SS')`;
const listed = (column: string) =>
  sql`(select string_agg(one, ' | ') from jsonb_array_elements_text(${sql.ref(column)}) one)`;
const said = (column: string, words: Readonly<Record<string, string>>) =>
  sql`(${JSON.stringify(words)}::jsonb ->> ${sql.ref(column)}::text)`;
const sign = (column: string) => sql`case when ${sql.ref(column)} then 'O' else '' end`;

/** A mistake of an exam is taken back because it was not the student's own: as if it had never been told. */
const isTold = sql`(z.source <> 'paper' or a.undone_at is null)`;

export async function listAnswers(
  tx: Tx,
  { student_id, timezone, codes, after, limit }: Part,
): Promise<Line[]> {
  const columns = cells(
    ...[local('a.at', timezone), sql`t.title`, sql`q.subject`, sql`q.body`, listed('a.selected')],
    ...[sign('a.unsure'), said('a.outcome', codes.outcomes), sign('a.is_correct'), sql`a.elapsed_ms`],
    ...[
      local('a.undone_at', timezone),
      said('z.source', codes.sources),
      sql`a.uuid`,
      sql`a.seq`,
      sql`q.pub_id`,
      sql`a.revision`,
    ],
  );
  const { rows } = await sql<Line>`
    select a.id, ${columns}
    from study_attempt a join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
      join study_topic t on t.tenant_id = q.tenant_id and t.id = q.study_topic_id
      join study_quiz_session z on z.tenant_id = a.tenant_id and z.id = a.study_quiz_session_id
    where a.tenant_id = ${tx.tenant_id} and a.student_id = ${student_id} and a.id > ${after}
      and ${isTold}
    order by a.id limit ${limit}`.execute(tx);
  return rows;
}

/** The counts of a round are known once it has a summary. */
const counted = (column: string) => sql`case when z.summary is not null then ${sql.ref(column)} end`;

export async function listQuizzes(
  tx: Tx,
  { student_id, timezone, codes, after, limit }: Part,
): Promise<Line[]> {
  const columns = cells(
    ...[local('z.created_at', timezone), local('z.finished_at', timezone), sql`t.title`],
    ...[said('z.quiz_mode', codes.modes), said('z.source', codes.sources), said('z.status', codes.statuses)],
    ...[sql`jsonb_array_length(z.question_ids)`, counted('z.correct_count'), counted('z.wrong_count')],
    ...[counted('z.unsure_count'), counted('z.newly_correct_count'), counted('z.relapsed_count')],
    ...[counted('z.recovered_count'), counted('z.chronic_remaining_count'), sql`z.uuid`],
  );
  const { rows } = await sql<Line>`
    select z.id, ${columns}
    from study_quiz_session z join study_topic t on t.tenant_id = z.tenant_id and t.id = z.study_topic_id
    where z.tenant_id = ${tx.tenant_id} and z.student_id = ${student_id} and z.id > ${after}
      and (z.source <> 'paper' or exists (select from study_attempt a where a.tenant_id = z.tenant_id
        and a.study_quiz_session_id = z.id and ${isTold}))
    order by z.id limit ${limit}`.execute(tx);
  return rows;
}

export async function listMemory(tx: Tx, { student_id, after, limit }: Part): Promise<Line[]> {
  const columns = cells(
    ...[sql`q.pub_id`, sql`t.title`, sql`q.subject`, sql`q.body`, sql`m.due_day`, sql`m.last_day`],
    ...[sql`round(m.stability::numeric, 2)`, sql`round(m.difficulty::numeric, 2)`, sql`m.attempts`],
    ...[sql`m.not_passed`, sign('m.is_chronic')],
  );
  const { rows } = await sql<Line>`
    select q.id, ${columns}
    from study_memory m join study_question q on q.tenant_id = m.tenant_id and q.id = m.study_question_id
      join study_topic t on t.tenant_id = q.tenant_id and t.id = q.study_topic_id
    where m.tenant_id = ${tx.tenant_id} and m.student_id = ${student_id} and q.id > ${after}
    order by q.id limit ${limit}`.execute(tx);
  return rows;
}

/** Few enough for one part: what waits is taken in or was never more than some sessions. */
export async function listWaiting(tx: Tx, { student_id, timezone, after }: Part): Promise<Line[]> {
  if (after > 0) return [];
  const columns = cells(
    ...[
      local('w.at', timezone),
      sql`w.pub_id`,
      listed('w.selected'),
      sign('w.unsure'),
      sql`w.uuid`,
      sql`w.seq`,
    ],
  );
  const { rows } = await sql<Line>`
    select row_number() over (order by w.at, w.uuid, w.seq) as id, ${columns}
    from study_quarantine w where w.tenant_id = ${tx.tenant_id} and w.student_id = ${student_id}
    order by 1`.execute(tx);
  return rows;
}

/** Of topics of one's own, with keys, in columns that can be imported again. */
export async function listOwnQuestions(tx: Tx, { student_id, codes, after, limit }: Part): Promise<Line[]> {
  const keys = sql`(select string_agg((select string_agg(mark, ',') from jsonb_array_elements_text(k) mark), ' | ')
    from jsonb_array_elements(q.keys) k)`;
  const choices = sql`(select string_agg(c ->> 'text', ' | ') from jsonb_array_elements(q.choices) c)`;
  const columns = cells(
    ...[sql`q.body`, keys, choices, sql`q.subject`, said('q.kind', codes.kinds), sql`q.explanation`],
    ...[
      sql`array_to_string(q.tags, ', ')`,
      sql`q.variant_group`,
      sql`t.title`,
      said('q.state', codes.states),
    ],
  );
  const { rows } = await sql<Line>`
    select q.id, ${columns}
    from study_question q join study_topic t on t.tenant_id = q.tenant_id and t.id = q.study_topic_id
    where q.tenant_id = ${tx.tenant_id} and t.student_id = ${student_id} and q.deleted_at is null and t.deleted_at is null
      and q.id > ${after}
    order by q.id limit ${limit}`.execute(tx);
  return rows;
}
