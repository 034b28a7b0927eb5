import type { Page } from '@seodang/contract/list.ts';
import type {
  ClassStudy,
  StudyNote,
  StudyNoteQuery,
  StudyStateHash,
  StudyToday,
  StudyWeak,
} from '@seodang/contract/study-overview.ts';
import {
  addDays,
  forecastOf,
  knownOf,
  retrievabilityOf,
  stateHashOf,
  streakOf,
  studyDayOf,
  weakestFirst,
} from '@seodang/recall';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import { findWeights } from './fits.queries.ts';
import { schedulersFor } from './memory.ts';
import * as queries from './overview.queries.ts';
import { findBankMark } from './pack.queries.ts';
import { listRounds } from './rounds.queries.ts';
import { mustBeStudent } from './topics.ts';

const LONGEST_STREAK_DAYS = 730;
const DAY_MS = 86_400_000;

/** What is due for the student today and in the next days, and how far they have come. */
export function studyToday(scope: Scope): Promise<StudyToday> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const { timezone } = await findAcademy(tx);
    const today = studyDayOf(scope.now.getTime(), timezone);
    const days = await queries.listDueDays(tx, scope, student_id, addDays(today, 13));
    const due = dueByTopic(days.filter(({ due_day }) => due_day <= today));
    const since = new Date(scope.now.getTime() - LONGEST_STREAK_DAYS * DAY_MS);
    const hours = await queries.listStudyHours(tx, student_id, since);
    return {
      today,
      due,
      due_count: due.reduce((sum, one) => sum + one.due, 0),
      waiting_count: await queries.countWaiting(tx, student_id),
      streak: streakOf(
        hours.map((hour) => studyDayOf(hour.getTime(), timezone)),
        today,
      ),
      forecast: forecastOf(sumByDay(days), today),
      retention: await retention(tx, scope, student_id, today),
    };
  });
}

type DueDay = Awaited<ReturnType<typeof queries.listDueDays>>[number];

function dueByTopic(days: readonly DueDay[]) {
  const topics = new Map<number, { study_topic_id: number; title: string; due: number }>();
  for (const { study_topic_id, title, n } of days) {
    const topic = topics.get(study_topic_id) ?? { study_topic_id, title, due: 0 };
    topics.set(study_topic_id, { ...topic, due: topic.due + n });
  }
  return [...topics.values()];
}

function sumByDay(days: readonly DueDay[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { due_day, n } of days) sums.set(due_day, (sums.get(due_day) ?? 0) + n);
  return sums;
}

async function retention(tx: Tx, scope: Scope, student_id: number, today: string): Promise<number | null> {
  const rows = await queries.listStrengths(tx, scope, student_id);
  if (rows.length === 0) return null;
  const schedulers = await schedulersFor(tx, student_id);
  const sum = rows.reduce(
    (sum, row) => sum + knownOf(retrievabilityOf(schedulers(row.subject), row, today), row),
    0,
  );
  return sum / rows.length;
}

/** Subjects and tags of the student, surely weak ones first. */
export function studyWeak(scope: Scope): Promise<StudyWeak> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    return {
      subjects: weakestFirst(await queries.listBySubject(tx, student_id)),
      tags: weakestFirst(await queries.listByTag(tx, [student_id])),
    };
  });
}

/** What the student failed in a range of days or of quiz sessions, the latest first. */
export function studyNotes(scope: Scope, query: StudyNoteQuery, url: string): Promise<Page<StudyNote>> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const { timezone } = await findAcademy(tx);
    const since = query.from === undefined ? null : startOf(query.from, timezone);
    const until = query.to === undefined ? null : startOf(addDays(query.to, 1), timezone);
    const range = { ...query, since, until };
    const count = await queries.countNotes(tx, scope, student_id, range);
    return toPage(url, query, count, await queries.listNotes(tx, scope, student_id, range));
  });
}

/** When a study day starts: the first hour that is in it. Zones differ from UTC by less than a day. */
function startOf(day: string, timezone: string): Date {
  let at = Date.parse(day) - DAY_MS;
  while (studyDayOf(at, timezone) < day) at += DAY_MS / 96;
  return new Date(at);
}

/** By this a device and the server prove that they remember the same. */
export function studyState(scope: Scope): Promise<StudyStateHash> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const memories = await queries.listMemories(tx, student_id);
    const byName = new Map(memories.map(({ pub_id, ...memory }) => [pub_id, memory]));
    return {
      state_hash: await stateHashOf(byName),
      count: byName.size,
      weights: await findWeights(tx, student_id),
      bank: await findBankMark(tx, scope, student_id),
      rounds: await listRounds(tx, student_id),
      waiting_count: await queries.countWaiting(tx, student_id),
    };
  });
}

/** How much is due for each student of a class, and where it is weak; for those who teach it. */
export function classStudy(scope: Scope, lecture_id: number): Promise<ClassStudy> {
  return scope.tx(async (tx, scope) => {
    const { timezone } = await mustTeachLecture(tx, scope, lecture_id);
    const today = studyDayOf(scope.now.getTime(), timezone);
    const students = await queries.listClassLoad(tx, lecture_id, { today, week: addDays(today, 7) });
    const ids = students.map(({ student_id }) => student_id);
    return { students, tags: weakestFirst(await queries.listByTag(tx, ids, lecture_id)) };
  });
}
