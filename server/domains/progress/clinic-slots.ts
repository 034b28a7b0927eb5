import type {
  changeClinicSlot as changeApi,
  createClinicSlots as createApi,
  SlotQuery,
} from '@seodang/contract/clinic-slots.ts';
import type { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { listVisibleLectures, mustTeachLecture } from '#domains/school/index.ts';
import { endBookingsOf } from './clinic-bookings.queries.ts';
import * as queries from './clinic-slots.queries.ts';

/** Times at which clinics are given, by the clock. */
export function listClinicSlots(scope: Scope, query: SlotQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const { count, rows } = await queries.listSlots(tx, scope, query);
    return toPage(url, query, count, rows);
  });
}

type NewSlots = z.output<typeof createApi.schema.body>;

/** Offers a time, once or every week at the same time of the academy's clock. */
export function createClinicSlots(scope: Scope, input: NewSlots) {
  return scope.tx(async (tx, scope) => {
    await mustBePossible(tx, scope, input);
    const { timezone } = await findAcademy(tx);
    const ids = await queries.insertSlots(tx, { ...input, timezone, at: scope.now });
    await audit(tx, scope, {
      ...{ action: 'clinic_slot.create', subject_type: 'clinic_slot', subject_id: ids[0] ?? null },
      after: { ...input, slot_ids: ids },
    });
    await publish(tx, 'clinic');
    return { results: await queries.listSlotsById(tx, scope, ids) };
  });
}

type Possible = {
  starts_at: Date;
  ends_at: Date;
  teacher_id?: number | null | undefined;
  lecture_id?: number | null | undefined;
};

async function mustBePossible(
  tx: Tx,
  scope: Scope,
  { starts_at, ends_at, teacher_id, lecture_id }: Possible,
) {
  const hours = (ends_at.getTime() - starts_at.getTime()) / 3_600_000;
  if (hours <= 0 || hours > 12)
    refuseFields({ pointer: '/ends_at', message: 'must be after starts_at, within twelve hours' });
  if (lecture_id) await mustTeachLecture(tx, scope, lecture_id);
  if (teacher_id && !(await queries.isStaffMember(tx, teacher_id)))
    refuseFields({ pointer: '/teacher_id', message: 'is nobody of the staff' });
}

/** The slot, if the caller runs the academy, gives it, or works in its lecture; 404 otherwise. */
async function mustRunSlot(tx: Tx, scope: Scope, id: number): Promise<queries.SlotRow> {
  const slot = found(await queries.findSlot(tx, scope, id));
  const { role, user_id } = userOf(scope);
  if (role === 'owner' || role === 'admin' || slot.teacher_id === user_id) return slot;
  if (slot.lecture_id === null) return slot.teacher_id === null ? slot : refuse('not_found');
  const lectures = await listVisibleLectures(tx, scope);
  return found(lectures.some(({ lecture_id }) => lecture_id === slot.lecture_id) ? slot : undefined);
}

type Change = z.output<typeof changeApi.schema.body>;

/** Moves or changes a slot. Refuses `in_use` below what is booked. */
export function changeClinicSlot(scope: Scope, id: number, change: Change) {
  return scope.tx(async (tx, scope) => {
    const before = await mustRunSlot(tx, scope, id);
    await mustBePossible(tx, scope, { ...before, ...given(change) });
    const held = found(await queries.lockSlot(tx, id));
    if (held.cancelled_at) refuse('slot_over');
    if (change.capacity !== undefined && change.capacity < held.taken)
      refuse('in_use', { taken: held.taken });
    if (Object.keys(given(change)).length > 0) await queries.updateSlot(tx, id, change);
    await audit(tx, scope, {
      ...{ action: 'clinic_slot.change', subject_type: 'clinic_slot', subject_id: id },
      before,
      after: change,
    });
    await publish(tx, 'clinic');
    return found(await queries.findSlot(tx, scope, id));
  });
}

/** Without what was not said, so that it does not hide what is there. */
function given<T extends object>(change: T): Partial<Possible> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** Takes a slot back. Who had booked it may book another. */
export function cancelClinicSlot(scope: Scope, id: number): Promise<{ cancelled_bookings: number }> {
  return scope.tx(async (tx, scope) => {
    await mustRunSlot(tx, scope, id);
    // Links first and then slots, as everybody who books; a recompute takes many at once.
    await lock(tx, 'progress', 'recompute');
    const cancelled_bookings = await endBookingsOf(tx, id, scope.now);
    await queries.updateSlot(tx, id, { cancelled_at: scope.now });
    await audit(tx, scope, {
      ...{ action: 'clinic_slot.cancel', subject_type: 'clinic_slot', subject_id: id },
      after: { cancelled_bookings },
    });
    await publish(tx, 'clinic');
    return { cancelled_bookings };
  });
}
