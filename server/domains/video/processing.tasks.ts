import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, type Task } from '#core/tasks.ts';
import { findActive } from '#domains/jobs/index.ts';
import * as queries from './processing.queries.ts';
import { outputsOf } from './processing.rules.ts';

export const removeOldOutputs = {
  name: 'video.remove_old_outputs',
  payload: z.object({ video_id: z.int() }),
};

export const removeFailedOutput = {
  name: 'video.remove_failed_output',
  payload: z.object({ video_id: z.int(), version: z.string() }),
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
      run: (scope, { video_id, version }) => removeFailed(scope, storage, video_id, version),
    }) as Task,
  ];
}

/** Clears outputs that nothing points to: of earlier versions, and of attempts that failed. Waits for running work. */
async function removeOld(scope: Scope, storage: Storage, video_id: number): Promise<void> {
  const present = await scope.tx(async (tx) => {
    const video = await queries.lockVideo(tx, video_id);
    if (!video || (await findActive(tx, 'video.transcode', video_id))) return undefined;
    return { root: outputsOf((await findAcademy(tx)).code, video_id), version: video.output_version };
  });
  if (!present) return;
  const versions = await versionsBelow(storage, present.root);
  for (const version of versions) {
    if (version !== present.version) await storage.deletePrefix(`${present.root}${version}/`);
  }
}

/** Clears what an attempt left that failed, unless it got as far as a rendition that is being shown. */
async function removeFailed(scope: Scope, storage: Storage, video_id: number, version: string) {
  const root = await scope.tx(async (tx) => {
    const video = await queries.lockVideo(tx, video_id);
    if (!video || video.output_version === version) return undefined;
    return outputsOf((await findAcademy(tx)).code, video_id);
  });
  if (root) await storage.deletePrefix(`${root}${version}/`);
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
