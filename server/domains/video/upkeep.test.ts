import { beforeAll, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { hidden, paused } from '#testing/violations.ts';
import { forgetEvents } from './upkeep.ts';

const DAY = 24 * 3600;
const kit = useApp({ REMOVED_FILES_DAYS: '14' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});

test('playbacks that nobody ended are expired as of their time; revoked and ended ones stay so', async () => {
  const { student, video_id } = await classWithVideo(kit, school);
  const viewers = [await student(), await student(), await student(), await student()];
  const [gone, revoked, ended, live] = viewers;
  const playbacks = [];
  for (const viewer of viewers.slice(0, 3)) playbacks.push(await viewer.playing(video_id));
  await kit.owner.query(
    `update playback_session set status = 'REVOKED', ended_reason = 'violations', ended_at = now() where user_id = $1`,
    [revoked?.person.user_id],
  );
  await ended?.end(playbacks[2]!);
  kit.travel(3600);
  await live?.playing(video_id);

  await kit.keepUp();
  await kit.keepUp();

  const { rows } = await kit.owner.query(
    `select user_id, status, ended_reason, ended_at = expires_at as in_time from playback_session
     where video_id = $1 order by started_at, user_id`,
    [video_id],
  );
  expect(rows).toMatchObject([
    { user_id: gone?.person.user_id, status: 'EXPIRED', ended_reason: 'expired', in_time: true },
    { status: 'REVOKED', ended_reason: 'violations' },
    { status: 'ENDED', ended_reason: 'ended' },
    { status: 'ACTIVE', ended_reason: null },
  ]);
});

test('a removed video can be put back for as long as the setting says; then its files go and the evidence stays', async () => {
  const { teacher, student, video_id, addVideo } = await classWithVideo(kit, school);
  const kept = await addVideo();
  const her = await student();
  const playback = await her.playing(video_id);
  kit.travel(20);
  await her.beat(playback, { intervals: [[0, 20]], clock: 20 });
  const filesOf = async (id: number) =>
    (await kit.storage.list(`media/hls/${school.code}/videos/${id}/`)).objects.length;
  const remove = () => ask(kit, teacher, `DELETE /videos/${video_id}`);
  const restore = () => ask(kit, teacher, `POST /videos/${video_id}/restore`);

  await remove();
  kit.travel(13 * DAY);
  await kit.keepUp();
  expect((await restore()).status).toBe(200);
  expect(await filesOf(video_id)).toBe(3);

  await remove();
  kit.travel(15 * DAY);
  await kit.keepUp();
  await kit.keepUp();
  expect(await filesOf(video_id)).toBe(0);
  expect((await restore()).body.detail).toBe('files_removed');
  expect(await filesOf(kept)).toBe(3);
  const { rows } = await kit.owner.query('select watched_ms from video_progress where video_id = $1', [
    video_id,
  ]);
  expect(rows).toEqual([{ watched_ms: 20_000 }]);
});

test('the source goes with its outputs, but not while a runner works on them', async () => {
  const { teacher, video_id } = await classWithVideo(kit, school);
  const { rows } = await kit.owner.query('select file_key from video where id = $1', [video_id]);
  const [{ file_key }] = rows;
  await kit.storage.put(file_key, Buffer.from('source'));
  await ask(kit, teacher, `POST /videos/${video_id}/reprocess`);
  await ask(kit, teacher, `DELETE /videos/${video_id}`);
  kit.travel(15 * DAY);

  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeDefined();
  await kit.owner.query(`update job set status = 'cancelled', finished_at = now() where subject_id = $1`, [
    video_id,
  ]);
  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeUndefined();
});

test('an upload that nobody went on with for a week has failed; one whose parts are there waits', async () => {
  const teacher = await school.person('teacher');
  const { session_id } = await school.classSession(teacher);
  const call = (request: Parameters<typeof ask>[2], body?: object) => ask(kit, teacher, request, body);
  const begin = async () =>
    (await call('POST /videos/upload/init', { session: session_id, title: '극한', filename: 'a.mp4' })).body;
  const [forgotten, waiting] = [await begin(), await begin()];
  await kit.storage.abortUpload(forgotten.file_key, forgotten.upload.upload_id);
  const stateOf = async ({ video }: { video: { id: number } }) =>
    (await call(`GET /videos/${video.id}`)).body;

  await kit.keepUp();
  expect(await stateOf(forgotten)).toMatchObject({ status: 'PENDING' });
  kit.travel(7 * DAY + 60);
  await kit.keepUp();
  expect(await stateOf(forgotten)).toMatchObject({ status: 'FAILED', error_reason: 'source_incomplete' });
  expect(await stateOf(waiting)).toMatchObject({ status: 'PENDING' });
});

test('an upload that was given up cannot be put back: nothing is left of it', async () => {
  const teacher = await school.person('teacher');
  const { session_id } = await school.classSession(teacher);
  const call = (request: Parameters<typeof ask>[2], body?: object) => ask(kit, teacher, request, body);
  const { video } = (
    await call('POST /videos/upload/init', { session: session_id, title: '극한', filename: 'a.mp4' })
  ).body;
  await call(`DELETE /videos/${video.id}/upload`);
  expect((await call(`POST /videos/${video.id}/restore`)).body.detail).toBe('files_removed');
});

test('events are forgotten after more than a year, names of batches after a week; what a case rests on stays', async () => {
  const { her, playback, teacher, case_id, video_id } = await paused(kit, school);
  await her.report(playback, [hidden]);
  const counts = async () =>
    (
      await kit.owner.query(
        `select (select count(*) from playback_event where session_id = $1)::int as events,
           (select count(*) from playback_batch where session_id = $1)::int as batches`,
        [playback.session_id],
      )
    ).rows[0];
  const forget = () => forgetEvents.step({ ...school.system(), now: kit.clock() }, 1000);
  await forget();
  expect(await counts()).toEqual({ events: 3, batches: 3 });
  kit.travel(8 * DAY);
  await forget();
  expect(await counts()).toEqual({ events: 3, batches: 0 });
  kit.travel(400 * DAY);
  await forget();
  expect(await counts()).toEqual({ events: 0, batches: 0 });
  const { body } = await ask(kit, await school.again(teacher), `GET /playback-cases/${case_id}`);
  expect(body.timeline.filter(({ kind }: { kind: string }) => kind === 'violation')).toHaveLength(2);
  expect(video_id).toBe(body.video);
});
