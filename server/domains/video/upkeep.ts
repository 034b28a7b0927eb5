import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Platform } from '#core/platform.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { listLatest } from '#domains/jobs/index.ts';
import type { PlaybackStore } from './playback-store.ts';
import { lockVideo, updateVideo } from './processing.queries.ts';
import { clearVideo } from './processing.tasks.ts';
import { TRANSCODE } from './processing-queue.ts';
import * as queries from './upkeep.queries.ts';
import { clearUpload } from './upload.tasks.ts';
import { listPartsIfThere } from './upload-source.ts';
import { statusAfter } from './video.rules.ts';

const DAY_MS = 24 * 3600 * 1000;
/** As long as the storage keeps the parts of an upload. */
const UPLOAD_DAYS = 7;

/**
 * Marks as expired what nobody ended (spec/02, `reconcile`): the database then says how each playback really ended. What a
 * store credited to them and a process that died did not bring to PostgreSQL is brought before.
 */
export function reconcilePlaybacks(store: Pick<PlaybackStore, 'settle'>): Upkeep {
  return {
    name: 'video.reconcile_playbacks',
    every: 'hour',
    async step(scope, limit) {
      const { tenant_id } = scope;
      const people = await scope.tx((tx, { now }) => queries.listOverdueUsers(tx, now, limit));
      await store.settle(people.map(({ user_id }) => ({ tenant_id, user_id })));
      return await scope.tx((tx, { now }) => queries.expireSomePlaybacks(tx, now, limit));
    },
  };
}

/** A school year and a bit; what a case rests on stays with the case. */
const EVENT_DAYS = 400;
/** A batch comes again while its playback lives, or not at all. */
const BATCH_DAYS = 7;
/** Rows for each thing to do: these are many, and small. */
const ROWS = 20;

export const forgetEvents: Upkeep = {
  name: 'video.forget_events',
  every: 'day',
  step: (scope, limit) =>
    scope.tx(async (tx, { now }) => {
      const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
      const events = await queries.deleteEventsBefore(tx, before(EVENT_DAYS), limit * ROWS);
      const batches = await queries.deleteBatchesBefore(tx, before(BATCH_DAYS), limit * ROWS);
      return Math.ceil(Math.max(events, batches) / ROWS);
    }),
};

export function videoUpkeep(
  { storage, config }: Pick<Platform, 'storage' | 'config'>,
  store: PlaybackStore,
): Upkeep[] {
  return [
    reconcilePlaybacks(store),
    forgetEvents,
    {
      name: 'video.forget_uploads',
      every: 'day',
      step: (scope, limit) => forgetUploads(scope, storage, limit),
    },
    {
      name: 'video.forget_replacements',
      every: 'day',
      step: forgetReplacements,
    },
    {
      name: 'video.remove_files',
      every: 'day',
      step: (scope, limit) => removeFiles(scope, config.REMOVED_FILES_DAYS, limit),
    },
  ];
}

function forgetReplacements(scope: Scope, limit: number): Promise<number> {
  return scope.tx(async (tx, { now }) => {
    const before = new Date(now.getTime() - UPLOAD_DAYS * DAY_MS);
    const stale = await queries.takeStaleReplacements(tx, before, limit);
    for (const files of stale) await enqueue(tx, clearUpload, files);
    return stale.length;
  });
}

/** Files of videos removed so many days ago. From then on those cannot be put back; what was watched of them stays. */
function removeFiles(scope: Scope, days: number, limit: number): Promise<number> {
  return scope.tx(async (tx, { now }) => {
    const before = new Date(now.getTime() - days * DAY_MS);
    const removed = await queries.lockRemovedBefore(tx, before, limit);
    const ids = removed.map(({ id }) => id);
    const jobs = await listLatest(tx, TRANSCODE, ids);
    // A runner at work would go on writing; its files are removed when its job has ended.
    const busy = new Set(jobs.filter(isAtWork).map(({ subject_id }) => subject_id));
    const gone = removed.filter(({ id }) => !busy.has(id));
    await queries.noteFilesRemoved(tx, idsOf(gone), now);
    for (const { id: video_id, file_key, upload_id } of gone)
      await enqueue(tx, clearVideo, { video_id, file_key, upload_id }, { queue: 'video.clear' });
    return gone.length;
  });
}

const idsOf = (videos: readonly queries.Files[]) => videos.map(({ id }) => id);
const isAtWork = ({ status }: { status: string }) => status === 'queued' || status === 'leased';

/** Uploads that nobody went on with for a week, and of which nothing is left, have failed. */
async function forgetUploads(scope: Scope, storage: Storage, limit: number): Promise<number> {
  const before = new Date(scope.now.getTime() - UPLOAD_DAYS * DAY_MS);
  const pending = await scope.tx((tx) => queries.listPendingSince(tx, before, limit));
  let forgotten = 0;
  for (const video of pending) {
    if (await isThere(storage, video)) continue;
    await scope.tx((tx, scope) => forget(tx, scope, video.id));
    forgotten += 1;
  }
  return forgotten;
}

async function isThere(storage: Storage, { file_key, upload_id }: queries.Files): Promise<boolean> {
  if (upload_id !== null && (await listPartsIfThere(storage, file_key, upload_id))) return true;
  return (await storage.head(file_key)) !== undefined;
}

async function forget(tx: Tx, scope: Scope, id: number): Promise<void> {
  const video = await lockVideo(tx, id);
  const status = video && statusAfter(video.status, 'reject');
  if (!status) return;
  const after = { status, error_reason: 'source_incomplete' };
  await updateVideo(tx, id, { ...after, upload_id: null });
  await audit(tx, scope, { action: 'video.forget_upload', subject_type: 'video', subject_id: id, after });
  await publish(tx, 'videos');
}
