import { type MatchPayload, MatchResult, type Twin } from '@seodang/contract/homework-match.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type Address, defineJobKind, type JobOf, queueJob, queueJobs } from '#domains/jobs/index.ts';
import { cutsOf, keepCrops } from './homework-crops.ts';
import * as queries from './homework-match.queries.ts';
import { listPages, lockPages, replaceSights } from './homework-pages.queries.ts';
import { areSame } from './homework-pages.rules.ts';
import { lockSubmission, type SubmissionRow } from './submissions.queries.ts';

export const MATCH = 'ai.match';
const privatePayload = z.strictObject({
  compared: z.array(z.string()).default([]),
  rounds: z.int().default(0),
  /** Reference pages changed: photos were compared with each other before. */
  pages_only: z.boolean().default(false),
});
type MatchJob = JobOf<typeof privatePayload>;
const SOURCE_URL_SECONDS = 3600;
const MOST_OTHERS = 150;
/** In all, over several jobs. */
const MOST_COMPARED = 1500;
const MOST_ROUNDS = 12;
/** Behind everything that somebody waits for, before what is read. */
const PRIORITY = -5;

/** The kind of job that looks for near copies among pages of homework. */
export function matchKind(storage: Storage) {
  return defineJobKind({
    kind: MATCH,
    privatePayload,
    result: MatchResult,
    payload: (scope, job: MatchJob, address) => payloadOf(scope, storage, job, address),
    outputPrefix: (job, tenantCode) => prefixOf(tenantCode, job),
    filesOf: ({ files }) => files,
    onDone: (scope, job, result) => keepTwins(scope, job, result),
    // A hint that nobody gets is no harm: the photo is looked at anyway.
    onFailed: async () => undefined,
  });
}

const prefixOf = (tenantCode: string, { id, attempt, fence }: MatchJob) =>
  `submissions/${tenantCode}/jobs/${id}/${attempt}-${fence}/`;

/** Queues the comparing of homework that came with photos, in the transaction that took it. */
export async function queueMatch(tx: Tx, { id }: SubmissionRow): Promise<void> {
  if ((await queries.listPhotos(tx, id)).length === 0) return;
  const job = { subject_id: id, private_payload: {}, priority: PRIORITY };
  await queueJob(tx, { kind: MATCH, privatePayload }, job);
}

/** Queues the comparing of photos with the pages of their homework, where those have changed. */
export async function queuePageMatches(tx: Tx, submission_ids: readonly number[]): Promise<void> {
  const jobs = submission_ids.map((subject_id) => ({
    ...{ subject_id, private_payload: { pages_only: true }, priority: PRIORITY },
  }));
  await queueJobs(tx, { kind: MATCH, privatePayload }, jobs);
}

function payloadOf(scope: Scope, storage: Storage, job: MatchJob, address: Address): Promise<MatchPayload> {
  return scope.tx(async (tx) => {
    const row = found(await lockSubmission(tx, job.subject_id));
    const photos = await queries.listPhotos(tx, row.id);
    if (photos.length === 0) refuse('conflict');
    const others = await othersOf(tx, row, job);
    const features = await queries.readFeatures(
      tx,
      others.map(({ id }) => id),
    );
    return {
      submission_id: row.id,
      pages: await Promise.all(
        photos.map(async ({ place, page_key, file_size }) => ({
          place,
          url: address(await storage.signedGet(page_key ?? '', SOURCE_URL_SECONDS)),
          bytes: file_size ?? 0,
        })),
      ),
      others: others.map(({ id, ...other }) => ({
        ...other,
        features: features.get(id)?.toString('base64') ?? '',
      })),
      references: await referencesOf(tx, storage, row, address),
    };
  });
}

async function referencesOf(tx: Tx, storage: Storage, { homework_id }: SubmissionRow, address: Address) {
  const pages = await listPages(tx, [homework_id ?? 0]);
  const cuts = await cutsOf(tx, pages);
  return Promise.all(
    pages.map(async ({ id, page_key, file_size: bytes }) => ({
      ...{ id, bytes, regions: cuts(id) },
      url: address(await storage.signedGet(page_key, SOURCE_URL_SECONDS)),
    })),
  );
}

const nameOf = ({ submission_id, place }: { submission_id: number; place: number }) =>
  `${submission_id}.${place}`;

/** First what it was not compared with; then the rest, by which print is told from what a student wrote. */
async function othersOf(tx: Tx, row: SubmissionRow, { private_payload }: MatchJob) {
  if (private_payload.pages_only) return [];
  const all = await queries.listComparable(tx, row, MOST_COMPARED);
  const before = new Set(private_payload.compared);
  const isNew = (one: (typeof all)[number]) => !before.has(nameOf(one));
  return [...all.filter(isNew), ...all.filter((one) => !isNew(one))].slice(0, MOST_OTHERS);
}

/**
 * Goes on while there is something it was not compared with: more than one job takes, or what came when neither was
 * stored, or reference pages that are others by now. Whatever is stored after this is compared with this by its own job.
 */
async function goOn(
  tx: Tx,
  row: SubmissionRow,
  job: MatchJob,
  { compared }: MatchResult,
  hasAllPages: boolean,
): Promise<void> {
  const { private_payload } = job;
  const done = new Set([...private_payload.compared, ...compared.map(nameOf)]);
  const isOfPages = private_payload.pages_only;
  const all = isOfPages ? [] : await queries.listComparable(tx, row, MOST_COMPARED);
  const rounds = private_payload.rounds + 1;
  const isDone = hasAllPages && all.every((one) => done.has(nameOf(one)));
  if (row.superseded_at !== null || rounds >= MOST_ROUNDS || isDone) return;
  const next = {
    subject_id: row.id,
    private_payload: { compared: [...done], rounds, pages_only: isOfPages },
    priority: PRIORITY,
  };
  await queueJob(tx, { kind: MATCH, privatePayload }, next);
}

/** A pair is one pair, whichever of both found it. */
function pairOf(submission_id: number, { place, other_submission_id, other_place, likeness }: Twin) {
  return submission_id > other_submission_id
    ? { submission_id, place, other_submission_id, other_place, likeness }
    : {
        ...{ submission_id: other_submission_id, place: other_place },
        ...{ other_submission_id: submission_id, other_place: place, likeness },
      };
}

/** One after the other among those that are compared with each other: else two that end at once miss each other. */
async function lockComparable(tx: Tx, id: number): Promise<void> {
  const { homework_id, enrollment_id } = found(await queries.findOwn(tx, id));
  await lock(tx, 'match_homework', homework_id ?? 0);
  await lock(tx, 'match_enrollment', enrollment_id);
}

async function keepTwins(scope: Scope, job: MatchJob, result: MatchResult): Promise<void> {
  const { features, twins } = result;
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const keyOf = (file: string) => `${prefixOf(code, job)}${file}`;
  await scope.tx(async (tx, scope) => {
    await lockComparable(tx, job.subject_id);
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
    const isReal = ({ place, other_submission_id: other }: Twin) =>
      photos.some((photo) => photo.place === place) && other !== row.id && there.has(other);
    for (const twin of twins.filter(isReal))
      await queries.keepTwin(tx, { ...pairOf(row.id, twin), created_at: scope.now });
    await lockPages(tx, row.homework_id ?? 0);
    const pages = await listPages(tx, [row.homework_id ?? 0]);
    const hasAllPages = areSame(
      result.references,
      pages.map(({ id }) => id),
    );
    await keepSights(tx, row, result, { pages, photos }, scope.now);
    const cut = { job_id: job.id, submission: row, pages, photos, keyOf, created_at: scope.now };
    const hasAllRegions = await keepCrops(tx, cut, result);
    await goOn(tx, row, job, result, hasAllPages && hasAllRegions);
    if (twins.length > 0 || pages.length > 0)
      await publish(tx, 'submissions', { lecture_id: row.lecture_id });
  });
}

type There = { pages: readonly { id: number }[]; photos: readonly { place: number }[] };

/** What each photo shows, of pages that are still there. */
async function keepSights(
  tx: Tx,
  row: SubmissionRow,
  { shown }: MatchResult,
  { pages, photos }: There,
  created_at: Date,
): Promise<void> {
  const isPage = (id: number) => pages.some((page) => page.id === id);
  const sights = shown
    .filter(({ place }) => photos.some((photo) => photo.place === place))
    .map((one) => {
      const about = { submission_id: row.id, place: one.place, created_at };
      if (one.sight === 'none' || !isPage(one.page_id))
        return { ...about, sight: 'none' as const, page_id: null, covered: 0, corners: null };
      const { sight, page_id, covered, corners } = one;
      return { ...about, sight, page_id, covered, corners: JSON.stringify(corners) };
    });
  await replaceSights(tx, row.id, sights);
}
