import { randomUUID } from 'node:crypto';
import type { ProbeReport, SourceProbe } from '@seodang/contract/transcode.ts';
import type { initUpload, UploadPlan } from '@seodang/contract/video-upload.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { contentTypeOf } from '#core/storage/keys.ts';
import { partCountOf, partSizeOf } from '#core/storage/parts.rules.ts';
import type { Storage, StoredObject } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { prepareProbe, probeSource } from './probe.ts';
import { lockVideo, updateVideo, type VideoRow } from './processing.queries.ts';
import { mustStep } from './processing.ts';
import { queueTranscode } from './processing-queue.ts';
import * as queries from './upload.queries.ts';
import { extensionOf, sourceKeyOf } from './upload.rules.ts';
import { clearUpload } from './upload.tasks.ts';
import { assembleSource } from './upload-source.ts';
import { nextOrder } from './videos.queries.ts';

type InitUpload = z.output<typeof initUpload.schema.body>;

/** As long as the slowest part may take on a bad line. */
export const PART_URL_SECONDS = 6 * 3600;

/** Begins an upload: a PENDING video at the end of its class session, and a place in the storage for its parts. */
export async function startUpload(scope: Scope, storage: Storage, input: InitUpload) {
  const extension =
    extensionOf(input.filename) ?? refuseFields({ pointer: '/filename', message: 'not a video' });
  const { tenant_code } = await scope.tx((tx, scope) => mustTeachClassSession(tx, scope, input.session));
  const free = await storage.freeBytes();
  if (free !== undefined && free < (input.size ?? 0)) refuse('storage_full');
  const file_key = sourceKeyOf({ tenant_code, session_id: input.session, uuid: randomUUID(), extension });
  const upload_id = await storage.createUpload(file_key);
  const video = await scope.tx((tx, scope) => insert(tx, scope, input, { file_key, upload_id }));
  const { url } = await storage.signedPut(file_key, PART_URL_SECONDS);
  return { video, upload_url: url, file_key, content_type: contentTypeOf(file_key), upload: planOf(video) };
}

async function insert(
  tx: Tx,
  scope: Scope,
  input: InitUpload,
  place: { file_key: string; upload_id: string },
): Promise<VideoRow> {
  await mustTeachClassSession(tx, scope, input.session);
  // Two uploads at once would both read the same last place.
  await lock(tx, 'video.order', input.session);
  const video = await queries.insertVideo(tx, {
    ...place,
    session_id: input.session,
    title: input.title,
    filename: input.filename,
    order: await nextOrder(tx, input.session),
    content_type: contentTypeOf(place.file_key),
    source_bytes: input.size ?? null,
    part_size: partSizeOf(input.size),
    allow_skip: input.allow_skip,
    max_speed: input.max_speed,
    show_watermark: input.show_watermark,
    even_loudness: input.even_loudness ?? null,
    created_by: userOf(scope).user_id,
    created_at: scope.now,
  });
  const after = { title: video.title, session_id: video.session_id, filename: video.filename };
  await audit(tx, scope, { action: 'video.upload', subject_type: 'video', subject_id: video.id, after });
  await publish(tx, 'videos');
  return video;
}

/** A source on its way in parts. */
export type Sending = Pick<VideoRow, 'file_key' | 'filename' | 'upload_id' | 'part_size' | 'source_bytes'>;

export function planOf({
  upload_id,
  part_size,
  source_bytes,
}: Pick<Sending, 'upload_id' | 'part_size' | 'source_bytes'>): UploadPlan {
  if (upload_id === null || part_size === null) refuse('source_not_found_or_empty');
  return { upload_id, part_size, part_count: partCountOf(source_bytes, part_size) };
}

/** Which parts have arrived; refuses once the storage has forgotten the upload, after a week. */
export async function readUpload(scope: Scope, storage: Storage, id: number) {
  return listArrived(storage, await pendingVideo(scope, id));
}

export async function listArrived(storage: Storage, source: Sending) {
  const upload = planOf(source);
  const parts = await storage.listParts(source.file_key, upload.upload_id);
  return {
    filename: source.filename,
    size: source.source_bytes,
    upload,
    parts: parts.map(({ part_number, size }) => ({ part_number, size })),
  };
}

export async function partUrls(scope: Scope, storage: Storage, id: number, part_numbers: readonly number[]) {
  return signParts(storage, await pendingVideo(scope, id), part_numbers);
}

/** Addresses to put parts to, for some hours. */
export function signParts(storage: Storage, source: Sending, part_numbers: readonly number[]) {
  const { upload_id, part_count } = planOf(source);
  if (part_numbers.some((number) => number > (part_count ?? number)))
    refuseFields({ pointer: '/part_numbers', message: `the file has ${part_count} parts` });
  prepareProbe();
  return Promise.all(
    part_numbers.map(async (part_number) => ({
      part_number,
      ...(await storage.signedPart(source.file_key, upload_id, part_number, PART_URL_SECONDS)),
    })),
  );
}

/** A video whose upload is under way, if the caller teaches its class session. */
function pendingVideo(scope: Scope, id: number): Promise<VideoRow> {
  return scope.tx(async (tx, scope) => {
    const video = found(await queries.findVideo(tx, id));
    await mustTeachClassSession(tx, scope, video.session_id);
    mustStep(video, 'accept');
    return video;
  });
}

/**
 * Everything was sent: makes the file of its parts, looks into it, and either queues its transcoding or says why it
 * cannot become a lecture. Looking may take minutes; no transaction waits for it.
 */
export async function finishUpload(scope: Scope, storage: Storage, id: number): Promise<VideoRow> {
  const video = await pendingVideo(scope, id);
  const source = await assembleSource(storage, video);
  const report: ProbeReport =
    source.size === 0 ? { ok: false, code: 'source_empty' } : await probeSource(storage, video.file_key);
  const settled = await scope.tx((tx, scope) => settle(tx, scope, id, source, report));
  if (source.size === 0) refuse('source_not_found_or_empty', { video_status: settled.status });
  return settled;
}

async function settle(
  tx: Tx,
  scope: Scope,
  id: number,
  source: StoredObject,
  report: ProbeReport,
): Promise<VideoRow> {
  const video = found(await lockVideo(tx, id));
  const status = mustStep(video, report.ok ? 'accept' : 'reject');
  const judged = report.ok ? acceptedAs(report.probe) : { error_reason: report.code };
  await updateVideo(tx, id, { status, source_bytes: source.size, upload_id: null, ...judged });
  if (report.ok) await queueTranscode(tx, id);
  else await enqueue(tx, clearUpload, { file_key: video.file_key, upload_id: null });
  const action = report.ok ? 'video.accept_upload' : 'video.reject_upload';
  await audit(tx, scope, { action, subject_type: 'video', subject_id: id, after: { status, ...judged } });
  await publish(tx, 'videos');
  return found(await queries.findVideo(tx, id));
}

function acceptedAs(probe: SourceProbe) {
  return {
    error_reason: '',
    duration: Math.round(probe.duration),
    duration_ms: Math.round(probe.duration * 1000),
    source_probe: JSON.stringify(probe),
  };
}

/** Gives up an upload that is not complete; the video it was for goes with it. */
export function cancelUpload(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const video = found(await lockVideo(tx, id));
    await mustTeachClassSession(tx, scope, video.session_id);
    mustStep(video, 'reject');
    await updateVideo(tx, id, { deleted_at: scope.now, files_removed_at: scope.now });
    await enqueue(tx, clearUpload, { file_key: video.file_key, upload_id: video.upload_id });
    await audit(tx, scope, { action: 'video.cancel_upload', subject_type: 'video', subject_id: id });
    await publish(tx, 'videos');
  });
}
