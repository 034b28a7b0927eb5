import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TranscodeResult } from '@seodang/contract/transcode.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { RunnerConfig } from '../kit/config.ts';
import { type Runner, startRunner } from '../kit/runner.ts';
import type { Engine } from '../video/engine/engine.ts';
import { findFfmpeg } from '../video/engine/ffmpeg-engine.ts';
import { findNodeAv } from '../video/engine/node-av-engine.ts';
import { transcodeHandler } from '../video/transcode.ts';
import { type FakeJob, type FakeServer, startFakeServer } from './fake-server.ts';
import { hurry } from './hurry.ts';

/** Those that this machine has. */
export const engines = [findNodeAv(), findFfmpeg()].filter((engine) => engine !== null);
const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

/** A server and a runner with this engine for each test, in a folder that goes away; `video.plain` cannot map HDR. */
export function useTranscoder(engine: Engine) {
  let folder: string;
  let server: FakeServer;
  let runner: Runner;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seodang-transcode-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    server = await startFakeServer();
    const config = {
      SEODANG_URL: server.url,
      INTERNAL_WORKER_TOKEN: 'token',
      WORK_DIR: join(folder, 'work'),
    };
    const handlers = {
      'video.transcode': transcodeHandler({ engine, early_from_seconds: 8 }),
      'video.plain': transcodeHandler({ engine: { ...engine, maps_tones: false }, early_from_seconds: 8 }),
    };
    runner = await startRunner(RunnerConfig.parse(config), handlers, () => undefined, hurry);
  });
  afterEach(async () => {
    await runner.stop();
    await server.close();
  });

  const at = (name: string) => join(folder, name);

  async function addJob(
    path: string,
    more: Record<string, unknown> = {},
    kind = 'video.transcode',
  ): Promise<FakeJob> {
    const bytes = await readFile(path);
    const name = `${server.jobs.size}`;
    server.sources.set(name, bytes);
    return server.addJob(kind, {
      video_id: 1,
      source_url: `${server.url}/source/${name}`,
      source_bytes: bytes.length,
      duration_seconds: 1,
      key_hex: key.toString('hex'),
      key_uri: '../key',
      ...more,
    });
  }

  async function transcode(path: string, more: Record<string, unknown> = {}) {
    const job = await addJob(path, more);
    await server.until(() => job.state === 'completed' || job.state === 'failed');
    expect(job.reason).toBeUndefined();
    return { job, result: TranscodeResult.parse(job.result), files: job.files };
  }

  return { at, addJob, transcode, key, folder: () => folder, server: () => server, runner: () => runner };
}
