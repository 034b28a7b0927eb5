import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export function findReport(tx: Tx, student_id: number, week_on: string) {
  return tx
    .selectFrom('weekly_report')
    .select(['id', 'content', 'made_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .where('week_on', '=', week_on)
    .executeTakeFirst();
}

export async function listReportWeeks(tx: Tx, student_id: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('weekly_report')
    .select('week_on')
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .orderBy('week_on', 'desc')
    .limit(26)
    .execute();
  return rows.map(({ week_on }) => week_on);
}

/** The id of the new report; undefined where the week was reported already. */
export async function insertReport(
  tx: Tx,
  report: { student_id: number; week_on: string; content: string; made_at: Date },
): Promise<number | undefined> {
  const row = await tx
    .insertInto('weekly_report')
    .values(report)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Students who had a class session in the week and no report of it yet. */
export async function listUnreported(
  tx: Tx,
  week: { week_on: string; until_on: string },
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ student_id: number }>`
    select distinct e.student_id
    from class_session s
    join session_enrollment se on se.tenant_id = s.tenant_id and se.session_id = s.id
    join enrollment e on e.tenant_id = se.tenant_id and e.id = se.enrollment_id and e.status = 'ACTIVE'
    join lecture l on l.tenant_id = e.tenant_id and l.id = e.lecture_id and l.deleted_at is null
    join student st on st.tenant_id = e.tenant_id and st.id = e.student_id and st.deleted_at is null
    where s.tenant_id = ${tx.tenant_id} and s.deleted_at is null and s.date between ${week.week_on} and ${week.until_on}
      and not exists (select from weekly_report r
        where r.tenant_id = e.tenant_id and r.student_id = e.student_id and r.week_on = ${week.week_on})
    order by e.student_id limit ${limit}`.execute(tx);
  return rows.map(({ student_id }) => student_id);
}
