import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type DrawnPage = {
  place: number;
  page_key: string;
  thumb_key: string;
  width: number;
  height: number;
  look: string;
  close_look: string;
  size: number;
};
type Review = {
  verdict: 'approved' | 'returned';
  score: number;
  comment: string;
  marks: object[];
  annotations: object[];
};
type HandedIn = {
  homework_id: number;
  enrollment_id: number;
  hours_before_due: number;
  files: readonly DrawnPage[];
  review: Review | undefined;
};

/** Homework of one student as if it had been handed in, and judged; undefined when it is there already. */
export async function handInPages(
  tx: Tx,
  { homework_id, enrollment_id, hours_before_due, files, review }: HandedIn,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into submission (tenant_id, user_id, lecture_id, enrollment_id, homework_id, source, is_late, created_at)
    select e.tenant_id, k.user_id, e.lecture_id, e.id, h.id, 'homework_image', ${hours_before_due < 0},
      h.due_at - make_interval(hours => ${hours_before_due})
    from enrollment e
    join student k on k.tenant_id = e.tenant_id and k.id = e.student_id
    join homework h on h.tenant_id = e.tenant_id and h.id = ${homework_id}
    where e.tenant_id = ${tx.tenant_id} and e.id = ${enrollment_id} and k.user_id is not null
      and not exists (select from submission s where s.tenant_id = e.tenant_id and s.homework_id = h.id and s.enrollment_id = e.id)
    returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) return undefined;
  await sql`
    insert into submission_file (tenant_id, submission_id, file_key, filename, file_type, file_size, place, uploaded_by,
      page_key, thumb_key, width, height, look, close_look)
    select s.tenant_id, s.id, f.page_key || '.sent', f.place || '.jpg', 'image/jpeg', f.size, f.place, s.user_id,
      f.page_key, f.thumb_key, f.width, f.height, decode(f.look, 'hex'), decode(f.close_look, 'hex')
    from submission s, jsonb_to_recordset(${JSON.stringify(files)}::jsonb)
      as f(place int, page_key text, thumb_key text, width int, height int, look text, close_look text, size bigint)
    where s.tenant_id = ${tx.tenant_id} and s.id = ${id}`.execute(tx);
  for (const status of review
    ? (['answers_ready', 'grading', 'done'] as const)
    : (['answers_ready'] as const))
    await tx
      .updateTable('submission')
      .set({ status })
      .where('tenant_id', '=', tx.tenant_id)
      .where('id', '=', id)
      .execute();
  if (review) await judge(tx, id, review);
  return id;
}

async function judge(
  tx: Tx,
  id: number,
  { verdict, score, comment, marks, annotations }: Review,
): Promise<void> {
  await sql`
    insert into submission_review (tenant_id, submission_id, verdict, score, comment, marks, annotations, reviewed_by, reviewed_at)
    select s.tenant_id, s.id, ${verdict}, ${score}, ${comment}, ${JSON.stringify(marks)}, ${JSON.stringify(annotations)},
      l.teacher_id, s.created_at + interval '3 hours'
    from submission s join lecture l on l.tenant_id = s.tenant_id and l.id = s.lecture_id
    where s.tenant_id = ${tx.tenant_id} and s.id = ${id} and l.teacher_id is not null`.execute(tx);
}
