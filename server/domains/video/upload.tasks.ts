import { z } from 'zod';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, type Task } from '#core/tasks.ts';

/** Removes what is left of an upload that was given up or rejected. */
export const clearUpload = {
  name: 'video.clear_upload',
  payload: z.object({ file_key: z.string(), upload_id: z.string().nullable() }),
};

export function uploadTasks(storage: Storage): Task[] {
  return [
    defineTask({
      ...clearUpload,
      async run(_scope, { file_key, upload_id }) {
        if (upload_id !== null) await storage.abortUpload(file_key, upload_id);
        await storage.delete(file_key);
      },
    }) as Task,
  ];
}
