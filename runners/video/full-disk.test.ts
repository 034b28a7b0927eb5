import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillDisk, mountSmallDisk } from '../../server/testing/small-disk.ts';
import { RunnerConfig } from '../kit/config.ts';
import { type Runner, startRunner } from '../kit/runner.ts';
import { type FakeJob, type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { hurry } from '../testing/hurry.ts';
import { draw } from '../testing/media.ts';
import { findEngine } from './engine/choose.ts';
import { transcodeHandler } from './transcode.ts';

const engine = findEngine('auto');
if (!engine) throw new Error('no media engine');
const handlers = { 'video.transcode': transcodeHandler({ engine, early_from_seconds: 60 }) };
// Each look at the full disk waits twice as long as the one before: room is made long before the last one.
const pace = { ...hurry, trouble: { first_ms: 10, most_ms: 60_000 } };

const small = mountSmallDisk(48 * 2 ** 20);
describe.runIf(small)('a runner whose disk gets full', () => {
  const disk = small?.root ?? '';
  const work = join(disk, 'work');
  let lecture: Buffer;
  let server: FakeServer;
  let runner: Runner;
  let noticedFull: Promise<void>;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seodang-full-'));
    const drawing = { seconds: 9, size: '320x180' };
    lecture = await readFile(await draw(engine, join(folder, 'lecture.mp4'), drawing));
    await rm(folder, { recursive: true });
  });
  afterAll(() => small?.unmount());
  beforeEach(async () => {
    server = await startFakeServer();
    server.sources.set('lecture', lecture);
    const env = { SEODANG_URL: server.url, INTERNAL_WORKER_TOKEN: 'token', WORK_DIR: work };
    const noticed = Promise.withResolvers<void>();
    noticedFull = noticed.promise;
    const log = (event: string) => event === 'disk.full' && noticed.resolve();
    runner = await startRunner(RunnerConfig.parse(env), handlers, log, pace);
  });
  afterEach(async () => {
    await runner.stop();
    await server.close();
  });

  function addJob(): FakeJob {
    const source = { source_url: `${server.url}/source/lecture`, source_bytes: lecture.length };
    const key = { key_hex: '00'.repeat(16), key_uri: 'enc.key' };
    return server.addJob('video.transcode', { video_id: 1, duration_seconds: 9, ...source, ...key });
  }

  /** The job was given back with its reason, nothing of it is on the disk, and with room it gets done. */
  async function expectRecovery(job: FakeJob, makeRoom: () => void) {
    await noticedFull;
    expect(job).toMatchObject({ state: 'waiting', reason: 'disk_full', permanent: false, attempt: 1 });
    expect(job.files.size).toBe(0);
    const left = await readdir(work, { recursive: true });
    expect(left.filter((name) => name.includes('job-'))).toEqual([]);

    makeRoom();
    await server.until(() => job.state !== 'waiting' && job.state !== 'leased');
    expect(job).toMatchObject({ state: 'completed', attempt: 2 });
  }

  test('while the lecture arrives gives it back, waits for room, and then makes it', async () => {
    let makeRoom = () => {};
    server.hooks.source = () => {
      makeRoom = fillDisk(disk);
      server.hooks.source = () => false;
      return false;
    };
    await expectRecovery(addJob(), () => makeRoom());
  });

  test('while it works, since the sound fits no more beside the lecture, does the same', async () => {
    const makeRoom = fillDisk(disk, lecture.length + 32 * 1024);
    await expectRecovery(addJob(), makeRoom);
  });
});
