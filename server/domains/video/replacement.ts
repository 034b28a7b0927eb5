import { randomUUID } from 'node:crypto';
import type { AuditAction } from '@seodang/contract/audit.ts';
import type { ProbeReport } from '@seodang/contract/transcode.ts';
import type { Replacement } from '@seodang/contract/video-replacement.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { contentTypeOf } from '#core/storage/keys.ts';
import { partSizeOf } from '#core/storage/parts.rules.ts';
import type { Storage, StoredObject } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { probeSource } from './probe.ts';
import { lockVideo } from './processing.queries.ts';
import * as queries from './replacement.queries.ts';
import { takeUpReplacement } from './replacement-switch.ts';
import { extensionOf, sourceKeyOf } from './upload.rules.ts';
import { clearUpload } from './upload.tasks.ts';
import { listArrived, PART_URL_SECONDS, planOf, signParts } from './upload.ts';
import { assembleSource } from './upload-source.ts';

type File = { filename: string; size?: number | undefined };

/** Begins to upload another source of a READY or FAILED video. One that failed makes room; one under way does not. */
export async function beginReplacement(scope: Scope, storage: Storage, id: number, file: File) {
  const extension =
    extensionOf(file.filename) ?? refuseFields({ pointer: '/filename', message: 'not a video' });
  const place = await scope.tx((tx, scope) => mustBeReplaceable(tx, scope, id));
  const free = await storage.freeBytes();
  if (free !== undefined && free < (file.size ?? 0)) refuse('storage_full');
  const file_key = sourceKeyOf({ ...place, uuid: randomUUID(), extension });
  const upload_id = await storage.createUpload(file_key);
  const begun = await scope.tx((tx, scope) => insert(tx, scope, id, file, { file_key, upload_id }));
  const { url } = await storage.signedPut(file_key, PART_URL_SECONDS);
  const { content_type } = begun;
  return { upload_url: url, file_key, content_type, upload: planOf(begun) };
}

async function mustBeReplaceable(tx: Tx, scope: Scope, id: number) {
  const video = found(await lockVideo(tx, id));
  const { tenant_code } = await mustTeachClassSession(tx, scope, video.session_id);
  if (video.status !== 'READY' && video.status !== 'FAILED')
    refuse('invalid_status', { video_status: video.status });
  const other = await queries.lockReplacement(tx, id);
  if (other && other.status !== 'FAILED') refuse('replacement_under_way');
  return { tenant_code, session_id: video.session_id, other };
}

type Place = { file_key: string; upload_id: string };

async function insert(tx: Tx, scope: Scope, id: number, { filename, size }: File, place: Place) {
  const { other } = await mustBeReplaceable(tx, scope, id);
  if (other) await forget(tx, other);
  const row = await queries.insertReplacement(tx, {
    ...place,
    ...{ video_id: id, filename, source_bytes: size ?? null, part_size: partSizeOf(size) },
    content_type: contentTypeOf(place.file_key),
    created_by: userOf(scope).user_id,
    created_at: scope.now,
  });
  await tell(tx, scope, id, 'video.begin_replacement', { filename });
  return row ?? refuse('replacement_under_way');
}

/** Takes a source off its way, with what arrived of it. */
async function forget(tx: Tx, { video_id, file_key, upload_id }: queries.ReplacementRow): Promise<void> {
  await queries.deleteReplacement(tx, video_id);
  await enqueue(tx, clearUpload, { file_key, upload_id });
}

export function readReplacement(scope: Scope, id: number): Promise<{ replacement: Replacement | null }> {
  return scope.tx(async (tx, scope) => {
    const row = await lockOwn(tx, scope, id);
    return { replacement: row ? toReplacement(row) : null };
  });
}

async function lockOwn(tx: Tx, scope: Scope, id: number) {
  const video = found(await lockVideo(tx, id));
  await mustTeachClassSession(tx, scope, video.session_id);
  return queries.lockReplacement(tx, id);
}

function toReplacement(row: queries.ReplacementRow): Replacement {
  const {
    video_id: video,
    status,
    filename,
    source_bytes: size,
    duration_ms,
    error_reason,
    created_at,
  } = row;
  const duration = duration_ms === null ? null : duration_ms / 1000;
  return { video, status, filename, size, duration, error_reason, created_at };
}

async function pending(scope: Scope, id: number): Promise<queries.ReplacementRow> {
  const row = found(await scope.tx((tx, scope) => lockOwn(tx, scope, id)));
  if (row.status !== 'PENDING') refuse('invalid_status', { video_status: row.status });
  return row;
}

export async function readReplacementUpload(scope: Scope, storage: Storage, id: number) {
  return listArrived(storage, await pending(scope, id));
}

export async function replacementPartUrls(
  scope: Scope,
  storage: Storage,
  id: number,
  part_numbers: readonly number[],
) {
  return signParts(storage, await pending(scope, id), part_numbers);
}

/** Everything was sent: looks into the file, and queues the making of its output or says what is wrong with it. */
export async function completeReplacement(scope: Scope, storage: Storage, id: number): Promise<Replacement> {
  const row = await pending(scope, id);
  const source = await assembleSource(storage, row);
  const report: ProbeReport =
    source.size === 0 ? { ok: false, code: 'source_empty' } : await probeSource(storage, row.file_key);
  return scope.tx((tx, scope) => settle(tx, scope, row, source, report));
}

async function settle(
  tx: Tx,
  scope: Scope,
  { video_id, file_key }: queries.ReplacementRow,
  { size }: StoredObject,
  report: ProbeReport,
): Promise<Replacement> {
  const video = found(await lockVideo(tx, video_id));
  const present = await queries.lockReplacement(tx, video_id);
  // Cancelled, or completed by another request, while the file was looked into.
  if (present?.file_key !== file_key || present.status !== 'PENDING') refuse('invalid_status');
  const judged = report.ok
    ? {
        ...({ status: 'UPLOADED' } as const),
        duration_ms: Math.round(report.probe.duration * 1000),
        source_probe: JSON.stringify(report.probe),
      }
    : { ...({ status: 'FAILED' } as const), error_reason: report.code };
  const row = await queries.updateReplacement(tx, video_id, {
    ...judged,
    source_bytes: size,
    upload_id: null,
  });
  if (report.ok) await takeUpReplacement(tx, video, row);
  else await enqueue(tx, clearUpload, { file_key, upload_id: null });
  const action = report.ok ? 'video.accept_replacement' : 'video.reject_replacement';
  await tell(tx, scope, video_id, action, { filename: row.filename, error_reason: row.error_reason });
  return toReplacement(row);
}

/** Gives the other source up, also while its output is made: that is then not shown. */
export function cancelReplacement(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const row = found(await lockOwn(tx, scope, id));
    await forget(tx, row);
    await tell(tx, scope, id, 'video.cancel_replacement', { filename: row.filename });
  });
}

async function tell(tx: Tx, scope: Scope, subject_id: number, action: AuditAction, after: object) {
  await audit(tx, scope, { action, subject_type: 'video', subject_id, after });
  await publish(tx, 'videos');
}
