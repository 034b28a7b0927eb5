import { randomBytes } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

function defaultWorkerId(): string {
  return `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`.slice(-64);
}

export const EngineChoice = z.enum(['auto', 'ffmpeg', 'node-av']).default('auto');
export type EngineChoice = z.infer<typeof EngineChoice>;

/** What a runner is told by its environment. */
export const RunnerConfig = z.object({
  SEODANG_URL: z.url().describe('Address of the server, e.g. http://127.0.0.1:8080'),
  INTERNAL_WORKER_TOKEN: z.string().min(1).describe('Shared with the server; sent as X-Worker-Token'),
  WORKER_ID: z.string().min(1).max(64).default(defaultWorkerId),
  WORK_DIR: z
    .string()
    .min(1)
    .default(() => join(tmpdir(), 'seodang-runner'))
    .describe('Sources wait here while they are worked on; needs room for the largest upload'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
  MEDIA_ENGINE: EngineChoice.describe('auto takes the ffmpeg on PATH when it is good enough, else node-av'),
  EARLY_FROM_SECONDS: z.coerce
    .number()
    .min(0)
    .default(120)
    .describe('From this length on, the first rendition of a lecture is shown before the others are made'),
  PARENT_PID: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('The process that starts it without an IPC channel: the runner ends when that one is gone'),
});
export type RunnerConfig = z.infer<typeof RunnerConfig>;

/** Where programs are looked for; all that child processes get of our environment. */
export const searchPath = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
