import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type DoubtRow = {
  submission_id: number;
  enrollment_id: number;
  student_name: string;
  exam_question_id: number;
  answer: string;
  marking: string;
  detected: string[];
  probability: number;
  page_id: number | null;
  crop_key: string | null;
};

/** Answers of submissions that count which a person must look at, with the page of a scan that they were read on. */
export async function listDoubtful(tx: Tx, exam_id: number): Promise<DoubtRow[]> {
  const { rows } = await sql<DoubtRow>`
    select s.id as submission_id, s.enrollment_id, k.name as student_name, a.exam_question_id, a.answer,
      coalesce(a.meta #>> '{omr,marking}', 'missing') as marking,
      coalesce(a.meta #> '{omr,detected}', '[]') as detected,
      coalesce((a.meta #>> '{omr,confidence}')::float8, 0) as probability,
      p.id as page_id,
      regexp_replace(p.image_key, '[^/]+$', '') || p.crop as crop_key
    from submission s
    join submission_answer a on a.tenant_id = s.tenant_id and a.submission_id = s.id and a.needs_review
    join enrollment e on e.tenant_id = s.tenant_id and e.id = s.enrollment_id
    join student k on k.tenant_id = e.tenant_id and k.id = e.student_id
    left join lateral (
      select page.id, page.image_key, read ->> 'crop' as crop
      from scan_page page, jsonb_array_elements(page.answers) read
      where page.tenant_id = s.tenant_id and page.submission_id = s.id and page.status = 'assigned'
        and (read ->> 'exam_question_id')::bigint = a.exam_question_id
      order by page.place desc limit 1) p on true
    where s.tenant_id = ${tx.tenant_id} and s.exam_id = ${exam_id} and s.superseded_at is null
      and s.status in ('answers_ready', 'grading', 'done')
    order by s.id, a.exam_question_id`.execute(tx);
  return rows;
}
