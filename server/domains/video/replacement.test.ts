import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { lectureClip, soundClip } from '#testing/clips.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
beforeEach(() => kit.owner.query('delete from job'));

const runner = (path: string, payload: object) =>
  kit.app.inject({
    method: 'POST',
    url: `/api/v1/internal/jobs/${path}`,
    headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'w1' },
    payload,
  });
type Job = { id: number; attempt: number; lease_token: string; payload: { source_url: string } };
const askForWork = () => runner('claim', { kinds: ['video.transcode'] });
const claim = async (): Promise<Job> => (await askForWork()).json().job;

/** What a runner makes of a job: an output of so many seconds, in the storage and told. */
async function deliver(video_id: number, { id, attempt, lease_token }: Job, duration: number) {
  const version = `${id}-${attempt}-${lease_token.slice(0, 8)}`;
  await kit.storage.put(
    `media/hls/${school.code}/videos/${video_id}/${version}/master.m3u8`,
    Buffer.from('#EXTM3U'),
  );
  const size = { width: 854, height: 480, has_audio: true };
  const rendition = { name: '480p', width: 854, height: 480, frame_rate: 30, bandwidth: 1, codecs: 'avc1' };
  const result = {
    ...{ master: 'master.m3u8', poster: null, storyboard: null, duration, ...size },
    renditions: [{ ...rendition, average_bandwidth: 1 }],
    files: [{ name: 'master.m3u8', bytes: 7 }],
  };
  const tell = async (what: 'publish' | 'complete') => {
    expect((await runner(`${id}/${what}`, { lease_token, result })).statusCode).toBe(200);
    await kit.runTasks();
  };
  return { version, publish: () => tell('publish'), complete: () => tell('complete') };
}

const begin = (who: Person, video: number) =>
  ask(kit, who, `POST /videos/${video}/replacement`, { filename: '새 강의.mp4' });
const complete = (who: Person, video: number) => ask(kit, who, `POST /videos/${video}/replacement/complete`);

/** Another source, sent and looked into. */
async function send(who: Person, video: number, bytes = lectureClip()) {
  const begun = await begin(who, video);
  expect(begun.status).toBe(201);
  await kit.storage.put(begun.body.file_key, bytes);
  return { file_key: String(begun.body.file_key), completed: await complete(who, video) };
}

const stored = async (id: number) =>
  (await kit.owner.query('select * from video where id = $1', [id])).rows[0];
const isStored = async (key: string) => (await kit.storage.head(key)) !== undefined;

describe('another source', () => {
  test('is shown when its output is whole, and not before; who watches goes on with it', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school, { duration_ms: 60_000 });
    const old = await stored(video_id);
    await kit.storage.put(old.file_key, Buffer.from('old'));
    const her = await student();
    const playback = await her.playing(video_id);
    const { file_key, completed } = await send(teacher, video_id);
    expect(completed.body).toMatchObject({ status: 'UPLOADED', filename: '새 강의.mp4', duration: 3 });

    const job = await claim();
    expect(job.payload.source_url).toContain(file_key);
    const output = await deliver(video_id, job, 90);
    await output.publish();
    expect(await stored(video_id)).toMatchObject({ hls_path: old.hls_path, file_key: old.file_key });
    expect((await her.beat(playback)).statusCode).toBe(200);

    await output.complete();
    expect(await stored(video_id)).toMatchObject({
      ...{ status: 'READY', file_key, filename: '새 강의.mp4', duration: 90, output_version: output.version },
    });
    expect([await isStored(old.file_key), await isStored(file_key)]).toEqual([false, true]);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    const again = (await her.refresh(playback)).json();
    expect(again.play_url).toContain(output.version);
    expect((await her.beat(again)).statusCode).toBe(200);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/replacement`);
    expect(body.replacement).toBeNull();
  });

  test('that is shorter keeps what was watched of its length, and nobody is less complete', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school, {
      ...{ duration_ms: 100_000, required_rate: 80 },
    });
    const [done, half] = [await student(), await student()];
    for (const [who, seconds] of [
      [done, 100],
      [half, 50],
    ] as const) {
      const playback = await who.playing(video_id);
      kit.travel(seconds);
      await who.beat(playback, { intervals: [[0, seconds]], clock: seconds, position: seconds });
    }
    await send(teacher, video_id);
    await (await deliver(video_id, await claim(), 60)).complete();
    const { body } = await ask(kit, teacher, `GET /video-progress?video=${video_id}&ordering=-progress`);
    expect(body.results).toMatchObject([
      { progress: 1, completed: true, last_position: 60, max_watched: 60 },
      { progress: expect.closeTo(50 / 60, 3), completed: true, last_position: 50 },
    ]);
    await send(teacher, video_id);
    await (await deliver(video_id, await claim(), 200)).complete();
    const longer = await ask(kit, teacher, `GET /video-progress?video=${video_id}&ordering=-progress`);
    expect(longer.body.results).toMatchObject([
      { progress: expect.closeTo(0.3, 3), completed: true },
      { progress: expect.closeTo(0.25, 3), completed: true },
    ]);
  });

  test('is one at a time, and cancelled it leaves the video as it was, whatever its runner still delivers', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const old = await stored(video_id);
    const { file_key } = await send(teacher, video_id);
    expect((await begin(teacher, video_id)).body.detail).toBe('replacement_under_way');
    const output = await deliver(video_id, await claim(), 90);
    expect((await ask(kit, teacher, `DELETE /videos/${video_id}/replacement`)).status).toBe(204);
    const next = await send(teacher, video_id);
    await output.complete();
    expect(await stored(video_id)).toMatchObject({ hls_path: old.hls_path, file_key: old.file_key });
    expect(await isStored(file_key)).toBe(false);

    const job = await claim();
    expect(job.payload.source_url).toContain(next.file_key);
    await (await deliver(video_id, job, 30)).complete();
    expect(await stored(video_id)).toMatchObject({ file_key: next.file_key, duration: 30 });
  });

  test('of two that begin at once one does', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const answers = await Promise.all([begin(teacher, video_id), begin(teacher, video_id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  test('that is no video, or cannot be made into one, says why and changes nothing', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const old = await stored(video_id);
    const { completed } = await send(teacher, video_id, soundClip());
    expect(completed.body).toMatchObject({ status: 'FAILED', error_reason: 'source_audio_only' });
    expect((await askForWork()).statusCode).toBe(204);

    await send(teacher, video_id);
    const { id, lease_token } = await claim();
    await runner(`${id}/fail`, { lease_token, reason: 'engine_failed', permanent: true });
    await kit.runTasks();
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/replacement`);
    expect(body.replacement).toMatchObject({ status: 'FAILED', error_reason: 'engine_failed' });
    expect(await stored(video_id)).toMatchObject({
      hls_path: old.hls_path,
      error_reason: '',
      status: 'READY',
    });
    expect((await begin(teacher, video_id)).status).toBe(201);
  });

  test('takes the place of one that failed at once, and is made into a video as a new one is', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    await kit.owner.query(
      `update video set status = 'FAILED', error_reason = 'engine_failed' where id = $1`,
      [video_id],
    );
    const { file_key } = await send(teacher, video_id);
    expect(await stored(video_id)).toMatchObject({ status: 'UPLOADED', file_key, error_reason: '' });
    await (await deliver(video_id, await claim(), 3)).complete();
    expect(await stored(video_id)).toMatchObject({ status: 'READY', file_key });
  });

  test('has its own length when a worker of the original does not say it, and is what that worker is given', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school, { duration_ms: 60_000 });
    const { file_key } = await send(teacher, video_id);
    const headers = { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'old-1' };
    const url = '/api/v1/internal/video-worker';
    const { job } = (await kit.app.inject({ method: 'GET', url: `${url}/next`, headers })).json();
    expect(job).toMatchObject({ video_id, file_key, source_url: expect.stringContaining(file_key) });
    const hls_path = `${job.output_prefix}master.m3u8`;
    await kit.storage.put(hls_path, Buffer.from('#EXTM3U'));
    const done = {
      method: 'POST',
      url: `${url}/${video_id}/complete`,
      headers,
      payload: { hls_path },
    } as const;
    expect((await kit.app.inject(done)).json()).toEqual({ ok: true, reason: 'ok' });
    await kit.runTasks();
    expect(await stored(video_id)).toMatchObject({ status: 'READY', file_key, hls_path, duration: 3 });
  });

  test('waits behind work on the old one, and only who teaches the lecture may send it', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    await ask(kit, teacher, `POST /videos/${video_id}/reprocess`);
    const old = await stored(video_id);
    const reprocessing = await claim();
    const { file_key } = await send(teacher, video_id);
    await (await deliver(video_id, reprocessing, 60)).complete();
    expect((await stored(video_id)).file_key).toBe(old.file_key);
    await (await deliver(video_id, await claim(), 70)).complete();
    expect(await stored(video_id)).toMatchObject({ file_key, duration: 70 });

    expect((await begin(await school.person('teacher'), video_id)).status).toBe(404);
    expect((await begin((await student()).person, video_id)).status).toBe(403);
  });
});
