import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { lectureClip } from '#testing/clips.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { fillDisk, mountSmallDisk } from '#testing/small-disk.ts';
import { RunnerConfig } from '../../../runners/kit/config.ts';
import type { Backoff } from '../../../runners/kit/retry.ts';
import { type Runner, startRunner } from '../../../runners/kit/runner.ts';
import { hurry } from '../../../runners/testing/hurry.ts';
import { findEngine } from '../../../runners/video/engine/choose.ts';
import { transcodeHandler } from '../../../runners/video/transcode.ts';

const MB = 2 ** 20;
const small = mountSmallDisk(530 * MB);
describe.runIf(small)('a storage that gets full while a runner puts its outputs there', () => {
  const kit = useApp({ DATA_DIR: small?.root ?? '' });
  let school: Academy;
  let teacher: Person;
  let folder: string;
  let runner: Runner | undefined;
  beforeAll(async () => {
    await kit.app.listen({ port: 0, host: '127.0.0.1' });
    school = await academy(kit);
    teacher = await school.person('teacher');
    folder = await mkdtemp(join(tmpdir(), 'seodang-full-storage-'));
  });
  afterEach(() => runner?.stop());
  afterAll(async () => {
    await rm(folder, { recursive: true });
    small?.unmount();
  });
  const address = () => `http://127.0.0.1:${(kit.app.server.address() as AddressInfo).port}`;

  async function uploaded(): Promise<number> {
    const { session_id: session } = await school.classSession(teacher);
    const form = { session, title: '극한', filename: 'a.mp4' };
    const { body } = await ask(kit, teacher, 'POST /videos/upload/init', form);
    const headers = { 'content-type': body.content_type };
    const target = new URL(body.upload_url, address());
    expect((await fetch(target, { method: 'PUT', body: lectureClip(), headers })).status).toBe(200);
    const { id } = body.video;
    const completed = await ask(kit, teacher, `POST /videos/${id}/upload/complete`);
    expect(completed.body).toMatchObject({ status: 'UPLOADED' });
    return id;
  }
  const shown = async (id: number) => (await ask(kit, teacher, `GET /videos/${id}`)).body;
  const outputsOf = async (id: number) =>
    (await kit.storage.list(`media/hls/${school.code}/videos/${id}/`)).objects.map(({ key }) => key);

  /** Resolves with the first answer of this status to a file of the runner. */
  function answered(status: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const watch = ({ method }: IncomingMessage, reply: ServerResponse) => {
      reply.once('finish', () => {
        if (method !== 'PUT' || reply.statusCode !== status) return;
        kit.app.server.off('request', watch);
        resolve();
      });
    };
    kit.app.server.on('request', watch);
    return promise;
  }

  /** The disk is full from the moment on when the first of the runner's files has arrived. */
  async function fullAfterOneFile() {
    await answered(200);
    return fillDisk(small?.root ?? '', 512 * MB);
  }

  async function begin(storage: Backoff) {
    const engine = findEngine('auto');
    if (!engine) throw new Error('no media engine');
    const env = { SEODANG_URL: address(), INTERNAL_WORKER_TOKEN: kit.secrets.worker, WORK_DIR: folder };
    const handlers = { 'video.transcode': transcodeHandler({ engine, early_from_seconds: 60 }) };
    runner = await startRunner(RunnerConfig.parse(env), handlers, () => undefined, { ...hurry, storage });
  }

  /** Resolves with the job of this video when it has come to such a state. */
  async function jobThat(id: number, is: (job: { status: string; failures: number }) => boolean) {
    for (;;) {
      const told = Promise.withResolvers<void>();
      const stop = kit.live.hear(({ topic }) => topic === 'jobs' && told.resolve());
      const sql = 'select id, status, attempt, failures, last_error from job where subject_id = $1';
      const [job] = (await kit.owner.query(sql, [id])).rows;
      if (!is(job)) await told.promise;
      stop();
      if (is(job)) return job;
    }
  }

  test('shows nothing of it, and the same attempt goes on when there is room', async () => {
    const id = await uploaded();
    const full = fullAfterOneFile();
    const refused = answered(507);
    await begin({ first_ms: 50, most_ms: 60_000, tries: 20 });
    const makeRoom = await full;
    await refused;
    expect(await shown(id)).toMatchObject({ status: 'PROCESSING', thumbnail_url: null });

    makeRoom();
    expect(await jobThat(id, ({ status }) => status === 'done')).toMatchObject({ attempt: 1, failures: 0 });
    await kit.runTasks();
    expect(await shown(id)).toMatchObject({ status: 'READY', duration: 3 });
  });

  test('for too long ends the attempt with a reason; the next one needs no help but room', async () => {
    const id = await uploaded();
    const full = fullAfterOneFile();
    await begin({ first_ms: 1, most_ms: 2, tries: 3 });
    const makeRoom = await full;
    const job = await jobThat(id, ({ failures }) => failures === 1);
    expect(job).toMatchObject({ status: 'queued', last_error: 'storage_full: storage answered 507' });
    expect(await shown(id)).toMatchObject({ status: 'PROCESSING', thumbnail_url: null });

    makeRoom();
    kit.travel(16);
    expect(await jobThat(id, ({ status }) => status === 'done')).toMatchObject({ attempt: 2 });
    kit.travel(601);
    await kit.owner.query(
      `update graphile_worker._private_jobs set run_at = now() where key like '%remove_failed%'`,
    );
    await kit.runTasks();
    expect(await shown(id)).toMatchObject({ status: 'READY', duration: 3 });
    const versions = new Set((await outputsOf(id)).map((key) => key.split('/').at(5)));
    expect([...versions]).toEqual([expect.stringMatching(`^${job.id}-2-`)]);
  });
});
