import type {
  ClinicEvidence,
  ClinicLinkQuery,
  ClinicTelling,
  changeClinicLink as changeApi,
  createClinicLink as createApi,
} from '@seodang/contract/clinic.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { passByRetest } from '#domains/results/index.ts';
import { isStaff, mustSeeEnrollment } from '#domains/school/index.ts';
import { faultOfStep, isActive, tellingOfClinic } from './clinic.rules.ts';
import { endAppointments } from './clinic-bookings.queries.ts';
import { clinicAnnounced } from './clinic-events.ts';
import * as queries from './clinic-links.queries.ts';
import { findClinicStory } from './clinic-story.queries.ts';
import { recomputeProgress } from './recompute.ts';

/** Links that the caller may know of, the newest first unless ordered otherwise. */
export function listClinicLinks(scope: Scope, query: ClinicLinkQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.linkOrders, [{ column: 'created_at', direction: 'desc' }]);
    const { count, rows } = await queries.listLinks(tx, scope, query, order);
    return toPage(url, query, count, await toLinks(tx, scope, rows));
  });
}

/** One link with everything that happened to it. */
export function getClinicLink(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => detailOf(tx, scope, found(await queries.findLink(tx, scope, id))));
}

async function detailOf(tx: Tx, scope: Scope, row: queries.LinkRow) {
  const [link] = await toLinks(tx, scope, [row]);
  return {
    ...found(link),
    history: await queries.listHistory(tx, row.id),
    retests: await queries.listRetests(tx, row.id),
    appointments: await queries.listAppointments(tx, [row.id]),
  };
}

/** As callers see them: what is written for colleagues, and what a hidden result tells, stays with staff. */
async function toLinks(tx: Tx, scope: Scope, rows: readonly queries.LinkRow[]) {
  const ids = rows.map(({ id }) => id);
  const appointments = Map.groupBy(await queries.listAppointments(tx, ids), ({ link_id }) => link_id);
  return rows.map(({ has_hidden_result, ...row }) => {
    const isOwn = isStaff(scope) || row.reason === 'MANUAL_REQUEST';
    return {
      ...row,
      memo: isOwn ? row.memo : null,
      meta: evidenceOf(row, has_hidden_result && !isStaff(scope)),
      appointment: appointments.get(row.id)?.at(-1) ?? null,
    };
  });
}

function evidenceOf({ meta }: { meta: unknown }, isHidden: boolean): z.infer<typeof ClinicEvidence> {
  const evidence = meta as z.infer<typeof ClinicEvidence>;
  if (!isHidden || !evidence.codes) return evidence;
  return { ...evidence, codes: evidence.codes.filter((code) => code !== 'EXAM_FAILED') };
}

type NewLink = z.output<typeof createApi.schema.body>;

/** A student or parent asks, or staff recommend. Refuses `already_exists` while one like it is under way. */
export function createClinicLink(scope: Scope, input: NewLink) {
  return scope.tx(async (tx, scope) => {
    const { user_id } = userOf(scope);
    const { enrollment_id, lecture_id } = await mustSeeEnrollment(tx, scope, input.enrollment_id);
    const reason = isStaff(scope) ? 'TEACHER_RECOMMEND' : 'MANUAL_REQUEST';
    if (input.reason && input.reason !== reason)
      refuseFields({ pointer: '/reason', message: `is ${reason} for you` });
    if (!(await queries.isSeated(tx, enrollment_id, input.session_id)))
      refuseFields({ pointer: '/session_id', message: 'is no class session of this enrollment' });
    const approved = isStaff(scope);
    const times = { opened_at: scope.now, created_at: scope.now, updated_at: scope.now };
    const id = await queries.insertLink(tx, {
      ...{ enrollment_id, session_id: input.session_id, reason, cause: reason, memo: input.memo ?? null },
      ...{ state: approved ? 'approved' : 'open', approved, created_by: user_id, changed_by: user_id },
      ...times,
    });
    if (!id) refuse('already_exists');
    await audit(tx, scope, { action: 'clinic.create', subject_type: 'clinic_link', subject_id: id });
    await publish(tx, 'clinic', { lecture_id, enrollment_id });
    const [link] = await toLinks(tx, scope, [found(await queries.findLink(tx, scope, id))]);
    return found(link);
  });
}

type Change = z.output<typeof changeApi.schema.body>;

/** A person's step in the life of a link, or its memo. Refuses `clinic_step` and `cause_remains`. */
export function changeClinicLink(scope: Scope, id: number, { state, why, memo, tell }: Change) {
  return scope.tx(async (tx, scope) => {
    const { user_id } = userOf(scope);
    const seen = found(await queries.findLink(tx, scope, id));
    const held = await queries.lockLink(tx, id);
    const step = state === held.state ? undefined : state;
    const fault = step && faultOfStep(held, step);
    if (fault) refuse(fault, { state: held.state });
    if (step && held.state === 'booked') await endAppointments(tx, id, scope.now);
    await queries.updateLink(tx, id, {
      ...(memo !== undefined && { memo }),
      ...(step && {
        ...{
          state: step,
          changed_by: user_id,
          changed_why: why,
          approved: step !== 'open' && (step === 'approved' || held.approved),
        },
        closed_at: isActive(step) ? null : scope.now,
        ...(step === 'open' && !isActive(held.state) && { opened_at: scope.now }),
      }),
      updated_at: scope.now,
    });
    const action = step ? (`clinic.${step}` as const) : 'clinic.change';
    await audit(tx, scope, {
      ...{ action, subject_type: 'clinic_link', subject_id: id },
      before: { state: held.state },
      after: { state: step ?? held.state, why, memo },
    });
    await publish(tx, 'clinic', { lecture_id: seen.lecture_id, enrollment_id: seen.enrollment_id });
    const telling = tell && step === 'approved' ? await announce(tx, scope, id) : null;
    const [link] = await toLinks(tx, scope, [found(await queries.findLink(tx, scope, id))]);
    return { ...found(link), telling };
  });
}

/** Tells the family that a clinic is needed, unless it was told before or has no phone. */
export function tellClinic(scope: Scope, id: number): Promise<{ telling: ClinicTelling }> {
  return scope.tx(async (tx, scope) => {
    found(await queries.findLink(tx, scope, id));
    await queries.lockLink(tx, id);
    return { telling: await announce(tx, scope, id) };
  });
}

async function announce(tx: Tx, scope: Scope, link_id: number): Promise<ClinicTelling> {
  const story = found(await findClinicStory(tx, link_id, scope.now));
  const telling = tellingOfClinic(story);
  if (telling !== 'queued') return telling;
  await queries.updateLink(tx, link_id, { told_at: scope.now });
  const { enrollment_id, lecture_id } = story;
  await emit(tx, clinicAnnounced, { link_id, enrollment_id, lecture_id });
  await audit(tx, scope, { action: 'clinic.tell', subject_type: 'clinic_link', subject_id: link_id });
  await publish(tx, 'clinic', { lecture_id, enrollment_id });
  return telling;
}

/**
 * The score of a re-test: the exam is passed by it, progress follows, the link closes. All of that is undone when it is
 * corrected downwards.
 * Refuses `no_exam_to_retest` where no exam is the cause.
 */
export function recordRetest(scope: Scope, id: number, score: number) {
  return scope.tx(async (tx, scope) => {
    const { exam_id, enrollment_id } = found(await queries.findLink(tx, scope, id));
    if (!exam_id) refuse('no_exam_to_retest');
    const reachable = found(await queries.findReachable(tx, exam_id, enrollment_id));
    if (score > reachable) refuseFields({ pointer: '/score', message: `is at most ${reachable}` });
    await queries.insertRetest(tx, {
      ...{ link_id: id, exam_id, enrollment_id, score },
      ...{ recorded_by: userOf(scope).user_id, recorded_at: scope.now },
    });
    await audit(tx, scope, {
      ...{ action: 'clinic.retest', subject_type: 'clinic_link', subject_id: id },
      after: { score },
    });
    await passByRetest(scope, { exam_id, enrollment_id, score });
    await recomputeProgress(scope, [enrollment_id]);
    return detailOf(tx, scope, found(await queries.findLink(tx, scope, id)));
  });
}
