import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, type Task } from '#core/tasks.ts';
import { queueTranscode } from '#domains/video/index.ts';
import { drawPages, handInDemo } from './homework.ts';
import { demoAcademy } from './plan.ts';
import * as queries from './seed.queries.ts';

const painter = join(import.meta.dirname, '../../../runners/video/demo-clip.ts');
const PATIENCE_MS = 10 * 60_000;

export const makeVideo = {
  name: 'demo.make_video',
  payload: z.strictObject({
    video_id: z.int(),
    title: z.string(),
    slides: z.array(z.string()),
    seconds: z.int(),
  }),
};
type Wanted = z.output<typeof makeVideo.payload>;

/** Draws the videos and the homework of the demo academy in the background, one after the other, as if a teacher had uploaded them. */
export function demoTasks(storage: Storage): Task[] {
  return [
    defineTask({ ...makeVideo, run: (scope, wanted) => draw(scope, storage, wanted) }) as Task,
    defineTask({ ...handInDemo, run: (scope, wanted) => drawPages(scope, storage, wanted) }) as Task,
  ];
}

async function draw(
  scope: Scope,
  storage: Storage,
  { video_id, title, slides, seconds }: Wanted,
): Promise<void> {
  const video = await scope.tx((tx) => queries.lockPendingVideo(tx, video_id));
  if (!video) return;
  const folder = await mkdtemp(join(tmpdir(), 'seodang-demo-'));
  try {
    const out = join(folder, 'clip.mp4');
    const pages = slides.flatMap((slide) => ['--slide', slide]);
    const args = [painter, '--out', out, '--title', title, '--seconds', String(seconds), ...pages];
    await promisify(execFile)(process.execPath, args, { timeout: PATIENCE_MS });
    const { size } = await stat(out);
    const file_key = `videos/${demoAcademy.code}/${video.session_id}/demo-${video_id}.mp4`;
    await storage.put(file_key, createReadStream(out));
    await scope.tx(async (tx) => {
      if (!(await queries.lockPendingVideo(tx, video_id))) return;
      await queries.acceptVideo(tx, video_id, {
        file_key,
        source_bytes: size,
        duration: seconds,
        duration_ms: seconds * 1000,
      });
      await queueTranscode(tx, video_id);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
