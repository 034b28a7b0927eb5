import { type MatchPayload, MatchResult } from '@seodang/contract/homework-match.ts';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type Address, defineJobKind, type JobOf, queueJob } from '#domains/jobs/index.ts';
import * as queries from './homework-match.queries.ts';
import { lockSubmission, type SubmissionRow } from './submissions.queries.ts';

const MATCH = 'ai.match';
const privatePayload = z.strictObject({});
type MatchJob = JobOf<typeof privatePayload>;
const SOURCE_URL_SECONDS = 3600;
const MOST_OTHERS = 150;
/** Behind everything that somebody waits for, before what is read. */
const PRIORITY = -5;

/** The kind of job that looks for near copies among pages of homework. */
export function matchKind(storage: Storage) {
  return defineJobKind({
    kind: MATCH,
    privatePayload,
    result: MatchResult,
    payload: (scope, job: MatchJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) =>
      `submissions/${tenantCode}/jobs/${job.id}/${job.attempt}-${job.fence}/`,
    filesOf: () => [],
    onDone: (scope, job, result) => keepTwins(scope, job, result),
    // A hint that nobody gets is no harm: the photo is looked at anyway.
    onFailed: async () => undefined,
  });
}

/** Queues the comparing of homework that came with photos, in the transaction that took it. */
export async function queueMatch(tx: Tx, { id }: SubmissionRow): Promise<void> {
  if ((await queries.listPhotos(tx, id)).length === 0) return;
  const job = { subject_id: id, private_payload: {}, priority: PRIORITY };
  await queueJob(tx, { kind: MATCH, privatePayload }, job);
}

function payloadOf(scope: Scope, storage: Storage, job: MatchJob, address: Address): Promise<MatchPayload> {
  return scope.tx(async (tx) => {
    const row = found(await lockSubmission(tx, job.subject_id));
    const photos = await queries.listPhotos(tx, row.id);
    if (photos.length === 0) refuse('conflict');
    const others = await queries.listComparable(tx, row, MOST_OTHERS);
    return {
      submission_id: row.id,
      pages: await Promise.all(
        photos.map(async ({ place, page_key, file_size }) => ({
          place,
          url: address(await storage.signedGet(page_key ?? '', SOURCE_URL_SECONDS)),
          bytes: file_size ?? 0,
        })),
      ),
      others: others.map(({ features, ...other }) => ({
        ...other,
        features: (features ?? Buffer.alloc(0)).toString('base64'),
      })),
    };
  });
}

function keepTwins(scope: Scope, job: MatchJob, { features, twins }: MatchResult): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const row = found(await lockSubmission(tx, job.subject_id));
    const photos = await queries.listPhotos(tx, row.id);
    for (const { id, place } of photos) {
      const own = features.find((one) => one.place === place);
      if (own) await queries.keepFeatures(tx, id, Buffer.from(own.features, 'base64'));
    }
    const there = new Set(
      await queries.listThere(
        tx,
        twins.map(({ other_submission_id }) => other_submission_id),
      ),
    );
    const isReal = ({ place, other_submission_id: other }: MatchResult['twins'][number]) =>
      photos.some((photo) => photo.place === place) && other !== row.id && there.has(other);
    for (const twin of twins.filter(isReal))
      await queries.keepTwin(tx, { submission_id: row.id, ...twin, kind: 'picture', created_at: scope.now });
    if (twins.length > 0) await publish(tx, 'submissions', { lecture_id: row.lecture_id });
  });
}
