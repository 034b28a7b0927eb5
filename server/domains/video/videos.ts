import type { AuditAction } from '@seodang/contract/audit.ts';
import type { Processing, Video, VideoChange, VideoQuery } from '@seodang/contract/video.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { listLatest } from '#domains/jobs/index.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { listCaptions } from './captions.queries.ts';
import { toTracks } from './captions.ts';
import { chaptersOf } from './chapters.ts';
import type { Delivery } from './delivery.ts';
import { videoChanged } from './events.ts';
import { PLAYBACK_SECONDS } from './playback-token.ts';
import { lockVideo, updateVideo, type VideoRow } from './processing.queries.ts';
import { queueTranscode, TRANSCODE } from './processing-queue.ts';
import { toVideo } from './to-video.ts';
import * as queries from './videos.queries.ts';

type VideoOut = z.output<typeof Video>;

const byPlace = [
  { column: 'session_id', direction: 'asc' },
  { column: 'order', direction: 'asc' },
] as const;
const lastRemoved = [{ column: 'deleted_at', direction: 'desc' }] as const;

/** Videos of the lectures that the caller works in, each with how far its processing is. */
export function listVideos(scope: Scope, delivery: Delivery, query: VideoQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.videoOrders, query.removed ? lastRemoved : byPlace);
    const rows = await queries.listVideos(tx, scope, query, order);
    const count = await queries.countVideos(tx, scope, query);
    const ids = rows.map(({ id }) => id);
    const jobs = new Map((await listLatest(tx, TRANSCODE, ids)).map((job) => [job.subject_id, job]));
    return toPage(
      url,
      query,
      count,
      rows.map((row) => ({
        ...shown(scope, delivery, row),
        processing: processingOf(jobs.get(row.id)),
        removed_at: row.deleted_at,
        restorable: row.files_removed_at === null,
      })),
    );
  });
}

type Job = Awaited<ReturnType<typeof listLatest>>[number];

function processingOf(job: Job | undefined): Processing | null {
  if (!job || job.status === 'done') return null;
  const { progress, stage, attempt, failures } = job;
  return { waiting: job.status === 'queued', progress, stage, attempt, failures };
}

export function getVideo(scope: Scope, delivery: Delivery, id: number): Promise<VideoOut> {
  return scope.tx(async (tx, scope) => shown(scope, delivery, found(await queries.findVideo(tx, scope, id))));
}

/**
 * Title, class session and rules; assistants may only change the title. Who watches now gets new rules at the next
 * heartbeat.
 */
export function editVideo(
  scope: Scope,
  delivery: Delivery,
  id: number,
  change: VideoChange,
): Promise<VideoOut> {
  return scope.tx(async (tx, scope) => {
    const video = found(await lockVideo(tx, id));
    const { lecture_id } = await mustTeachClassSession(tx, scope, video.session_id);
    const { title = video.title, session = video.session_id, ...rules } = change;
    const moves = session !== video.session_id;
    const changesRules = Object.keys(rules).length > 0;
    if ((changesRules || moves) && userOf(scope).role === 'assistant') refuse('forbidden');
    const place = moves ? await placeIn(tx, scope, session, lecture_id) : {};
    // At once: what was watched is held before the playbacks, as heartbeats do, only by the triggers of one update.
    await updateVideo(tx, id, { title, ...rules, ...place });
    if (moves) await tellMoved(tx, id, [video.session_id, session]);
    const { allow_skip, max_speed, show_watermark } = video;
    await audit(tx, scope, {
      ...{ action: 'video.edit', subject_type: 'video', subject_id: id },
      before: { title: video.title, session: video.session_id, allow_skip, max_speed, show_watermark },
      after: change,
    });
    await publish(tx, 'videos', { lecture_id });
    return shown(scope, delivery, found(await lockVideo(tx, id)));
  });
}

/** A class session that the caller teaches, of this lecture. */
export async function mustBeOfLecture(tx: Tx, scope: Scope, session: number, lecture_id: number) {
  const target = await mustTeachClassSession(tx, scope, session);
  if (target.lecture_id !== lecture_id)
    refuseFields({ pointer: '/session', message: 'must be of the same lecture' });
}

/**
 * The last place of another class session. What students are on record with belongs to their enrollment in the lecture,
 * so a video stays in it.
 */
async function placeIn(tx: Tx, scope: Scope, session_id: number, lecture_id: number) {
  await mustBeOfLecture(tx, scope, session_id, lecture_id);
  await lock(tx, 'video.order', session_id);
  return { session_id, order: await queries.nextOrder(tx, session_id) };
}

async function tellMoved(tx: Tx, video_id: number, sessions: readonly number[]): Promise<void> {
  for (const session_id of sessions)
    await emit(tx, videoChanged, { video_id, session_id }, { key: `${video_id}:${session_id}` });
}

/** Takes a video out of its class session. What was watched stays on record; the files stay for a time. */
export function removeVideo(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const video = found(await lockVideo(tx, id));
    await mustTeachClassSession(tx, scope, video.session_id);
    await updateVideo(tx, id, { deleted_at: scope.now });
    await tellChanged(tx, scope, video, 'video.remove');
  });
}

/** Puts a removed video back, as the last of its class session; refuses with `files_removed` when it is too late. */
export function restoreVideo(scope: Scope, delivery: Delivery, id: number): Promise<VideoOut> {
  return scope.tx(async (tx, scope) => {
    const video = found(await queries.lockRemoved(tx, id));
    await mustTeachClassSession(tx, scope, video.session_id);
    if (video.files_removed_at) refuse('files_removed');
    await lock(tx, 'video.order', video.session_id);
    const order = await queries.nextOrder(tx, video.session_id);
    // Work that came to an end while the video was away found nothing to end on.
    const waits = video.status === 'UPLOADED' || video.status === 'PROCESSING';
    await updateVideo(tx, id, { deleted_at: null, order, ...(waits ? { status: 'UPLOADED' } : {}) });
    if (waits) await queueTranscode(tx, id);
    await tellChanged(tx, scope, video, 'video.restore');
    return shown(scope, delivery, found(await lockVideo(tx, id)));
  });
}

async function tellChanged(tx: Tx, scope: Scope, { id, title, session_id }: VideoRow, action: AuditAction) {
  await audit(tx, scope, { action, subject_type: 'video', subject_id: id, before: { title, session_id } });
  await emit(tx, videoChanged, { video_id: id, session_id }, { key: `${id}` });
  await publish(tx, 'videos');
}

/** Addresses for staff to watch a READY video; nothing of it is on record. The key is given while the login lives. */
export function previewVideo(scope: Scope, delivery: Delivery, id: number) {
  return scope.tx(async (tx, scope) => {
    const video = found(await queries.findVideo(tx, scope, id));
    const { login_session_id } = userOf(scope);
    if (login_session_id === null) refuse('forbidden');
    if (video.status !== 'READY') refuse('video_not_ready');
    const expires_at = Math.floor(scope.now.getTime() / 1000) + PLAYBACK_SECONDS;
    const captions = toTracks(scope, delivery, await listCaptions(tx, id));
    const urls = delivery.playUrls(video, `staff-${login_session_id}`, expires_at);
    return { ...urls, captions, chapters: chaptersOf(video), expires_at };
  });
}

/** As staff see it, with a picture where there is one. */
export function shown(scope: Scope, delivery: Delivery, video: VideoRow): VideoOut {
  return toVideo(video, delivery.file(video.poster_path, userOf(scope).user_id, scope.now));
}
