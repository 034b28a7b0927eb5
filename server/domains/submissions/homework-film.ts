import {
  FILM_MAX_SECONDS,
  FILM_SLACK_SECONDS,
  type Film,
  type FilmPayload,
  FilmResult,
} from '@seodang/contract/homework-film.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { type Address, defineJobKind, type JobOf, listLatest, queueJob } from '#domains/jobs/index.ts';
import { isStaff } from '#domains/school/index.ts';
import * as queries from './homework-film.queries.ts';
import { scenesOf } from './homework-film.rules.ts';
import { queueReading } from './homework-text.ts';
import { dropLater } from './pages.ts';
import { lockSubmission, type SubmissionRow } from './submissions.queries.ts';

const HOMEWORK_VIDEO = 'ai.homework_video_analysis';
const privatePayload = z.strictObject({});
type FilmJob = JobOf<typeof privatePayload>;
const SOURCE_URL_SECONDS = 6 * 3600;

/** The kind of job that makes a video of homework playable everywhere, and looks what there is to see and hear. */
export function homeworkFilmKind(storage: Storage) {
  return defineJobKind({
    kind: HOMEWORK_VIDEO,
    privatePayload,
    result: FilmResult,
    payload: (scope, job: FilmJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) => prefixOf(tenantCode, job),
    filesOf: ({ files }) => files,
    onDone: (scope, job, result) => keepFilm(scope, job, result),
    onFailed: (scope, job, reason) => scope.tx((tx, { now }) => fail(tx, job, reason, now)),
  });
}

const prefixOf = (tenantCode: string, { id, attempt, fence }: FilmJob) =>
  `submissions/${tenantCode}/jobs/${id}/${attempt}-${fence}/`;

/** Queues the video of a submission, in the transaction that took it. */
export async function queueFilm(tx: Tx, { id, source }: SubmissionRow): Promise<void> {
  if (source !== 'homework_video') return;
  await queue(tx, id);
}

async function queue(tx: Tx, subject_id: number): Promise<void> {
  await queueJob(tx, { kind: HOMEWORK_VIDEO, privatePayload }, { subject_id, private_payload: {} });
}

const TRY_FOR_MS = 7 * 24 * 3600 * 1000;

/** No video stays without a film because nobody asked for one, or because runners or disks were not well for a while. */
export const filmUpkeep: readonly Upkeep[] = [
  {
    name: 'submissions.queue_films',
    every: 'hour',
    step: (scope, limit) =>
      scope.tx(async (tx) => {
        const ids = await queries.listWithoutFilm(tx, limit);
        const asked = new Set((await listLatest(tx, HOMEWORK_VIDEO, ids)).map((job) => job.subject_id));
        const forgotten = ids.filter((id) => !asked.has(id));
        for (const id of forgotten) await queue(tx, id);
        return forgotten.length;
      }),
  },
  {
    name: 'submissions.retry_films',
    every: 'day',
    step: (scope, limit) =>
      scope.tx(async (tx, { now }) => {
        const unmade = await queries.listUnmade(tx, new Date(now.getTime() - TRY_FOR_MS), limit);
        for (const id of unmade) await queue(tx, id);
        return 0;
      }),
  },
];

function payloadOf(scope: Scope, storage: Storage, job: FilmJob, address: Address): Promise<FilmPayload> {
  return scope.tx(async (tx) => {
    const { place, file_key, file_size } = found(await queries.findVideo(tx, job.subject_id));
    if (file_size === null) refuse('conflict');
    return {
      submission_id: job.subject_id,
      place,
      source_url: address(await storage.signedGet(file_key, SOURCE_URL_SECONDS)),
      source_bytes: file_size,
      max_seconds: FILM_MAX_SECONDS + FILM_SLACK_SECONDS,
    };
  });
}

/** What was sent goes when there is a film of it: it may say where it was taken. Else it is all there is, and stays for staff. */
async function keepFilm(scope: Scope, job: FilmJob, result: FilmResult): Promise<void> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const keyOf = (name: string) => `${prefixOf(code, job)}${name}`;
  await scope.tx(async (tx, scope) => {
    const row = found(await lockSubmission(tx, job.subject_id));
    const video = found(await queries.findVideo(tx, row.id));
    const kept = { submission_id: row.id, place: video.place, created_at: scope.now };
    const { film, found: seen } = result;
    if (!film || !seen) await queries.keepFilm(tx, { ...kept, reason: result.reason || 'no_film' });
    else {
      const bytesOf = (name: string | null) => result.files.find((file) => file.name === name)?.bytes ?? 0;
      const frames = seen.frames.map(({ at, file, page }) => ({
        ...{ at, key: keyOf(file) },
        ...(page && { page: keyOf(page), bytes: bytesOf(page) }),
      }));
      const { width, height } = seen;
      await queries.keepFilm(tx, {
        ...{ ...kept, reason: '', film_key: keyOf(film), width, height },
        ...{ duration_ms: Math.round(seen.duration * 1000), has_sound: seen.has_sound },
        silent_seconds: seen.silent_seconds,
        black: JSON.stringify(seen.black),
        still: JSON.stringify(seen.still),
        frames: JSON.stringify(frames),
      });
      const file_size = bytesOf(film);
      const thumb_key = frames[0]?.key ?? null;
      await queries.showFilm(tx, video.id, { page_key: keyOf(film), thumb_key, width, height, file_size });
      await dropLater(tx, [video.file_key]);
      await queueReading(tx, row.id);
    }
    await publish(tx, 'submissions', { lecture_id: row.lecture_id, enrollment_id: row.enrollment_id });
  });
}

/** Nothing can be made of it now; what was sent stays, for another try each day of the next week. */
async function fail(tx: Tx, job: FilmJob, reason: string, created_at: Date): Promise<void> {
  const video = await queries.findVideo(tx, job.subject_id);
  if (!video) return;
  const code = /^[a-z_]+/.exec(reason)?.[0] ?? 'internal';
  await queries.keepFilm(tx, { submission_id: job.subject_id, place: video.place, reason: code, created_at });
  await publish(tx, 'submissions');
}

const nothing = {
  ...{ duration: 0, width: null, height: null, has_sound: false, silent_seconds: 0 },
  ...{ black: [], still: [], frames: [] },
};

/** The videos of a submission as they are shown; what is not ready yet is waiting. Staff may open what was refused. */
export async function filmsOf(
  tx: Tx,
  scope: Scope,
  storage: Storage,
  { id, source }: { id: number; source: string },
  seconds: number,
): Promise<Film[]> {
  if (source !== 'homework_video') return [];
  const rows = await queries.listFilms(tx, id);
  if (rows.length === 0) return [{ place: 1, state: 'waiting', reason: '', url: null, ...nothing }];
  const sent = isStaff(scope) ? await queries.findVideo(tx, id) : undefined;
  return Promise.all(rows.map((row) => toFilm(storage, row, seconds, sent?.file_key)));
}

type FilmRow = Awaited<ReturnType<typeof queries.listFilms>>[number];

async function toFilm(storage: Storage, row: FilmRow, seconds: number, sent?: string): Promise<Film> {
  const { place, reason, film_key } = row;
  if (film_key === null) {
    const isThere = sent !== undefined && (await storage.head(sent)) !== undefined;
    const url = isThere ? await storage.signedGet(sent, seconds) : null;
    return { place, state: 'refused', reason, url, ...nothing };
  }
  return {
    ...{ place, state: 'ready', reason, url: await storage.signedGet(film_key, seconds) },
    ...{ duration: (row.duration_ms ?? 0) / 1000, width: row.width, height: row.height },
    ...{ has_sound: row.has_sound, silent_seconds: row.silent_seconds },
    black: row.black as unknown as Film['black'],
    still: row.still as unknown as Film['still'],
    frames: await Promise.all(
      scenesOf(row.frames).map(async ({ at, key }) => ({ at, url: await storage.signedGet(key, seconds) })),
    ),
  };
}
