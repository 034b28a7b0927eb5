import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export function findFeed(tx: Tx, student_id: number) {
  return tx
    .selectFrom('calendar_feed')
    .select('version')
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .executeTakeFirst();
}

export async function upsertFeed(
  tx: Tx,
  feed: { student_id: number; token_hash: Buffer; version: number; created_at: Date },
): Promise<void> {
  const { student_id: _, ...change } = feed;
  await tx
    .insertInto('calendar_feed')
    .values(feed)
    .onConflict((on) => on.columns(['tenant_id', 'student_id']).doUpdateSet(change))
    .execute();
}

export function findFeedByHash(tx: Tx, token_hash: Buffer) {
  return tx
    .selectFrom('calendar_feed as f')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'f.tenant_id').onRef('s.id', '=', 'f.student_id'),
    )
    .innerJoin('tenant as t', 't.id', 'f.tenant_id')
    .select(['f.student_id', 's.name', 't.name as academy', 't.timezone', 't.locale'])
    .where('f.tenant_id', '=', tx.tenant_id)
    .where('f.token_hash', '=', token_hash)
    .where('s.deleted_at', 'is', null)
    .executeTakeFirst();
}

export type EventRow = {
  session_id: number;
  title: string;
  lecture_title: string;
  room: string;
  is_make_up: boolean;
  is_excused: boolean;
  date: string;
  starts_at: Date | null;
  ends_at: Date | null;
  changed_at: Date;
};

/** The class sessions of a student from some day on, as instants by the academy's clock. */
export async function listEvents(
  tx: Tx,
  { student_id, timezone, from }: { student_id: number; timezone: string; from: string },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select s.id as session_id, s.title, l.title as lecture_title, l.room, s.session_type = 'SUPPLEMENT' as is_make_up,
      coalesce(a.status = 'EXCUSED', false) as is_excused, s.date::text as date,
      (s.date + s.starts_at) at time zone ${timezone} as starts_at,
      (s.date + s.ends_at) at time zone ${timezone} as ends_at,
      greatest(s.updated_at, l.updated_at, se.created_at, a.marked_at) as changed_at
    from enrollment e
    join lecture l on l.tenant_id = e.tenant_id and l.id = e.lecture_id and l.deleted_at is null
    join session_enrollment se on se.tenant_id = e.tenant_id and se.enrollment_id = e.id
    join class_session s on s.tenant_id = se.tenant_id and s.id = se.session_id and s.deleted_at is null
    left join attendance a on a.tenant_id = se.tenant_id and a.session_id = se.session_id and a.enrollment_id = se.enrollment_id
    where e.tenant_id = ${tx.tenant_id} and e.student_id = ${student_id} and e.status = 'ACTIVE' and s.date >= ${from}
    order by s.date, s.starts_at nulls last, s.id`.execute(tx);
  return rows;
}
