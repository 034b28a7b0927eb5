import { randomBytes } from 'node:crypto';
import { OutputName } from '@seodang/contract/jobs.ts';
import { type TranscodePayload, TranscodeResult } from '@seodang/contract/transcode.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import { type Address, defineJobKind, type JobOf } from '#domains/jobs/index.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { videoChanged } from './events.ts';
import * as queries from './processing.queries.ts';
import { prefixOf, versionOf } from './processing.rules.ts';
import { removeFailedOutput, removeOldOutputs } from './processing.tasks.ts';
import { privatePayload, queueTranscode, TRANSCODE } from './processing-queue.ts';
import * as replacements from './replacement.queries.ts';
import { dropOld, originOf, sourceColumns, takeUpReplacement } from './replacement-switch.ts';
import { videoSettings } from './settings.ts';
import { statusAfter, type VideoStep } from './video.rules.ts';

const SOURCE_URL_SECONDS = 6 * 3600;
const OLD_OUTPUT_MS = 6 * 3600 * 1000;
/** By then what the attempt has published is shown, and its runner knows that it has lost the job. */
const FAILED_OUTPUT_MS = 10 * 60 * 1000;
/** Relative to the playlists, so that it inherits their signed prefix. */
export const KEY_NAME = 'enc.key';

/** What the seeds' workers can say: they know no renditions. */
const PlainResult = z.strictObject({
  master: OutputName,
  duration: z.number().positive(),
  files: z.array(z.strictObject({ name: OutputName, bytes: z.int().nonnegative() })).min(1),
});
const ProcessingResult = z.union([TranscodeResult, PlainResult]);
type ProcessingResult = z.output<typeof ProcessingResult>;
type TranscodeJob = JobOf<typeof privatePayload>;

/** The kind of job that makes HLS of a source (spec/02, What the worker makes). */
export function transcodeKind(storage: Storage) {
  return defineJobKind({
    kind: TRANSCODE,
    privatePayload,
    result: ProcessingResult,
    payload: (scope, job: TranscodeJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) => prefixOf(tenantCode, job),
    filesOf: ({ files }) => files,
    onPublished: (scope, job, result) => showOutput(scope, job, result, false),
    onDone: (scope, job, result) => showOutput(scope, job, result, true),
    onFailed: (scope, job, reason) => showFailure(scope, job, reason),
  });
}

/** Takes a step of the video's life, or refuses with the status that forbids it. */
export function mustStep(
  video: Pick<queries.VideoRow, 'status'>,
  step: VideoStep,
): queries.VideoRow['status'] {
  return statusAfter(video.status, step) ?? refuse('invalid_status', { video_status: video.status });
}

/** Takes up a failed or waiting video again. */
export function retryVideo(scope: Scope, id: number): Promise<queries.VideoRow> {
  return requeue(scope, id, 'retry');
}

type Sounding = { even_loudness?: boolean | null | undefined };

/** Makes the output of a ready video anew, as loud as is asked; the old one plays until the new one is complete. */
export function reprocessVideo(scope: Scope, id: number, how: Sounding = {}): Promise<queries.VideoRow> {
  return requeue(scope, id, 'reprocess', how);
}

function requeue(
  scope: Scope,
  id: number,
  step: 'retry' | 'reprocess',
  { even_loudness }: Sounding = {},
): Promise<queries.VideoRow> {
  return scope.tx(async (tx, scope) => {
    const video = found(await queries.lockVideo(tx, id));
    await mustTeachClassSession(tx, scope, video.session_id);
    const status = mustStep(video, step);
    if (video.duration_ms === null) refuse('source_not_found_or_empty');
    const sound = even_loudness === undefined ? {} : { even_loudness };
    await queries.updateVideo(tx, id, { status, error_reason: '', ...sound });
    await queueTranscode(tx, id);
    await audit(tx, scope, { action: `video.${step}`, subject_type: 'video', subject_id: id, after: sound });
    await publish(tx, 'videos');
    return found(await queries.lockVideo(tx, id));
  });
}

function payloadOf(
  scope: Scope,
  storage: Storage,
  job: TranscodeJob,
  address: Address,
): Promise<TranscodePayload> {
  return scope.tx(async (tx) => {
    const video = found(await queries.lockVideo(tx, job.subject_id));
    const status = mustStep(video, 'claim');
    const source = await sourceFor(tx, video);
    if (source.duration_ms === null) refuse('source_not_found_or_empty');
    const made = { version: versionOf(job), source_key: source.file_key };
    const key = await queries.keepKey(tx, video.id, made, randomBytes(16));
    if (status !== video.status) await queries.updateVideo(tx, video.id, { status });
    if (job.attempt > 1) await clearFailed(tx, scope, { ...job, attempt: job.attempt - 1 });
    await publish(tx, 'videos');
    return {
      video_id: video.id,
      source_url: address(await storage.signedGet(source.file_key, SOURCE_URL_SECONDS)),
      source_bytes: source.source_bytes ?? 0,
      duration_seconds: source.duration_ms / 1000,
      max_height: 1080,
      key_hex: key.toString('hex'),
      key_uri: KEY_NAME,
      loudness: video.even_loudness ?? videoSettings((await findAcademy(tx)).settings).even_loudness,
    };
  });
}

/** What is read for the next output: the source that is on its way to the video once it is there, or its own. */
async function sourceFor(tx: Tx, video: queries.VideoRow) {
  const replacement = await replacements.lockReplacement(tx, video.id);
  return replacement?.status === 'UPLOADED' ? replacement : video;
}

/** Shows an output that is in the storage. A part of one never replaces a whole one. */
function showOutput(
  scope: Scope,
  job: TranscodeJob,
  result: ProcessingResult,
  isWhole: boolean,
): Promise<void> {
  return scope.tx(async (tx) => {
    const video = await queries.lockVideo(tx, job.subject_id);
    const status = video && statusAfter(video.status, 'finish');
    if (!video || !status || (!isWhole && video.output_is_whole)) return;
    const replacement = await replacements.lockReplacement(tx, video.id);
    const origin = originOf(
      await replacements.findSourceOf(tx, video.id, versionOf(job)),
      video,
      replacement,
    );
    if (!isWhole && origin !== 'present') return;
    if (origin === 'given_up') {
      await clearFailed(tx, scope, job);
      return takeUpReplacement(tx, video, replacement);
    }
    if (origin === 'replacement') await replacements.fitWatched(tx, video.id, durationOf(result).duration_ms);
    const prefix = prefixOf((await findAcademy(tx)).code, job);
    await queries.updateVideo(tx, video.id, {
      status,
      error_reason: '',
      output_version: versionOf(job),
      output_is_whole: isWhole,
      hls_path: prefix + result.master,
      ...durationOf(result),
      ...picturesOf(prefix, result),
      ...(origin === 'replacement' && replacement ? sourceColumns(replacement) : {}),
    });
    if (origin === 'replacement') await dropOld(tx, video);
    else if (isWhole) await takeUpReplacement(tx, { ...video, status }, replacement);
    await emit(
      tx,
      videoChanged,
      { video_id: video.id, session_id: video.session_id },
      { key: `${video.id}` },
    );
    await publish(tx, 'videos');
    if (isWhole) await sweepLater(tx, scope, video.id);
  });
}

function durationOf({ duration }: ProcessingResult) {
  return { duration: Math.round(duration), duration_ms: Math.round(duration * 1000) };
}

function picturesOf(prefix: string, result: ProcessingResult) {
  if (!('renditions' in result)) return {};
  return {
    poster_path: result.poster ? prefix + result.poster : '',
    storyboard_path: result.storyboard ? prefix + result.storyboard : '',
    renditions: JSON.stringify(result.renditions),
  };
}

function showFailure(scope: Scope, job: TranscodeJob, reason: string): Promise<void> {
  return scope.tx(async (tx) => {
    const video = await queries.lockVideo(tx, job.subject_id);
    const status = video && statusAfter(video.status, 'fail');
    if (!video || !status) return;
    const replacement = await replacements.lockReplacement(tx, video.id);
    const source = await replacements.findSourceOf(tx, video.id, versionOf(job));
    const origin = originOf(source, video, replacement);
    // One that was cancelled before anybody began it was for whatever source came next.
    const isNew = origin === 'replacement' || (source === undefined && replacement?.status === 'UPLOADED');
    if (isNew) await replacements.updateReplacement(tx, video.id, { status: 'FAILED', error_reason: reason });
    else if (origin === 'present') await queries.updateVideo(tx, video.id, { status, error_reason: reason });
    if (!isNew) await takeUpReplacement(tx, { ...video, status }, replacement);
    await publish(tx, 'videos');
    await clearFailed(tx, scope, job);
    await sweepLater(tx, scope, video.id);
  });
}

/** The output of an attempt that will never be whole must not fill the storage until all is swept. */
async function clearFailed(
  tx: Tx,
  scope: Scope,
  { id, attempt, subject_id }: Omit<TranscodeJob, 'fence'>,
): Promise<void> {
  const runAt = new Date(scope.now.getTime() + FAILED_OUTPUT_MS);
  const failed = { video_id: subject_id, job_id: id, attempt };
  await enqueue(tx, removeFailedOutput, failed, { key: `${id}-${attempt}`, runAt });
}

/** Those who watch the old output when it is replaced finish in peace. */
async function sweepLater(tx: Tx, scope: Scope, video_id: number): Promise<void> {
  const runAt = new Date(scope.now.getTime() + OLD_OUTPUT_MS);
  await enqueue(tx, removeOldOutputs, { video_id }, { key: `${video_id}`, runAt });
}
