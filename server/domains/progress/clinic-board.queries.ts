import type { ClinicCause } from '@seodang/contract/clinic.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLectures } from '#domains/school/index.ts';

/** The first moments of a day of the academy and of the day after. */
export async function boundsOf(tx: Tx, day: string): Promise<{ from: Date; to: Date }> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select ${day}::date::timestamp at time zone t.timezone as from, (${day}::date + 1)::timestamp at time zone t.timezone as to
    from tenant t where t.id = ${tx.tenant_id}`.execute(tx);
  return rows[0] ?? { from: new Date(0), to: new Date(0) };
}

/** Who comes to these slots, of the lectures that the caller works in and to the slots that the caller gives. */
export function listVisitors(tx: Tx, scope: Scope, slotIds: readonly number[]) {
  const { actor } = scope;
  return tx
    .selectFrom('clinic_booking as b')
    .innerJoin('clinic_slot as o', (on) =>
      on.onRef('o.tenant_id', '=', 'b.tenant_id').onRef('o.id', '=', 'b.slot_id'),
    )
    .innerJoin('clinic_link as l', (on) =>
      on.onRef('l.tenant_id', '=', 'b.tenant_id').onRef('l.id', '=', 'b.link_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'l.tenant_id').onRef('e.id', '=', 'l.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'b.tenant_id').onRef('st.id', '=', 'b.student_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'l.tenant_id').onRef('s.id', '=', 'l.session_id'),
    )
    .innerJoin('lecture as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.lecture_id'),
    )
    .select(['b.id', 'b.slot_id', 'b.link_id', 'b.student_id', 'st.name as student_name', 'b.state'])
    .select(['b.booked_at', 'b.arrived_at', 'c.title as lecture_title', 's.title as session_title'])
    .select(['e.lecture_id', 'l.cause', 'l.state as link_state'])
    .select(sql<string | null>`l.meta #>> '{exams,0,title}'`.as('exam_title'))
    .select(sql<number | null>`(l.meta #>> '{exams,0,score}')::numeric`.as('score'))
    .select(sql<number | null>`(l.meta #>> '{exams,0,pass_score}')::numeric`.as('pass_score'))
    .select(
      sql<boolean>`b.state = 'missed' and exists (select from clinic_booking later
        where later.tenant_id = b.tenant_id and later.link_id = b.link_id and later.id > b.id and later.state <> 'cancelled')`.as(
        'is_rebooked',
      ),
    )
    .where('b.tenant_id', '=', tx.tenant_id)
    .where('b.state', '!=', 'cancelled')
    .where('st.deleted_at', 'is', null)
    .where(sql<boolean>`b.slot_id = any(${slotIds})`)
    .where((is) =>
      is.or([
        is('e.lecture_id', 'in', visibleLectures(tx, scope)),
        is('o.teacher_id', '=', actor.kind === 'user' ? actor.user_id : 0),
      ]),
    )
    .orderBy('st.name')
    .orderBy('b.id')
    .execute();
}

type Effect = {
  cause: ClinicCause;
  teacher_id: number | null;
  teacher_name: string | null;
  closed: number;
  reopened: number;
  points_gained: number | null;
  hours_to_close: number | null;
};
type Window = { lecture?: number | undefined; from?: string | undefined; to?: string | undefined };

/** What clinics that closed did, by cause and by who gave the last one that was attended before. */
export async function listEffects(tx: Tx, scope: Scope, { lecture, from, to }: Window): Promise<Effect[]> {
  const { rows } = await sql<Effect>`
    with closing as (
      select l.cause, h.score_after - h.score_before as points, extract(epoch from h.changed_at - h.opened_at) / 3600 as hours,
        exists (select from clinic_link_change g where g.tenant_id = h.tenant_id and g.link_id = h.link_id and g.id > h.id
          and g.state_after = 'open') as is_reopened,
        (select o.teacher_id from clinic_booking b join clinic_slot o on o.tenant_id = b.tenant_id and o.id = b.slot_id
          where b.tenant_id = h.tenant_id and b.link_id = h.link_id and b.state = 'attended' and b.arrived_at <= h.changed_at
          order by b.arrived_at desc limit 1) as teacher_id
      from clinic_link_change h
      join clinic_link l on l.tenant_id = h.tenant_id and l.id = h.link_id
      join enrollment e on e.tenant_id = l.tenant_id and e.id = l.enrollment_id
      join tenant t on t.id = h.tenant_id
      where h.tenant_id = ${tx.tenant_id} and h.state_after = 'done' and l.cause <> 'LOW_CONFIDENCE_OMR'
        and e.lecture_id in (${visibleLectures(tx, scope)})
        and (${lecture ?? null}::bigint is null or e.lecture_id = ${lecture ?? null})
        and (${from ?? null}::date is null or (h.changed_at at time zone t.timezone)::date >= ${from ?? null})
        and (${to ?? null}::date is null or (h.changed_at at time zone t.timezone)::date <= ${to ?? null})
    )
    select c.cause, c.teacher_id, u.name as teacher_name, count(*) as closed, count(*) filter (where is_reopened) as reopened,
      round(avg(points), 1) as points_gained,
      round((percentile_cont(0.5) within group (order by hours))::numeric, 1) as hours_to_close
    from closing c
    left join user_account u on u.tenant_id = ${tx.tenant_id} and u.id = c.teacher_id
    group by c.cause, c.teacher_id, u.name
    order by count(*) desc, c.cause, u.name nulls last`.execute(tx);
  return rows;
}
