import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import type { Platform } from '#core/platform.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import { createAcademy, DEMO_PASSWORD, hashPassword, openPeople, readDemo } from '#domains/identity/index.ts';
import { createLecture, createStudent, enrollMany, enrollmentChanged } from '#domains/school/index.ts';
import { addClinics } from './clinic.ts';
import { demoClips } from './clips.ts';
import { addExams } from './exams.ts';
import { addHomework } from './homework.ts';
import { demoStudents } from './people.ts';
import {
  type DemoLecture,
  demoAcademy,
  demoMark,
  demoStaff,
  heldSessions,
  lecturesOn,
  startOf,
} from './plan.ts';
import { type Random, seeded } from './random.ts';
import * as queries from './seed.queries.ts';
import { addStudy } from './study.ts';
import { makeVideo } from './videos.ts';

const STUDENTS = 60;
const ONE_IN_OFTEN_AWAY = 8;

/** The demo academy's accounts; makes it, whole or not at all, when there is none. */
export async function seedDemo(platform: Platform) {
  const present = await readDemo(platform);
  if (present.academy) return present;
  const password_hash = await hashPassword(DEMO_PASSWORD);
  const [{ role: _, ...owner }] = demoStaff;
  const academy = { ...demoAcademy, is_demo: true, owner: { ...owner, password_hash } };
  await createAcademy(platform, academy, async (tx, scope) => {
    await furnish(tx, scope, seeded(2026));
    await queries.giveEverybody(tx, password_hash);
  });
  return readDemo(platform);
}

async function furnish(tx: Tx, scope: Scope, random: Random): Promise<void> {
  const teachers = await addStaff(scope);
  const students = demoStudents(random, STUDENTS);
  const today = dayIn((await findAcademy(tx)).timezone, scope.now);
  const studentIds: number[] = [];
  for (const { lectures: _, ...student } of students) {
    studentIds.push((await createStudent(scope, { ...student, phone: student.phone ?? undefined })).id);
  }
  for (const [index, lecture] of lecturesOn(today).entries()) {
    const members = studentIds.filter((_, i) => students[i]?.lectures.includes(index));
    await addLecture(tx, scope, random, {
      ...{ index, lecture, members, today },
      teacher_id: teachers.get(lecture.teacher),
    });
  }
}

async function addStaff(scope: Scope): Promise<Map<string, number>> {
  const [, ...others] = demoStaff;
  const ids = await openPeople(
    scope,
    others.map((person) => ({ ...person, phone: null, is_active: true })),
  );
  return new Map(others.map(({ login_id }, i) => [login_id, ids[i] ?? 0]));
}

type Given = {
  index: number;
  lecture: DemoLecture;
  members: number[];
  today: string;
  teacher_id: number | undefined;
};

async function addLecture(
  tx: Tx,
  scope: Scope,
  random: Random,
  { index, lecture, members, today, teacher_id }: Given,
) {
  const { lessons, teacher: _, schedule, ...fields } = lecture;
  const starts_on = startOf(lecture, today);
  const created = await createLecture(scope, {
    ...fields,
    ...(teacher_id === undefined ? {} : { teacher_id }),
    starts_on,
    schedule: schedule.map((meeting) => ({ ...meeting })),
    session_count: lessons.length,
    skip: [],
  });
  const sessions = await queries.listClassSessions(tx, created.id);
  for (const [i, { id }] of sessions.entries()) await queries.nameClassSession(tx, id, lessons[i] ?? '');
  const enrolled = await enrollMany(scope, { lecture_id: created.id, student_ids: members, start_order: 1 });
  const enrollmentIds = enrolled.created.map(({ id }) => id);
  // The first student is the one that visitors sign in as: something is left to watch.
  const visitor = enrolled.created.find(({ student_id }) => student_id === members[0])?.id;
  const marks = marksOf(random, enrollmentIds, sessions).map((mark) => {
    const isLast = mark.session_id === sessions[heldSessions - 1]?.id;
    return mark.enrollment_id === visitor && isLast
      ? { ...mark, status: 'ONLINE' as const, arrived_at: null }
      : mark;
  });
  await queries.markAttendance(tx, userOf(scope).user_id, marks);
  for (const { order, seconds, slides } of demoClips.filter((clip) => clip.lecture === index)) {
    const session = sessions[order - 1];
    const title = lessons[order - 1];
    if (session && title)
      await addVideo(tx, scope, random, { session, title, slides, seconds, marks, visitor });
  }
  await addExams(tx, scope, seeded(index + 1), { sessions, marks });
  const room = lecture.teacher === 'teacher' ? '클리닉실 1' : '클리닉실 2';
  await addClinics(scope, { lecture_id: created.id, teacher_id, room });
  if (index === 0 && members[0] !== undefined) await addStudy(tx, scope, created.id, members[0]);
  await addHomework(tx, scope, seeded(index + 11), { index, sessions, enrollmentIds, visitor });
  const occurred_at = scope.now.toISOString();
  await emit(tx, enrollmentChanged, {
    lecture_id: created.id,
    enrollment_ids: enrollmentIds,
    change: 'sessions',
    occurred_at,
  });
}

type Session = Awaited<ReturnType<typeof queries.listClassSessions>>[number];
type Mark = queries.Mark;

function marksOf(random: Random, enrollmentIds: readonly number[], sessions: readonly Session[]): Mark[] {
  return enrollmentIds.flatMap((enrollment_id, i) =>
    sessions.slice(0, heldSessions).map((session): Mark => {
      const status = demoMark(random, i % ONE_IN_OFTEN_AWAY === ONE_IN_OFTEN_AWAY - 1);
      const came = status === 'PRESENT' || status === 'LATE' || status === 'EARLY_LEAVE';
      const begin = new Date(`${session.date}T${session.starts_at ?? '18:00'}+09:00`).getTime();
      const late = (status === 'LATE' ? 12 + random.below(20) : random.below(12) - 12) * 60_000;
      return {
        session_id: session.id,
        enrollment_id,
        status,
        arrived_at: came ? new Date(begin + late) : null,
      };
    }),
  );
}

type NewVideo = {
  session: Session;
  title: string;
  slides: readonly string[];
  seconds: number;
  marks: readonly Mark[];
  visitor: number | undefined;
};

/** Most watch to the end, some stop on the way. */
const watchedShares = [
  [1, 5],
  [0.6, 2],
  [0.25, 1],
] as const;

/** A video that is drawn in the background, and what those who took the session by video have seen of it. */
async function addVideo(
  tx: Tx,
  scope: Scope,
  random: Random,
  { session, title, slides, seconds, marks, visitor }: NewVideo,
) {
  const created_by = userOf(scope).user_id;
  const video_id = await queries.insertVideo(tx, {
    session_id: session.id,
    title,
    created_by,
    max_speed: 1.5,
  });
  const viewers = marks.filter(({ session_id, status }) => session_id === session.id && status === 'ONLINE');
  for (const { enrollment_id } of viewers) {
    const share = enrollment_id === visitor ? 0.25 : random.weighted(watchedShares);
    const watched_ms = Math.round(seconds * 1000 * share);
    await queries.insertWatched(tx, {
      video_id,
      enrollment_id,
      watched_ms,
      duration_ms: seconds * 1000,
      at: scope.now,
    });
  }
  await enqueue(
    tx,
    makeVideo,
    { video_id, title, slides: [...slides], seconds },
    { key: `${video_id}`, queue: 'demo' },
  );
}
