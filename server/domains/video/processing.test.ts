import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { queueTranscode } from './processing-queue.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
beforeAll(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
});
beforeEach(() => kit.owner.query('delete from job'));

const internal = (
  path: string,
  payload: object | undefined,
  worker = 'w1',
  method: 'GET' | 'POST' = 'POST',
) =>
  kit.app.inject({
    method,
    url: `/api/v1/internal/${path}`,
    headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': worker },
    ...(payload ? { payload } : {}),
  });
const claim = async (worker = 'w1') =>
  (await internal('jobs/claim', { kinds: ['video.transcode'] }, worker)).json().job;
const next = (worker = 'old-1', prefix = '') =>
  internal(`${prefix}video-worker/next/`, undefined, worker, 'GET');
const staff = (path: string) =>
  kit.app.inject({ method: 'POST', url: `/api/v1/videos/${path}`, headers: teacher.headers });

async function uploaded(): Promise<number> {
  const session = await school.classSession(teacher);
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into video (tenant_id, session_id, title, "order", status, file_key, source_bytes, duration, duration_ms)
     values ($1, $2, '함수의 극한', 1, 'UPLOADED', $3, 1000, 60, 60000) returning id`,
    [school.tenant_id, session.session_id, `videos/${school.code}/${session.session_id}/a.mp4`],
  );
  const id = rows[0]?.id ?? 0;
  await school.system().tx((tx) => queueTranscode(tx, id));
  return id;
}

async function stored(id: number) {
  const { rows } = await kit.owner.query('select * from video where id = $1', [id]);
  return rows[0];
}

const rendition = {
  name: '480p',
  width: 854,
  height: 480,
  frame_rate: 30,
  bandwidth: 1,
  average_bandwidth: 1,
  codecs: 'avc1',
};
function resultWith(renditions = [rendition]) {
  const [files, size] = [[{ name: 'master.m3u8', bytes: 7 }], { width: 854, height: 480 }];
  return {
    master: 'master.m3u8',
    poster: 'poster.jpg',
    storyboard: null,
    duration: 60.4,
    ...size,
    has_audio: true,
    renditions,
    files,
  };
}
const versionOf = ({ id, attempt, lease_token }: { id: number; attempt: number; lease_token: string }) =>
  `${id}-${attempt}-${lease_token.slice(0, 8)}`;
const put = (id: number, version: string, name = 'master.m3u8') =>
  kit.storage.put(`media/hls/${school.code}/videos/${id}/${version}/${name}`, Buffer.from('#EXTM3U'));

test('a claim turns the video to PROCESSING and sends what a runner needs, and nothing else', async () => {
  const id = await uploaded();
  const { payload } = await claim();
  expect(payload).toMatchObject({
    video_id: id,
    duration_seconds: 60,
    key_uri: 'enc.key',
    source_bytes: 1000,
  });
  expect(payload.source_url).toMatch(/^http:\/\/localhost.*a\.mp4/);
  expect(Object.keys(payload).join()).not.toMatch(/secret|token|password/);
  expect((await stored(id)).status).toBe('PROCESSING');
});

test('staff see how far it is, which attempt, and that it waits after a failed one', async () => {
  const id = await uploaded();
  const list = () => kit.app.inject({ url: '/api/v1/videos?page_size=500', headers: teacher.headers });
  const shown = async () =>
    (await list()).json().results.find((video: { id: number }) => video.id === id).processing;
  expect(await shown()).toMatchObject({ waiting: true, attempt: 0 });

  const { id: job, lease_token } = await claim();
  await internal(`jobs/${job}/heartbeat`, { lease_token, progress: 0.3, stage: 'first' });
  expect(await shown()).toEqual({ waiting: false, progress: 0.3, stage: 'first', attempt: 1, failures: 0 });

  await internal(`jobs/${job}/fail`, { lease_token, reason: 'engine_failed' });
  expect(await shown()).toMatchObject({ waiting: true, failures: 1 });
});

test('the first rendition makes the video watchable; the whole result replaces it', async () => {
  const id = await uploaded();
  const job = await claim();
  const version = versionOf(job);
  await put(id, version);
  await internal(`jobs/${job.id}/publish`, { lease_token: job.lease_token, result: resultWith() });
  await kit.runTasks();
  expect(await stored(id)).toMatchObject({ status: 'READY', output_is_whole: false, duration: 60 });

  const whole = resultWith([rendition, { ...rendition, name: '720p', width: 1280, height: 720 }]);
  await internal(`jobs/${job.id}/complete`, { lease_token: job.lease_token, result: whole });
  expect(await kit.runTasks()).toContain('jobs.settle');
  expect(await stored(id)).toMatchObject({
    status: 'READY',
    output_is_whole: true,
    hls_path: `media/hls/${school.code}/videos/${id}/${version}/master.m3u8`,
    poster_path: `media/hls/${school.code}/videos/${id}/${version}/poster.jpg`,
    duration_ms: 60_400,
  });
});

test('a hopeless source ends as FAILED with its reason; retry takes it up again', async () => {
  const id = await uploaded();
  const job = await claim();
  await internal(`jobs/${job.id}/fail`, {
    lease_token: job.lease_token,
    reason: 'source_broken',
    permanent: true,
  });
  await kit.runTasks();
  expect(await stored(id)).toMatchObject({ status: 'FAILED', error_reason: 'source_broken' });

  const retried = await staff(`${id}/retry/`);
  expect(retried.statusCode).toBe(202);
  expect(await stored(id)).toMatchObject({ status: 'UPLOADED', error_reason: '' });
  expect((await claim()).payload.video_id).toBe(id);
  const busy = await staff(`${id}/retry`);
  expect(busy.json()).toMatchObject({ status: 409, detail: 'invalid_status', video_status: 'PROCESSING' });
});

test('a ready video stays playable from its old output while a new one is made, and when that fails', async () => {
  const id = await uploaded();
  const first = await claim();
  await put(id, versionOf(first));
  await internal(`jobs/${first.id}/complete`, { lease_token: first.lease_token, result: resultWith() });
  await kit.runTasks();
  const before = await stored(id);

  expect((await staff(`${id}/reprocess`)).statusCode).toBe(202);
  const second = await claim();
  expect((await stored(id)).hls_path).toBe(before.hls_path);
  await internal(`jobs/${second.id}/fail`, {
    lease_token: second.lease_token,
    reason: 'disk_full',
    permanent: true,
  });
  await kit.runTasks();
  expect(await stored(id)).toMatchObject({
    status: 'READY',
    hls_path: before.hls_path,
    error_reason: 'disk_full',
  });

  await staff(`${id}/reprocess`);
  const third = await claim();
  await put(id, versionOf(third));
  await internal(`jobs/${third.id}/complete`, { lease_token: third.lease_token, result: resultWith() });
  await kit.runTasks();
  expect(await stored(id)).toMatchObject({ status: 'READY', error_reason: '' });
});

test('sound is evened out where the academy wants it, unless something else was said of the video', async () => {
  const owner = await school.person('owner');
  const send = (method: 'PATCH' | 'POST', path: string, payload?: object) =>
    kit.app.inject({ method, url: `/api/v1/${path}`, headers: owner.headers, ...(payload && { payload }) });
  const choose = (even_loudness: boolean) => send('PATCH', 'settings', { video: { even_loudness } });
  const id = await uploaded();
  const made = async (): Promise<boolean> => {
    const job = await claim();
    await put(id, versionOf(job));
    await internal(`jobs/${job.id}/complete`, { lease_token: job.lease_token, result: resultWith() });
    await kit.runTasks();
    return job.payload.loudness;
  };
  const again = async (body?: object) => {
    expect((await send('POST', `videos/${id}/reprocess`, body)).statusCode).toBe(202);
    return made();
  };

  expect(await made()).toBe(false);
  await choose(true);
  expect(await again()).toBe(true);
  expect(await again({ even_loudness: false })).toBe(false);
  expect(await again()).toBe(false);
  expect(await again({ even_loudness: null })).toBe(true);
  await choose(false);
  expect(await again()).toBe(false);
});

test('another teacher finds no such video to retry', async () => {
  const id = await uploaded();
  const stranger = await school.person('teacher');
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/videos/${id}/retry`,
    headers: stranger.headers,
  });
  expect(reply.statusCode).toBe(404);
});

test('a worker of the original gets a video, keeps it, and delivers it, also by the doubled path', async () => {
  const id = await uploaded();
  const { job } = (await next('old-1', 'internal/')).json();
  expect(job).toMatchObject({
    video_id: id,
    tenant_code: school.code,
    file_key: expect.stringContaining('a.mp4'),
  });
  expect((await next('old-2')).statusCode).toBe(204);
  const beat = (worker: string) => internal(`video-worker/${id}/heartbeat/`, { progress: 0.5 }, worker);
  expect((await beat('old-1')).json()).toEqual({ ok: true, cancel: false });
  expect((await beat('old-2')).json()).toMatchObject({
    status: 409,
    detail: 'lease_owner_mismatch_or_expired',
  });

  const complete = (hls_path: string, worker = 'old-1') =>
    internal(`internal/video-worker/${id}/complete/`, { hls_path, duration: 59 }, worker);
  const elsewhere = `media/hls/${school.code}/videos/1/1-1/master.m3u8`;
  await kit.storage.put(elsewhere, Buffer.from('#EXTM3U'));
  for (const path of [
    'media/hls/other/videos/1/1-1/master.m3u8',
    elsewhere,
    job.output_prefix.replace(/[^/]+\/$/, '9-9-00000000/master.m3u8'),
    `${job.output_prefix}../../1/1-1/master.m3u8`,
  ])
    expect((await complete(path)).statusCode, path).toBe(400);
  const hls_path = `${job.output_prefix}master.m3u8`;
  expect((await complete(hls_path)).json().detail).toBe('output_missing');
  await kit.storage.put(hls_path, Buffer.from('#EXTM3U'));
  expect((await complete(hls_path, 'old-2')).json().detail).toBe('lease_owner_mismatch');
  expect((await complete(hls_path)).json()).toEqual({ ok: true, reason: 'ok' });
  expect((await complete(hls_path)).json()).toEqual({ ok: true, reason: 'idempotent' });
  const legacy = await internal(`videos/${id}/processing-complete/`, { hls_path, duration: 59 }, 'old-1');
  expect(legacy.json()).toEqual({ ok: true, idempotent: true });
  await kit.runTasks();
  expect(await stored(id)).toMatchObject({ status: 'READY', hls_path, duration: 59 });
});

test('worker endpoints need the worker token, the acknowledgement of old workers too', async () => {
  for (const [method, path] of [
    ['GET', 'video-worker/next'],
    ['POST', 'video-worker/1/complete'],
    ['POST', 'videos/1/processing-complete'],
  ] as const) {
    const reply = await kit.app.inject({
      method,
      url: `/api/v1/internal/${path}`,
      payload: { hls_path: 'x', duration: 1 },
    });
    expect(reply.statusCode).toBe(401);
  }
  expect((await internal('video-worker/999999/complete', { hls_path: 'x', duration: 1 })).statusCode).toBe(
    404,
  );
});

test('outputs that nothing points to are cleared once nobody can be watching them', async () => {
  const id = await uploaded();
  const lost = await claim();
  await put(id, versionOf(lost));
  kit.travel(61);
  const job = await claim();
  await put(id, versionOf(job));
  await internal(`jobs/${job.id}/complete`, { lease_token: job.lease_token, result: resultWith() });
  await kit.runTasks();
  await kit.owner.query(`update graphile_worker._private_jobs set run_at = now()`);
  await kit.runTasks();
  const left = await kit.storage.list(`media/hls/${school.code}/videos/${id}/`);
  expect(left.objects.map(({ key }) => key.split('/').at(-2))).toEqual([versionOf(job)]);
});
