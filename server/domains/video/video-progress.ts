import type { ProgressChange, VideoProgressQuery } from '@seodang/contract/video-progress.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { videoWatched } from './events.ts';
import { listEnrolled } from './permissions.queries.ts';
import { ensureProgress } from './playback.queries.ts';
import type { PlaybackStore } from './playback-store.ts';
import { lockVideo } from './processing.queries.ts';
import * as queries from './video-progress.queries.ts';

/** How far was watched: heartbeats say so, and teachers where they know better. */
export function listVideoProgress(scope: Scope, query: VideoProgressQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.progressOrders, [{ column: 'id', direction: 'asc' }]);
    const rows = await queries.listVideoProgress(tx, scope, query, order);
    return toPage(url, query, await queries.countVideoProgress(tx, scope, query), rows.map(toProgress));
  });
}

export function getVideoProgress(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => toProgress(found(await queries.findVideoProgress(tx, scope, id))));
}

type ProgressRow = NonNullable<Awaited<ReturnType<typeof queries.findVideoProgress>>>;

function toProgress(row: ProgressRow) {
  return {
    ...row,
    completed_at: row.completed ? row.completed_at : null,
    progress_percent: Math.round(row.progress * 1000) / 10,
  };
}

/** Sets how far one student watched. Refuses `enrollment_mismatch` for one who is not of the video's lecture. */
export function setVideoProgress(
  scope: Scope,
  store: PlaybackStore,
  { video: video_id, enrollment, ...change }: ProgressChange & { video: number; enrollment: number },
) {
  const whose = async (tx: Tx) => (await queries.findUserOf(tx, enrollment))?.user_id ?? 0;
  const work = async (tx: Tx, scope: Scope) => {
    const video = found(await lockVideo(tx, video_id));
    const { lecture_id } = await mustTeachClassSession(tx, scope, video.session_id);
    const [enrolled] = await listEnrolled(tx, lecture_id, [enrollment]);
    if (enrolled === undefined) refuse('enrollment_mismatch');
    if (video.duration_ms === null) refuse('video_not_ready');
    await ensureProgress(tx, video_id, enrollment);
    return setWatched(
      tx,
      scope,
      { ...video, lecture_id, duration_ms: video.duration_ms },
      enrollment,
      change,
    );
  };
  return store.change(scope, whose, work, { evenAway: true });
}

/** Sets it where there is something on record. */
export async function editVideoProgress(
  scope: Scope,
  store: PlaybackStore,
  id: number,
  change: ProgressChange,
) {
  const { video, enrollment } = await getVideoProgress(scope, id);
  return setVideoProgress(scope, store, { video, enrollment, ...change });
}

type Known = { id: number; session_id: number; lecture_id: number; duration_ms: number };

async function setWatched(tx: Tx, scope: Scope, video: Known, enrollment: number, change: ProgressChange) {
  const before = await queries.lockWatched(tx, video.id, enrollment);
  const { progress, completed, last_position = before.last_position } = change;
  const share = completed ? 1 : (progress ?? (completed === false ? 0 : undefined));
  const place = { video_id: video.id, enrollment };
  await queries.updateWatched(
    tx,
    { ...place, duration_ms: video.duration_ms, share, last_position },
    scope.now,
  );
  const after = await queries.lockWatched(tx, video.id, enrollment);
  if (completed !== undefined && completed !== after.completed)
    refuseFields({
      pointer: '/progress',
      message: 'contradicts completed, by the required rate of the lecture',
    });
  const about = { action: 'video.set_progress', subject_type: 'video', subject_id: video.id } as const;
  await audit(tx, scope, { ...about, before: { enrollment, ...before }, after: { enrollment, ...after } });
  const news = { video_id: video.id, session_id: video.session_id, enrollment_id: enrollment };
  await emit(tx, videoWatched, news, { key: `${video.id}:${enrollment}` });
  await publish(tx, 'videos', { lecture_id: video.lecture_id });
  return toProgress(found(await queries.findVideoProgress(tx, scope, before.id)));
}
