import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { ClinicBooking } from '#db/types.ts';

const columns = [
  ...(['b.id', 'b.slot_id', 'b.link_id', 'b.student_id', 'st.name as student_name', 'b.state'] as const),
  ...(['b.booked_at', 'b.arrived_at'] as const),
] as const;

export function findBooking(tx: Tx, id: number) {
  return tx
    .selectFrom('clinic_booking as b')
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'b.tenant_id').onRef('st.id', '=', 'b.student_id'),
    )
    .select(columns)
    .where('b.tenant_id', '=', tx.tenant_id)
    .where('b.id', '=', id)
    .executeTakeFirst();
}

/** Whether a student has a seat in a slot. */
export async function hasSeat(tx: Tx, slot_id: number, student_id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('clinic_booking')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('slot_id', '=', slot_id)
    .where('student_id', '=', student_id)
    .where('state', '!=', 'cancelled')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a link has an appointment that is still to come. */
export async function hasAppointment(tx: Tx, link_id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('clinic_booking')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('link_id', '=', link_id)
    .where('state', '=', 'booked')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertBooking(tx: Tx, booking: Insertable<ClinicBooking>): Promise<number> {
  const { id } = await tx
    .insertInto('clinic_booking')
    .values(booking)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateBooking(tx: Tx, id: number, change: Updateable<ClinicBooking>): Promise<void> {
  await tx
    .updateTable('clinic_booking')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Gives the seat of a link back. */
export async function endAppointments(tx: Tx, link_id: number, at: Date): Promise<void> {
  await tx
    .updateTable('clinic_booking')
    .set({ state: 'cancelled', changed_at: at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('link_id', '=', link_id)
    .where('state', '=', 'booked')
    .execute();
}

/** Everybody's seat in a slot that is taken back; returns how many had one. */
export async function endBookingsOf(tx: Tx, slot_id: number, at: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with link as (
      update clinic_link l set state = 'approved', changed_by = null, changed_why = 'slot_cancelled', updated_at = ${at}
      from clinic_booking b
      where b.tenant_id = ${tx.tenant_id} and b.slot_id = ${slot_id} and b.state = 'booked'
        and l.tenant_id = b.tenant_id and l.id = b.link_id and l.state = 'booked'
    ), ended as (
      update clinic_booking b set state = 'cancelled', changed_at = ${at}
      where b.tenant_id = ${tx.tenant_id} and b.slot_id = ${slot_id} and b.state = 'booked' returning b.id
    )
    select count(*) as n from ended`.execute(tx);
  return rows[0]?.n ?? 0;
}
