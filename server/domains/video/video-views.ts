import type { EventRange } from '@seodang/contract/playback-events.ts';
import type { Achievement } from '@seodang/contract/video-views.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Delivery } from './delivery.ts';
import { rankRisk } from './event-log.queries.ts';
import { sinceOf } from './event-log.ts';
import { listVideoStudents, type VideoStudents } from './students.queries.ts';
import { videoStats } from './students.ts';
import * as queries from './video-views.queries.ts';
import { findVideo } from './videos.queries.ts';
import { getVideo } from './videos.ts';

const TOP = 5;

/** A video in numbers, of those who are enrolled now; the same statements however large the class. */
export function videoSummary(scope: Scope, id: number, range: EventRange) {
  return scope.tx(async (tx, scope) => {
    const video = found(await findVideo(tx, scope, id));
    const { students, completed, watched_seconds } = await queries.countWatched(tx, video);
    const top = await rankRisk(tx, { video: id, since: sinceOf(range, scope.now), limit: TOP });
    return {
      video_id: id,
      range,
      total_students: students,
      completed_count: completed,
      completion_rate: students === 0 ? 0 : completed / students,
      watched_seconds_est: watched_seconds,
      risk_top: top.map(({ enrollment_id: enrollment, student_name, score }) => ({
        ...{ enrollment, student_name, score },
      })),
    };
  });
}

/** How far those are who take the session by video, by the rate that its policy requires. */
export function videoAchievement(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const video = found(await findVideo(tx, scope, id));
    const required = await queries.requiredRateOf(tx, video.session_id);
    const all = await listVideoStudents(tx, video, scope.now);
    const students = all.enrollment.flatMap((enrollment, at) =>
      all.attendance_status[at] === 'ONLINE' ? [toAchievement(enrollment, all, at, required)] : [],
    );
    const incomplete_count = students.filter(({ completed }) => !completed).length;
    const total_students = students.length;
    return {
      summary: {
        total_students,
        avg_progress: shareOf(
          students.reduce((sum, { progress }) => sum + progress, 0),
          total_students * 100,
        ),
        completed_rate: shareOf(total_students - incomplete_count, total_students),
        incomplete_count,
      },
      students,
    };
  });
}

function toAchievement(enrollment: number, all: VideoStudents, at: number, required: number): Achievement {
  const [progress, completed] = [percent(all.progress[at] ?? 0), all.completed.has(enrollment)];
  const status = completed ? 'completed' : progress >= required / 2 ? 'warning' : 'danger';
  const watched_seconds = Math.round((all.watched_ms[at] ?? 0) / 1000);
  const student_name = all.student_name[at] ?? '';
  return { enrollment, student_name, progress, completed, watched_seconds, status };
}

const percent = (share: number) => Math.round(share * 1000) / 10;
const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : percent(part / whole));

type Place = { lecture_id: number; session_id: number; id: number };

export function getNestedVideo(scope: Scope, delivery: Delivery, place: Place) {
  return scope.tx(async (_tx, scope) => {
    await mustBePlaced(scope, place);
    return getVideo(scope, delivery, place.id);
  });
}

export function nestedVideoStats(scope: Scope, delivery: Delivery, place: Place) {
  return scope.tx(async (_tx, scope) => {
    await mustBePlaced(scope, place);
    return videoStats(scope, delivery, place.id);
  });
}

function mustBePlaced(scope: Scope, { lecture_id, session_id, id }: Place): Promise<void> {
  return scope.tx(async (tx) => {
    if (!(await queries.isPlacedAt(tx, id, session_id, lecture_id))) refuse('not_found');
  });
}
