import {
  type OcrPayload,
  OcrResult,
  type ReadLine,
  ReadPages,
  type SubmissionText,
  type TextHit,
  type TextQuery,
} from '@seodang/contract/homework-text.ts';
import type { Page } from '@seodang/contract/list.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type Address, defineJobKind, findActive, type JobOf, queueJob } from '#domains/jobs/index.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import { listFilms } from './homework-film.queries.ts';
import { scenesOf } from './homework-film.rules.ts';
import * as queries from './homework-text.queries.ts';
import { excerptOf, squeezed, sureText } from './homework-text.rules.ts';
import { bytesOf } from './pages.ts';
import { findSubmission, lockSubmission } from './submissions.queries.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';
import { isRepeated, packPrints, printsOf } from './text-likeness.rules.ts';

const OCR = 'ai.ocr';
const privatePayload = z.strictObject({});
type OcrJob = JobOf<typeof privatePayload>;
const SOURCE_URL_SECONDS = 3600;
/** Behind everything that somebody waits for. */
const PRIORITY = -10;
const MOST_PAGES = 30;

/** The kind of job that reads the print on pages of homework. */
export function ocrKind(storage: Storage) {
  return defineJobKind({
    kind: OCR,
    privatePayload,
    result: OcrResult,
    payload: (scope, job: OcrJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) => prefixOf(tenantCode, job),
    filesOf: ({ files }) => files,
    onDone: (scope, job, result) => keepTexts(scope, storage, job, result),
    // Nothing waits for it: the photo is there, and a person looks at it anyway.
    onFailed: async () => undefined,
  });
}

const prefixOf = (tenantCode: string, { id, attempt, fence }: OcrJob) =>
  `submissions/${tenantCode}/jobs/${id}/${attempt}-${fence}/`;

/** Queues the reading of homework that came with pages, or of whose video there are scenes, in the same transaction. */
export async function queueReading(tx: Tx, id: number): Promise<void> {
  if ((await readableOf(tx, id)).length === 0) return;
  const job = { subject_id: id, private_payload: {}, priority: PRIORITY };
  await queueJob(tx, { kind: OCR, privatePayload }, job);
}

type Readable = { place: number; at: number | null; page_key: string; file_size: number };

/** Pages of a submission, or the scenes of its video, that a reader can be given. */
async function readableOf(tx: Tx, submission_id: number): Promise<Readable[]> {
  const pages = await queries.listReadable(tx, submission_id);
  const films = await listFilms(tx, submission_id);
  return [
    ...pages.map(({ place, page_key, file_size }) => ({
      ...{ place, at: null, page_key: page_key ?? '', file_size: file_size ?? 0 },
    })),
    ...films.flatMap(({ place, frames }) =>
      scenesOf(frames).flatMap(({ at, page, bytes = 0 }) =>
        page ? [{ place, at, page_key: page, file_size: bytes }] : [],
      ),
    ),
  ].slice(0, MOST_PAGES);
}

function payloadOf(scope: Scope, storage: Storage, job: OcrJob, address: Address): Promise<OcrPayload> {
  return scope.tx(async (tx) => {
    const pages = await readableOf(tx, job.subject_id);
    if (pages.length === 0) refuse('conflict');
    return {
      submission_id: job.subject_id,
      pages: await Promise.all(
        pages.map(async ({ place, at, page_key, file_size: bytes }) => ({
          ...{ place, at, bytes },
          url: address(await storage.signedGet(page_key, SOURCE_URL_SECONDS)),
        })),
      ),
    };
  });
}

async function keepTexts(
  scope: Scope,
  storage: Storage,
  job: OcrJob,
  { version, text_file }: OcrResult,
): Promise<void> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const bytes = await bytesOf(storage, `${prefixOf(code, job)}${text_file}`);
  const pages = ReadPages.parse(JSON.parse(bytes.toString()));
  await scope.tx(async (tx, scope) => {
    const row = found(await lockSubmission(tx, job.subject_id));
    const shown = new Set<number>();
    for (const { place, at, confidence, lines } of pages) {
      const sure_text = sureText(lines);
      const prints = printsOf(sure_text);
      if (at !== null && isRepeated(prints, shown)) continue;
      for (const print of prints) shown.add(print);
      await queries.keepText(tx, {
        ...{ submission_id: row.id, place, at_ms: toMs(at), confidence, version, created_at: scope.now },
        ...{ lines: JSON.stringify(lines), sure_text, prints: packPrints(prints) },
      });
    }
    await publish(tx, 'submissions', { lecture_id: row.lecture_id });
  });
}

const toMs = (at: number | null) => (at === null ? null : Math.round(at * 1000));
const toSeconds = (at_ms: number | null) => (at_ms === null ? null : at_ms / 1000);
const linesOf = (lines: unknown) => lines as ReadLine[];

/** What was read on the pages of a submission. */
export function readText(scope: Scope, id: number): Promise<SubmissionText> {
  return scope.tx(async (tx, scope) => {
    found(await findSubmission(tx, scope, id));
    const texts = await queries.listTexts(tx, id);
    const isWaiting = texts.length === 0 && (await findActive(tx, OCR, id)) !== undefined;
    const pages = texts.map(({ lines, at_ms, ...text }) => ({
      ...{ ...text, at: toSeconds(at_ms), lines: linesOf(lines) },
    }));
    return { state: texts.length > 0 ? 'read' : isWaiting ? 'waiting' : 'none', pages };
  });
}

/** Pages of a lecture's homework on which something was read. */
export function searchText(
  scope: Scope,
  storage: Storage,
  query: TextQuery,
  url: string,
): Promise<Page<TextHit>> {
  const { lecture, homework, search } = query;
  const wanted = { lecture, homework, squeezed: squeezed(search) };
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, lecture);
    const rows = await queries.listHits(tx, scope, wanted, query);
    const isBehind = rows.length === 0 && query.page > 1;
    const count = isBehind ? await queries.countHits(tx, scope, wanted) : (rows[0]?.n ?? 0);
    const results = await Promise.all(
      rows.map(async ({ lines, thumb_key: thumb, at_ms, frames, n: _, ...hit }) => {
        const at = toSeconds(at_ms);
        const scene = scenesOf(frames).find((one) => one.at === at);
        const key = scene?.key ?? thumb;
        const thumb_url = key && (await storage.signedGet(key, FILE_URL_SECONDS));
        return { ...hit, at, excerpt: excerptOf(linesOf(lines), search), thumb_url };
      }),
    );
    return toPage(url, query, count, results);
  });
}
