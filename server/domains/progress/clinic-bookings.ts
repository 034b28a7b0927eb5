import type { ClinicBookingState, ClinicState } from '@seodang/contract/clinic.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff } from '#domains/school/index.ts';
import { mayMark, mayStep } from './clinic.rules.ts';
import * as queries from './clinic-bookings.queries.ts';
import { clinicBooked, clinicMissed } from './clinic-events.ts';
import { findLink, type LinkRow, lockLink, updateLink } from './clinic-links.queries.ts';
import { listNextSlots, lockSlot, type SlotRow } from './clinic-slots.queries.ts';

type Wanted = { slot_id: number; link_id: number };

/**
 * Takes a seat. Of two who press at once for the last one, the second waits for the first and is offered the next
 * slots. Refuses `slot_full` with `next_slots`, `slot_over`, `clinic_step` when the link is not to be booked, and
 * `already_exists` when the student has a seat there.
 */
export function bookClinic(scope: Scope, { slot_id, link_id }: Wanted) {
  return scope.tx(async (tx, scope) => {
    const { user_id } = userOf(scope);
    const link = found(await findLink(tx, scope, link_id));
    const held = await lockLink(tx, link_id);
    const slot = await mustBeBookable(tx, scope, slot_id, link);
    if (!mayStep(held.state, 'booked') || !(held.approved || isStaff(scope)))
      refuse('clinic_step', { state: held.state });
    if (await queries.hasSeat(tx, slot_id, link.student_id)) refuse('already_exists');
    if (slot.taken >= slot.capacity)
      refuse('slot_full', { next_slots: await listNextSlots(tx, scope, link.lecture_id) });
    const booking_id = await queries.insertBooking(tx, {
      ...{ slot_id, link_id, student_id: link.student_id, booked_by: user_id },
      ...{ booked_at: scope.now, changed_at: scope.now },
    });
    await step(tx, scope, link_id, 'booked');
    const about = { enrollment_id: link.enrollment_id, lecture_id: link.lecture_id };
    await emit(tx, clinicBooked, { ...about, link_id, booking_id });
    await audit(tx, scope, {
      ...{ action: 'clinic.book', subject_type: 'clinic_link', subject_id: link_id },
      after: { slot_id },
    });
    await publish(tx, 'clinic', about);
    return found(await queries.findBooking(tx, booking_id));
  });
}

/** The slot, held; staff may still book one that has begun. */
async function mustBeBookable(tx: Tx, scope: Scope, slot_id: number, { lecture_id }: LinkRow) {
  const slot = found(await lockSlot(tx, slot_id));
  if ((slot.lecture_id ?? lecture_id) !== lecture_id) refuse('not_found');
  const until = isStaff(scope) ? slot.ends_at : slot.starts_at;
  if (slot.cancelled_at || until <= scope.now) refuse('slot_over');
  return slot;
}

function step(tx: Tx, scope: Scope, link_id: number, state: ClinicState): Promise<void> {
  const by = { changed_by: userOf(scope).user_id, changed_why: '', updated_at: scope.now };
  return updateLink(tx, link_id, { state, approved: true, ...by });
}

type Marked = NonNullable<Awaited<ReturnType<typeof queries.findBooking>>> & { next_slots: SlotRow[] };

/**
 * Came, did not come, or cancelled; to have come closes nothing. Families may cancel what has not begun. Whoever
 * did not come is offered the next slots. Refuses `clinic_step`.
 */
export function changeClinicBooking(scope: Scope, id: number, state: ClinicBookingState): Promise<Marked> {
  return scope.tx(async (tx, scope) => {
    const seen = found(await queries.findBooking(tx, id));
    const link = found(await findLink(tx, scope, seen.link_id));
    const held = await lockLink(tx, link.id);
    const slot = found(await lockSlot(tx, seen.slot_id));
    const { state: before } = found(await queries.findBooking(tx, id));
    if (!isStaff(scope) && state !== 'cancelled') refuse('forbidden');
    if (!isStaff(scope) && slot.starts_at <= scope.now) refuse('slot_over');
    if (!mayMark(before, state) || (state === 'booked' && (await isTakenUp(tx, link.id, held.state))))
      refuse('clinic_step', { state: before });
    await queries.updateBooking(tx, id, {
      ...{ state, changed_at: scope.now, arrived_at: state === 'attended' ? scope.now : null },
    });
    if (state === 'booked') await step(tx, scope, link.id, 'booked');
    else if (before === 'booked' && held.state === 'booked') await step(tx, scope, link.id, 'approved');
    await tell(tx, scope, link, { id, before, state });
    const next_slots = state === 'missed' ? await listNextSlots(tx, scope, link.lecture_id) : [];
    return { ...found(await queries.findBooking(tx, id)), next_slots };
  });
}

/** Whether a mark can no longer be taken back: the link is over, or has another appointment. */
async function isTakenUp(tx: Tx, link_id: number, state: ClinicState): Promise<boolean> {
  return state !== 'approved' || (await queries.hasAppointment(tx, link_id));
}

type Mark = { id: number; before: ClinicBookingState; state: ClinicBookingState };

async function tell(tx: Tx, scope: Scope, link: LinkRow, { id, before, state }: Mark): Promise<void> {
  const about = { enrollment_id: link.enrollment_id, lecture_id: link.lecture_id };
  if (state === 'missed') await emit(tx, clinicMissed, { ...about, link_id: link.id, booking_id: id });
  await audit(tx, scope, {
    ...{ action: `clinic_booking.${state}`, subject_type: 'clinic_booking', subject_id: id },
    before: { state: before },
    after: { state },
  });
  await publish(tx, 'clinic', about);
}
