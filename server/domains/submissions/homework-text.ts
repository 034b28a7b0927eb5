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
import * as queries from './homework-text.queries.ts';
import { excerptOf, squeezed, sureText } from './homework-text.rules.ts';
import { bytesOf } from './pages.ts';
import { findSubmission, lockSubmission, type SubmissionRow } from './submissions.queries.ts';
import { FILE_URL_SECONDS } from './submissions.ts';

const OCR = 'ai.ocr';
const privatePayload = z.strictObject({});
type OcrJob = JobOf<typeof privatePayload>;
const SOURCE_URL_SECONDS = 3600;
/** Behind everything that somebody waits for. */
const PRIORITY = -10;

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

/** Queues the reading of homework that came with pages, in the transaction that took it. */
export async function queueReading(tx: Tx, { id }: SubmissionRow): Promise<void> {
  if ((await queries.listReadable(tx, id)).length === 0) return;
  const job = { subject_id: id, private_payload: {}, priority: PRIORITY };
  await queueJob(tx, { kind: OCR, privatePayload }, job);
}

function payloadOf(scope: Scope, storage: Storage, job: OcrJob, address: Address): Promise<OcrPayload> {
  return scope.tx(async (tx) => {
    const pages = await queries.listReadable(tx, job.subject_id);
    if (pages.length === 0) refuse('conflict');
    return {
      submission_id: job.subject_id,
      pages: await Promise.all(
        pages.map(async ({ place, page_key, file_size }) => ({
          place,
          url: address(await storage.signedGet(page_key ?? '', SOURCE_URL_SECONDS)),
          bytes: file_size ?? 0,
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
    for (const { place, confidence, lines } of pages)
      await queries.keepText(tx, {
        ...{ submission_id: row.id, place, confidence, version, created_at: scope.now },
        ...{ lines: JSON.stringify(lines), sure_text: sureText(lines) },
      });
    await publish(tx, 'submissions', { lecture_id: row.lecture_id });
  });
}

const linesOf = (lines: unknown) => lines as ReadLine[];

/** What was read on the pages of a submission. */
export function readText(scope: Scope, id: number): Promise<SubmissionText> {
  return scope.tx(async (tx, scope) => {
    found(await findSubmission(tx, scope, id));
    const texts = await queries.listTexts(tx, id);
    const isWaiting = texts.length === 0 && (await findActive(tx, OCR, id)) !== undefined;
    const pages = texts.map(({ lines, ...text }) => ({ ...text, lines: linesOf(lines) }));
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
      rows.map(async ({ lines, thumb_key, n: _, ...hit }) => ({
        ...hit,
        excerpt: excerptOf(linesOf(lines), search),
        thumb_url: thumb_key && (await storage.signedGet(thumb_key, FILE_URL_SECONDS)),
      })),
    );
    return toPage(url, query, count, results);
  });
}
