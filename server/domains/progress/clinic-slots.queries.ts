import type { SlotQuery } from '@seodang/contract/clinic-slots.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { ClinicSlot } from '#db/types.ts';
import { isStaff, visibleLectures } from '#domains/school/index.ts';

/** Slots that the caller may know of: staff all of the academy, families those still to come that they may book. */
function slots(tx: Tx, scope: Scope) {
  const all = tx
    .selectFrom('clinic_slot as o')
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'o.tenant_id').onRef('u.id', '=', 'o.teacher_id'),
    )
    .leftJoin('lecture as c', (on) =>
      on.onRef('c.tenant_id', '=', 'o.tenant_id').onRef('c.id', '=', 'o.lecture_id'),
    )
    .where('o.tenant_id', '=', tx.tenant_id);
  if (isStaff(scope)) return all;
  return all
    .where('o.cancelled_at', 'is', null)
    .where('o.starts_at', '>', scope.now)
    .where((is) =>
      is.or([is('o.lecture_id', 'is', null), is('o.lecture_id', 'in', visibleLectures(tx, scope))]),
    );
}

const columns = [
  ...(['o.id', 'o.starts_at', 'o.ends_at', 'o.room', 'o.capacity', 'o.taken', 'o.teacher_id'] as const),
  ...(['u.name as teacher_name', 'o.lecture_id', 'c.title as lecture_title', 'o.note'] as const),
  ...(['o.cancelled_at'] as const),
] as const;
const free = sql<number>`o.capacity - o.taken`.as('free');

/** Whether its room or its teacher is in another slot within the same time; no slot is longer than half a day. */
function clashes(scope: Scope) {
  return sql<('room' | 'teacher')[]>`array(
    select distinct need.kind from clinic_slot x
    cross join lateral (values ('room', x.room <> '' and x.room = o.room), ('teacher', x.teacher_id = o.teacher_id)) need(kind, same)
    where ${isStaff(scope)} and x.tenant_id = o.tenant_id and x.id <> o.id and need.same
      and x.cancelled_at is null and o.cancelled_at is null
      and x.starts_at > o.starts_at - interval '12 hours' and x.starts_at < o.ends_at and x.ends_at > o.starts_at
    order by need.kind)`.as('clashes');
}

type Filter = Omit<SlotQuery, 'page' | 'page_size'>;

function filtered(tx: Tx, scope: Scope, { from, to, lecture, teacher, free }: Filter) {
  return slots(tx, scope)
    .$if(from !== undefined, (q) => q.where('o.starts_at', '>=', from ?? scope.now))
    .$if(to !== undefined, (q) => q.where('o.starts_at', '<', to ?? scope.now))
    .$if(teacher !== undefined, (q) => q.where('o.teacher_id', '=', teacher ?? 0))
    .$if(lecture !== undefined, (q) =>
      q.where((is) => is.or([is('o.lecture_id', 'is', null), is('o.lecture_id', '=', lecture ?? 0)])),
    )
    .$if(free === true, (q) =>
      q
        .where('o.cancelled_at', 'is', null)
        .where('o.starts_at', '>', scope.now)
        .whereRef('o.taken', '<', 'o.capacity'),
    );
}

export async function listSlots(tx: Tx, scope: Scope, { page, page_size, ...filter }: SlotQuery) {
  const { limit, offset } = offsetOf({ page, page_size });
  const rows = await filtered(tx, scope, filter)
    .select(columns)
    .select([free, clashes(scope)])
    .orderBy('o.starts_at')
    .orderBy('o.id')
    .limit(limit)
    .offset(offset)
    .execute();
  const { count } = await filtered(tx, scope, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows };
}

export function listSlotsById(tx: Tx, scope: Scope, ids: readonly number[]) {
  return slots(tx, scope)
    .select(columns)
    .select([free, clashes(scope)])
    .where(sql<boolean>`o.id = any(${ids})`)
    .orderBy('o.starts_at')
    .execute();
}

export async function findSlot(tx: Tx, scope: Scope, id: number) {
  const [slot] = await listSlotsById(tx, scope, [id]);
  return slot;
}
export type SlotRow = NonNullable<Awaited<ReturnType<typeof findSlot>>>;

/** The next times that students of a lecture may still book. */
export async function listNextSlots(tx: Tx, scope: Scope, lecture_id: number, limit = 3): Promise<SlotRow[]> {
  const { rows } = await listSlots(tx, scope, { lecture: lecture_id, free: true, page: 1, page_size: limit });
  return rows;
}

/** Held until the end of the transaction: who takes a seat of it waits. */
export function lockSlot(tx: Tx, id: number) {
  return tx
    .selectFrom('clinic_slot')
    .select(['id', 'starts_at', 'ends_at', 'capacity', 'taken', 'lecture_id', 'cancelled_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

type NewSlot = Pick<Insertable<ClinicSlot>, 'room' | 'capacity' | 'teacher_id' | 'lecture_id' | 'note'>;

/** The same time of the academy's clock in so many weeks. */
export async function insertSlots(
  tx: Tx,
  slot: NewSlot & { starts_at: Date; ends_at: Date; weeks: number; timezone: string; at: Date },
): Promise<number[]> {
  const { starts_at, ends_at, timezone } = slot;
  const { rows } = await sql<{ id: number }>`
    insert into clinic_slot (tenant_id, starts_at, ends_at, room, capacity, teacher_id, lecture_id, note, created_at)
    select ${tx.tenant_id}, (${starts_at}::timestamptz at time zone ${timezone} + week * interval '7 days') at time zone ${timezone},
      (${ends_at}::timestamptz at time zone ${timezone} + week * interval '7 days') at time zone ${timezone},
      ${slot.room}, ${slot.capacity}, ${slot.teacher_id}, ${slot.lecture_id}, ${slot.note}, ${slot.at}
    from generate_series(0, ${slot.weeks}::int - 1) week
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function updateSlot(tx: Tx, id: number, change: Updateable<ClinicSlot>): Promise<void> {
  await tx
    .updateTable('clinic_slot')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Whether somebody of the academy can give a clinic. */
export async function isStaffMember(tx: Tx, user_id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('user_account')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .where('is_active', '=', true)
    .where('role', 'in', ['owner', 'admin', 'teacher', 'assistant'])
    .executeTakeFirst();
  return row !== undefined;
}
