import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Which class sessions of a lecture are opened to which of its enrollments; what is left out means all but those of single students. */
export type Seats = {
  lecture_id: number;
  session_ids?: readonly number[];
  /** Default: every ACTIVE one. */
  enrollment_ids?: readonly number[];
  from_order?: number;
};

/** Lets enrollments into class sessions, each with an attendance row that starts UNSET. Those who are in stay as they are. */
export async function openSeats(tx: Tx, seats: Seats): Promise<void> {
  const sessions = seats.session_ids ? [...seats.session_ids] : null;
  const enrollments = seats.enrollment_ids ? [...seats.enrollment_ids] : null;
  await sql`
    with opened as (
      insert into session_enrollment (lecture_id, session_id, enrollment_id)
      select s.lecture_id, s.id, e.id
      from class_session s
      join enrollment e on e.tenant_id = s.tenant_id and e.lecture_id = s.lecture_id
      where s.tenant_id = ${tx.tenant_id} and s.lecture_id = ${seats.lecture_id} and s.deleted_at is null
        and s."order" >= ${seats.from_order ?? 1}
        and case when ${sessions}::bigint[] is null then not s.is_personal else s.id = any(${sessions}::bigint[]) end
        and case when ${enrollments}::bigint[] is null then e.status = 'ACTIVE' else e.id = any(${enrollments}::bigint[]) end
      order by e.id, s."order"
      on conflict do nothing
      returning session_id, enrollment_id
    )
    insert into attendance (session_id, enrollment_id)
    select session_id, enrollment_id from opened`.execute(tx);
}

/** Takes an enrollment out of class sessions where nothing is recorded of it; returns how many were closed. */
export async function closeSeats(
  tx: Tx,
  enrollment_id: number,
  session_ids: readonly number[],
): Promise<number> {
  const { rows } = await sql<{ session_id: number }>`
    with unmarked as (
      delete from attendance
      where tenant_id = ${tx.tenant_id} and enrollment_id = ${enrollment_id}
        and session_id = any(${[...session_ids]}::bigint[]) and status = 'UNSET'
      returning session_id
    )
    delete from session_enrollment
    where tenant_id = ${tx.tenant_id} and enrollment_id = ${enrollment_id}
      and session_id in (select session_id from unmarked)
    returning session_id`.execute(tx);
  return rows.length;
}
