import type { Scope } from '#core/scope.ts';
import {
  bookClinic,
  changeClinicBooking,
  changeClinicLink,
  createClinicSlots,
  listClinicLinks,
  listClinicSlots,
  recomputeLecture,
  recordRetest,
} from '#domains/progress/index.ts';

const HOUR_MS = 3_600_000;
type Given = { lecture_id: number; teacher_id: number | undefined; room: string };

/** Clinics in every state: a time that is on now, others every week, who came, who did not, and who needs none. */
export async function addClinics(scope: Scope, { lecture_id, teacher_id = 0, room }: Given): Promise<void> {
  await recomputeLecture(scope, lecture_id);
  const query = { lecture: lecture_id, reason: 'AUTO_RISK', state: 'open', page: 1, page_size: 50 } as const;
  const { results } = await listClinicLinks(scope, query, '');
  const ids = [...new Map(results.map(({ student_id, id }) => [student_id, id])).values()];
  const now = await offer(scope, { teacher_id, room, from: -1, weeks: 1 });
  const later = await offer(scope, { teacher_id, room, from: 23, weeks: 4 });
  const [came, missed, expected, tomorrow, approved] = ids;
  const needless = results.find(({ id }) => !ids.includes(id))?.id;
  for (const id of [came, missed, expected, tomorrow, approved]) if (id) await approve(scope, id);
  for (const [id, state] of [
    [came, 'attended'],
    [missed, 'missed'],
    [expected, undefined],
  ] as const) {
    if (!id) continue;
    const booking = await bookClinic(scope, { slot_id: now, link_id: id });
    if (state) await changeClinicBooking(scope, booking.id, state);
  }
  if (tomorrow) await bookClinic(scope, { slot_id: later, link_id: tomorrow });
  const helped = results.find(({ id }) => id !== needless && !ids.includes(id));
  const exam = helped?.meta.exams?.[0];
  if (helped && exam) await recordRetest(scope, helped.id, Math.min(exam.max_score, exam.pass_score + 15));
  if (needless)
    await changeClinicLink(scope, needless, { state: 'dismissed', why: '수업 뒤에 상담함', tell: false });
}

const approve = (scope: Scope, id: number) =>
  changeClinicLink(scope, id, { state: 'approved', why: '', tell: true });

type Offer = { teacher_id: number; room: string; from: number; weeks: number };

/** A time of three hours, so many hours from the last full one, unless the teacher gives it already; returns the first. */
async function offer(scope: Scope, { teacher_id, room, from, weeks }: Offer): Promise<number> {
  const starts_at = new Date(Math.floor(scope.now.getTime() / HOUR_MS + from) * HOUR_MS);
  const ends_at = new Date(starts_at.getTime() + 3 * HOUR_MS);
  const query = { teacher: teacher_id, from: starts_at, to: ends_at, page: 1, page_size: 1 };
  const [given] = (await listClinicSlots(scope, query, '')).results;
  if (given) return given.id;
  const place = { room, capacity: 8, teacher_id: teacher_id || null, lecture_id: null, note: '' };
  const { results } = await createClinicSlots(scope, { ...place, starts_at, ends_at, weeks });
  return results[0]?.id ?? 0;
}
