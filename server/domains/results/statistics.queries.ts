import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type Summary = {
  count: number;
  max_score: number | null;
  mean: number | null;
  median: number | null;
  deviation: number | null;
  lowest: number | null;
  highest: number | null;
  passed: number;
  kr20: number | null;
  steps: number[];
};

/** The distribution of an exam's results and its reliability by Kuder and Richardson's formula 20, in one statement. */
export async function summarise(tx: Tx, exam_id: number): Promise<Summary> {
  const { rows } = await sql<Summary>`
    with r as materialized (
      select attempt_id, total_score, max_score, passed from result
      where tenant_id = ${tx.tenant_id} and exam_id = ${exam_id}
    ), item as (
      select f.exam_question_id, avg(f.is_correct::int) as p from r join result_fact f
        on f.tenant_id = ${tx.tenant_id} and f.attempt_id = r.attempt_id
      where f.is_correct is not null group by 1
    ), person as (
      select f.attempt_id, sum(f.is_correct::int) as correct from r join result_fact f
        on f.tenant_id = ${tx.tenant_id} and f.attempt_id = r.attempt_id
      where f.is_correct is not null group by 1
    ), kr as (
      select (select count(*) from item) as k, (select sum(p * (1 - p)) from item) as unexplained,
        (select var_pop(correct) from person) as variance
    )
    select count(*)::int as count, max(max_score) as max_score, round(avg(total_score), 2) as mean,
      percentile_cont(0.5) within group (order by total_score::float8) as median,
      round(stddev_pop(total_score), 2) as deviation, min(total_score) as lowest, max(total_score) as highest,
      (count(*) filter (where passed))::int as passed,
      (select round((k::numeric / (k - 1)) * (1 - unexplained / variance), 3)::float8 from kr where k > 1 and variance > 0) as kr20,
      array(select (select count(*) from r where least(9, floor(10 * total_score / nullif(max_score, 0))) = step)::int
        from generate_series(0, 9) step order by step) as steps
    from r`.execute(tx);
  const [summary] = rows;
  if (!summary) throw new Error('an aggregate without a row');
  return summary;
}

export type Item = {
  exam_question_id: number;
  number: number;
  kind: 'single' | 'multiple' | 'numeric' | 'short';
  points: number;
  answered: number;
  correct: number;
  facility: number | null;
  discrimination: number | null;
  unsure: number;
  distractors: { answer: string; count: number; is_key: boolean }[];
};

/** How each question did among the counting attempts, in one statement. */
export async function listItems(tx: Tx, exam_id: number): Promise<Item[]> {
  const { rows } = await sql<Item>`
    with fact as materialized (
      select f.exam_question_id, f.answer, f.is_correct, f.score::float8 as score, (r.total_score - f.score)::float8 as others, f.meta
      from result r join result_fact f on f.tenant_id = r.tenant_id and f.attempt_id = r.attempt_id
      where r.tenant_id = ${tx.tenant_id} and r.exam_id = ${exam_id}
    ), told as (
      select exam_question_id, answer, count(*)::int as count from fact group by 1, 2
    ), item as (
      select exam_question_id, (count(*) filter (where answer <> ''))::int as answered,
        (count(*) filter (where is_correct))::int as correct, avg(score) as mean, corr(score, others) as discrimination,
        (count(*) filter (where meta #>> '{grading,invalid_reason}' = 'LOW_CONFIDENCE'))::int as unsure
      from fact group by 1
    )
    select q.id as exam_question_id, q.number, q.kind, q.points, coalesce(i.answered, 0) as answered, coalesce(i.correct, 0) as correct,
      case when q.key_state <> 'void' then round((i.mean / nullif(q.points, 0))::numeric, 4)::float8 end as facility, round(i.discrimination::numeric, 3)::float8 as discrimination,
      coalesce(i.unsure, 0) as unsure,
      coalesce((select jsonb_agg(jsonb_build_object('answer', t.answer, 'count', t.count, 'is_key', q.keys ? t.answer)
        order by t.count desc, t.answer) from told t where t.exam_question_id = q.id), '[]') as distractors
    from exam_question q left join item i on i.exam_question_id = q.id
    where q.tenant_id = ${tx.tenant_id} and q.exam_id = ${exam_id} order by q.number`.execute(tx);
  return rows;
}

/** What is answered in words is not read from scans: who has such answers that nobody has typed in, and to which questions. */
export async function findUnwritten(
  tx: Tx,
  exam_id: number,
): Promise<{ students: number; numbers: number[] }> {
  const { rows } = await sql<{ students: number; numbers: number[] }>`
    select count(distinct r.enrollment_id)::int as students,
      coalesce(array_agg(distinct q.number order by q.number), '{}') as numbers
    from result r
    join attempt t on t.tenant_id = r.tenant_id and t.id = r.attempt_id
    join submission s on s.tenant_id = t.tenant_id and s.id = t.submission_id and s.source = 'omr_scan'
    join exam_question q on q.tenant_id = r.tenant_id and q.exam_id = r.exam_id
      and q.kind = 'short' and q.key_state <> 'void'
    where r.tenant_id = ${tx.tenant_id} and r.exam_id = ${exam_id} and not exists (
      select from submission_answer a
      where a.tenant_id = s.tenant_id and a.submission_id = s.id and a.exam_question_id = q.id)`.execute(tx);
  return rows[0] ?? { students: 0, numbers: [] };
}

export type Cell = {
  exam_question_id: number;
  answer: string;
  is_correct: boolean | null;
  score: number;
  invalid_reason: 'LOW_CONFIDENCE' | 'MULTIPLE_MARKS' | 'BLANK' | 'NO_KEY' | null;
};

/** Every answer of every counting attempt, or of those of some students: for each student the cells by question number. */
export async function listCells(
  tx: Tx,
  exam_id: number,
  enrollment_ids?: readonly number[],
): Promise<Map<number, Cell[]>> {
  const theirs = enrollment_ids ? sql`and r.enrollment_id = any(${[...enrollment_ids]}::bigint[])` : sql``;
  const { rows } = await sql<{ enrollment_id: number; cells: Cell[] }>`
    select r.enrollment_id, jsonb_agg(jsonb_build_object('exam_question_id', q.id, 'answer', f.answer, 'is_correct', f.is_correct,
      'score', f.score, 'invalid_reason', f.meta #>> '{grading,invalid_reason}') order by q.number) as cells
    from result r
    join result_fact f on f.tenant_id = r.tenant_id and f.attempt_id = r.attempt_id
    join exam_question q on q.tenant_id = f.tenant_id and q.id = f.exam_question_id
    where r.tenant_id = ${tx.tenant_id} and r.exam_id = ${exam_id} ${theirs} group by 1`.execute(tx);
  return new Map(rows.map(({ enrollment_id, cells }) => [enrollment_id, cells]));
}
