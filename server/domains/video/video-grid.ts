import {
  type GridState,
  type LiveViewer,
  MOST_VIEWERS,
  type VideoGrid,
  type VideoStudentDetail,
} from '@seodang/contract/video-watching.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import { listLiveViewers as listLive, listWatching } from './live-viewers.queries.ts';
import { toPlayVerdict } from './play-verdict.ts';
import { findRequiredRate, type GridRow, listGridRows, listGridVideos } from './video-grid.queries.ts';
import { findVideo } from './videos.queries.ts';
import { findClassViewing } from './viewers.queries.ts';
import { judge } from './viewers.ts';
import { toWatchState } from './watched.rules.ts';

/** Students by videos of a lecture, and how far each watched each; three statements however many. */
export function videoGrid(scope: Scope, lecture: number): Promise<VideoGrid> {
  return scope.tx(async (tx, scope) => {
    const { title } = await mustTeachLecture(tx, scope, lecture);
    const videos = await listGridVideos(tx, lecture);
    const ids = videos.map(({ id }) => id);
    const rows = await listGridRows(tx, lecture, ids);
    return {
      lecture,
      lecture_title: title,
      required_rate: await findRequiredRate(tx, lecture, scope.now),
      videos,
      rows: rows.map((row) => ({
        enrollment: row.enrollment,
        student_name: row.student_name,
        percent: row.progress.map((share) => Math.floor(share * 100)),
        state: row.progress.map((_, at) => stateOf(row, at)),
      })),
    };
  });
}

function stateOf({ seated, rules, revoked, progress, completed }: GridRow, at: number): GridState {
  if (!seated[at]) return 'none';
  if (completed[at]) return 'completed';
  if (rules[at] === 'blocked' || revoked[at]) return 'blocked';
  return (progress[at] ?? 0) > 0 ? 'started' : 'not_started';
}

/** Why a student may or may not watch a video, and what is on record. */
export function videoStudent(
  scope: Scope,
  { id, enrollment }: { id: number; enrollment: number },
): Promise<VideoStudentDetail> {
  return scope.tx(async (tx, scope) => {
    found(await findVideo(tx, scope, id));
    const viewing = found(await findClassViewing(tx, id, enrollment));
    const { student_name, title, duration_ms, video_required_rate, attendance_status } = viewing;
    const { completed, completed_at, case_id, case_state } = viewing;
    const seen = (await listWatching(tx, scope, id)).get(enrollment) ?? null;
    return {
      ...{ video: id, video_title: title, enrollment, student_name, attendance_status, case_id, case_state },
      duration: (duration_ms ?? 0) / 1000,
      required_rate: video_required_rate,
      verdict: toPlayVerdict(judge(viewing), completed_at),
      watch: toWatchState(viewing),
      completed_at: completed ? completed_at : null,
      watching_now: seen !== null,
      last_seen_at: seen,
    };
  });
}

/** Who watches what now, in the lectures that the caller works in. */
export function listLiveViewers(
  scope: Scope,
  where: { lecture?: number | undefined; video?: number | undefined },
): Promise<LiveViewer[]> {
  return scope.tx((tx, scope) => listLive(tx, scope, { ...where, limit: MOST_VIEWERS }));
}
