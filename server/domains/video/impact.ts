import type { ClassSessionChange } from '@seodang/contract/class-sessions.ts';
import type { EnrollmentStatus } from '@seodang/contract/enrollments.ts';
import type { PlayRefusal } from '@seodang/contract/video.ts';
import type { ViewingImpact } from '@seodang/contract/video-impact.ts';
import type { PlayVerdict } from '@seodang/contract/video-policy.ts';
import { rehearsed, type Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import {
  changeClassSession,
  changeEnrollment,
  deleteClassSession,
  deleteStudent,
  enrollMany,
  type Many,
  markMany,
  openSessions,
  putAway,
} from '#domains/school/index.ts';
import { type Concerned, type ConcernedViewing, keyOf, listConcerned } from './impact.queries.ts';
import { listWatchingBy } from './live-viewers.queries.ts';
import { differs, toPlayVerdict } from './play-verdict.ts';
import { videoSettings } from './settings.ts';
import { removeVideo } from './videos.ts';
import { judgeBy } from './viewers.ts';

/** How many are named; all are counted. */
export const NAMED_AT_MOST = 200;

export function impactOfAttendance(scope: Scope, session: number, marks: Many): Promise<ViewingImpact> {
  const attendance = 'changes' in marks ? marks.changes.map(({ attendance_id }) => attendance_id) : undefined;
  return impactOf(scope, { session, ...(attendance && { attendance }) }, (scope) =>
    markMany(scope, session, marks),
  );
}

type EnrollmentChange =
  | { status: EnrollmentStatus; start_order?: number }
  | { open: number[]; close: number[] };

export function impactOfEnrollment(
  scope: Scope,
  enrollment: number,
  change: EnrollmentChange,
): Promise<ViewingImpact> {
  return impactOf(scope, { enrollment }, (scope) =>
    'status' in change
      ? changeEnrollment(scope, enrollment, change)
      : openSessions(scope, enrollment, change),
  );
}

export function impactOfRemoval(scope: Scope, student: number): Promise<ViewingImpact> {
  return impactOf(scope, { student }, (scope) => deleteStudent(scope, student));
}

export function impactOfClassSession(
  scope: Scope,
  session: number,
  change: ClassSessionChange,
): Promise<ViewingImpact> {
  return impactOf(scope, { session }, (scope) => changeClassSession(scope, session, change));
}

type Newcomers = Parameters<typeof enrollMany>[1];

export function impactOfEnrolling(scope: Scope, newcomers: Newcomers): Promise<ViewingImpact> {
  const { lecture_id: lecture, student_ids: students } = newcomers;
  return impactOf(scope, { lecture, students }, (scope) => enrollMany(scope, newcomers));
}

export function impactOfClassSessionRemoval(scope: Scope, session: number): Promise<ViewingImpact> {
  const remove = (scope: Scope) => deleteClassSession(scope, session);
  return impactOf(scope, { session }, remove, 'video_not_ready');
}

export function impactOfLectureRemoval(scope: Scope, lecture: number): Promise<ViewingImpact> {
  return impactOf(scope, { lecture }, (scope) => putAway(scope, lecture, true), 'video_not_ready');
}

export function impactOfVideoRemoval(scope: Scope, video: number): Promise<ViewingImpact> {
  return impactOf(scope, { video }, (scope) => removeVideo(scope, video), 'video_not_ready');
}

/**
 * The change itself is made, everybody concerned is judged by it, and all of it is taken back. `missing` is what a start says
 * where the video, or the student in its lecture, is not there.
 */
function impactOf(
  scope: Scope,
  of: Concerned,
  change: (scope: Scope) => Promise<unknown>,
  missing: PlayRefusal = 'not_enrolled',
): Promise<ViewingImpact> {
  return scope.tx(async (tx, scope) => {
    const before = judged(await listConcerned(tx, of));
    const after = await rehearsed(tx, async () => {
      await change(scope);
      return judged(await listConcerned(tx, of));
    });
    const [was, becomes] = [before, after].map((all) => new Map(all.map((one) => [keyOf(one), one.verdict])));
    const concerned = new Map([...after, ...before].map((one) => [keyOf(one), one]));
    const changes = [...concerned].flatMap(([key, { verdict, ...viewing }]) => {
      const none: PlayVerdict = { reason: missing, rule: verdict.rule, policy: null };
      const [before, after] = [was?.get(key) ?? none, becomes?.get(key) ?? none];
      return differs(before, after) ? { ...viewing, before, after } : [];
    });
    const students = await watchingFirst(tx, scope, changes);
    return { ...countsOf(students), students: students.slice(0, NAMED_AT_MOST), steps: [] };
  });
}

function judged(viewings: readonly ConcernedViewing[]) {
  const settings = videoSettings(viewings[0]?.settings);
  return viewings.map((viewing) => {
    const { student, enrollment, student_name, lecture_title, video_id: video, video_title } = viewing;
    const verdict = toPlayVerdict(judgeBy(settings, viewing), viewing.completed_at);
    return { student, enrollment, student_name, lecture_title, video, video_title, verdict };
  });
}

type Place = { enrollment: number; video: number };

/** Each with whether it is watched now; those come first. */
export async function watchingFirst<P extends Place>(tx: Tx, scope: Scope, places: readonly P[]) {
  const enrollments = [...new Set(places.map(({ enrollment }) => enrollment))];
  const live = new Set((await listWatchingBy(tx, scope, enrollments)).map(keyOf));
  return places
    .map((place) => ({ ...place, watching_now: live.has(keyOf(place)) }))
    .toSorted((a, b) => Number(b.watching_now) - Number(a.watching_now));
}

type Watched = { student: number; watching_now: boolean };

/** Students, however many of their lectures and videos it is about, and how many viewings. */
export function countsOf(all: readonly Watched[]) {
  const students = (those: readonly Watched[]) => new Set(those.map(({ student }) => student)).size;
  return {
    watching: students(all.filter(({ watching_now }) => watching_now)),
    changed: students(all),
    verdicts: all.length,
  };
}
