import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, type Task } from '#core/tasks.ts';
import { findActive } from '#domains/jobs/index.ts';
import * as queries from './processing.queries.ts';
import { CAPTIONS, isMadeBy, outputsOf } from './processing.rules.ts';

export const removeOldOutputs = {
  name: 'video.remove_old_outputs',
  payload: z.object({ video_id: z.int() }),
};

export const removeFailedOutput = {
  name: 'video.remove_failed_output',
  payload: z.object({ video_id: z.int(), job_id: z.int(), attempt: z.int() }),
};

/** Removes every file of a video that was removed for good. */
export const clearVideo = {
  name: 'video.clear',
  payload: z.object({ video_id: z.int(), file_key: z.string(), upload_id: z.string().nullable() }),
};

export function processingTasks(storage: Storage): Task[] {
  return [
    defineTask({
      ...clearVideo,
      async run(scope, { video_id, file_key, upload_id }) {
        const root = outputsOf((await scope.tx((tx) => findAcademy(tx))).code, video_id);
        if (upload_id !== null) await storage.abortUpload(file_key, upload_id);
        await storage.delete(file_key);
        await storage.deletePrefix(root);
      },
    }) as Task,
    defineTask({
      ...removeOldOutputs,
      run: (scope, { video_id }) => removeOld(scope, storage, video_id),
    }) as Task,
    defineTask({
      ...removeFailedOutput,
      run: (scope, { video_id, job_id, attempt }) =>
        removeFailed(scope, storage, video_id, { id: job_id, attempt }),
    }) as Task,
  ];
}

/** Clears outputs that nothing points to: of earlier versions, and of attempts that failed. Waits for running work. */
async function removeOld(scope: Scope, storage: Storage, video_id: number): Promise<void> {
  const present = await scope.tx(async (tx) => {
    const present = await presentOutput(tx, video_id);
    return (await findActive(tx, 'video.transcode', video_id)) ? undefined : present;
  });
  if (present) await removeOthers(storage, present, () => true);
}

/** Clears what an attempt left that failed, unless it got as far as a rendition that is being shown. */
async function removeFailed(
  scope: Scope,
  storage: Storage,
  video_id: number,
  failed: { id: number; attempt: number },
): Promise<void> {
  const present = await scope.tx((tx) => presentOutput(tx, video_id));
  if (present) await removeOthers(storage, present, (version) => isMadeBy(version, failed));
}

type Present = { root: string; version: string };

/** Where the outputs of a video lie, and which of them is shown. */
async function presentOutput(tx: Tx, video_id: number): Promise<Present | undefined> {
  const video = await queries.lockVideo(tx, video_id);
  return video && { root: outputsOf((await findAcademy(tx)).code, video_id), version: video.output_version };
}

async function removeOthers(
  storage: Storage,
  { root, version: shown }: Present,
  isGone: (version: string) => boolean,
): Promise<void> {
  for (const version of await versionsBelow(storage, root))
    if (version !== shown && version !== CAPTIONS && isGone(version))
      await storage.deletePrefix(`${root}${version}/`);
}

async function versionsBelow(storage: Storage, root: string): Promise<Set<string>> {
  const versions = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await storage.list(root, cursor);
    for (const { key } of page.objects) versions.add(key.slice(root.length).split('/')[0] ?? '');
    cursor = page.cursor;
  } while (cursor !== undefined);
  return versions;
}
