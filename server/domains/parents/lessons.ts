import type { ChildLesson } from '@seodang/contract/parents.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { outcomeShown } from '#domains/progress/index.ts';
import { listOwnStudentIds } from '#domains/school/index.ts';
import * as queries from './lessons.queries.ts';

const MINUTE_MS = 60_000;

/** The caller's own child, or the child of the link that the caller came by; 404 for every other. */
export async function mustBeOwnChild(tx: Tx, { actor }: Scope, student_id: number): Promise<queries.Child> {
  const own = actor.kind === 'user' ? await listOwnStudentIds(tx, actor.user_id) : [linkedStudent(actor)];
  return found(own.includes(student_id) ? await queries.findChild(tx, student_id) : undefined);
}

function linkedStudent(actor: Scope['actor']): number | undefined {
  return actor.kind === 'family' ? actor.student_id : undefined;
}

type Span = { from: string; to: string; now: Date };

/** A student's class sessions from one day to another, each with all that its family may know. */
export async function lessonsOf(tx: Tx, student_id: number, span: Span): Promise<ChildLesson[]> {
  const rows = await queries.listLessons(tx, student_id, span);
  const [videos, results, homework] = [
    byLesson(await queries.listWatched(tx, rows)),
    byLesson(await queries.listShownResults(tx, rows, span.now)),
    byLesson(await queries.listHandedIn(tx, rows)),
  ];
  return rows.map((row) => {
    const key = keyOf(row);
    return {
      ...toLesson(row),
      videos: (videos.get(key) ?? []).map(toVideo),
      results: (results.get(key) ?? []).map(({ session_id: _, enrollment_id: __, ...rest }) => rest),
      homework: (homework.get(key) ?? []).map(({ session_id: _, enrollment_id: __, ...rest }) => rest),
    };
  });
}

function toLesson(row: queries.LessonRow) {
  const { has_hidden_result: _, is_overridden: __, ...lesson } = outcomeShown(row);
  return lesson;
}

function toVideo({ title, watched_ms, duration_ms, completed, plays, last_played_at }: queries.VideoRow) {
  return {
    ...{ title, completed, plays, last_played_at },
    watched_minutes: Math.round(watched_ms / MINUTE_MS),
    duration_minutes: Math.max(1, Math.round(duration_ms / MINUTE_MS)),
  };
}

type Seat = { session_id: number; enrollment_id: number };

function keyOf({ session_id, enrollment_id }: Seat): string {
  return `${session_id}:${enrollment_id}`;
}

function byLesson<R extends Seat>(rows: readonly R[]): Map<string, R[]> {
  return Map.groupBy(rows, keyOf);
}
