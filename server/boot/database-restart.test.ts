import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createCall } from '@seodang/contract/call.ts';
import { Logger } from 'graphile-worker';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildTasks } from '#app.ts';
import { runTasks } from '#core/task-runner.ts';
import { lectureClip } from '#testing/clips.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, useApp } from '#testing/harness.ts';
import { openOwnDatabase } from '#testing/own-database.ts';
import { openPlayer } from '#testing/player.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { Upload } from '../../web/lib/upload.ts';
import { PartRefused, type World } from '../../web/lib/upload-world.ts';

const MB = 2 ** 20;
let database: Awaited<ReturnType<typeof openOwnDatabase>>;
const kit = useApp({ LOG_LEVEL: 'silent' }, async (appPassword) => {
  database = await openOwnDatabase(appPassword);
  return database.ownerUrl;
});
let tasks: Awaited<ReturnType<typeof runTasks>>;
let school: Academy;
let address: string;
// The last one registered runs first: the database goes when nobody uses it any more.
afterAll(() => database.remove());
beforeAll(async () => {
  tasks = await runTasks(
    kit.ownerUrl,
    kit.db,
    { tasks: buildTasks(kit), upkeeps: [] },
    new Logger(() => () => {}),
  );
  await kit.app.listen({ port: 0, host: '127.0.0.1' });
  address = `http://127.0.0.1:${(kit.app.server.address() as AddressInfo).port}`;
  school = await academy(kit);
});
afterAll(() => tasks.stop());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function expectClearAnswers(person: Person, url: string, payload: object) {
  const { headers } = person;
  const reply = await kit.app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
  expect(reply.json()).toMatchObject({ status: 503, detail: 'unavailable' });
  expect(reply.headers['retry-after']).toBe('1');
  const health = await Promise.all(['/healthz', '/readyz'].map((path) => kit.app.inject(path)));
  expect(health.map(({ statusCode }) => statusCode)).toEqual([200, 503]);
}

/** Holds a row that a request needs; `restart` waits until one waits for it, and so falls into the middle of it. */
async function holdRow(sql: string, id: unknown) {
  const client = await kit.owner.connect();
  client.on('error', () => {});
  await client.query('begin');
  await client.query(sql, [id]);
  return {
    async restart() {
      expect(await doneOrBlocked(kit.owner, new Promise(() => {}))).toBe('blocked');
      await database.stop();
      client.release(true);
      await database.start();
    },
  };
}

test('an upload loses nothing when the database is away between its parts, or stops under its completion', async () => {
  const teacher = await school.person('teacher');
  const { session_id: session } = await school.classSession(teacher);
  const bytes = Buffer.concat([lectureClip(), randomBytes(34 * MB)]);
  const file = Object.assign(new Blob([bytes]), { name: '1강.mp4', lastModified: 1 });
  const isUp = Promise.withResolvers<void>();
  const arrived: string[] = [];
  let isBack = false;
  let caught: Promise<void> | undefined;
  const call = createCall((url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', teacher.headers.authorization);
    return fetch(`${address}/api/v1${url}`, { ...init, headers });
  });
  const world: World = {
    call: (async (route, input, init) => {
      if (isBack && route.url.endsWith('/complete') && !caught) {
        const row = await holdRow('select from video where id = $1 for update', upload.view.video_id);
        caught = row.restart();
      }
      return call(route, input, init);
    }) as World['call'],
    async put({ method, url, headers }, body, { signal }) {
      const reply = await fetch(new URL(url, address), { method, headers, body, signal });
      if (!reply.ok) throw new PartRefused(reply.status);
      arrived.push(new URL(url, address).searchParams.get('part_number') ?? '');
      if (arrived.length === 1) await database.stop();
    },
    wait: () => isUp.promise,
    isOnline: () => true,
    now: () => performance.now(),
    memory: { read: () => undefined, write: () => {} },
  };
  const upload = new Upload(world, file, { session, title: '1강' });
  const seen = (is: (view: Upload['view']) => boolean) => {
    const { promise, resolve } = Promise.withResolvers<Upload['view']>();
    upload.follow(() => is(upload.view) && resolve(upload.view));
    return promise;
  };
  const troubled = seen(({ trouble }) => trouble !== undefined);
  const ended = seen(({ phase }) => phase === 'done' || phase === 'failed');

  upload.start();
  expect(await troubled).toMatchObject({ phase: 'waiting', trouble: 'unavailable' });
  await expectClearAnswers(teacher, `/videos/${upload.view.video_id}/upload/parts`, { part_numbers: [3] });
  await database.start();
  isBack = true;
  isUp.resolve();

  expect(await ended).toMatchObject({ phase: 'done', video: { status: 'UPLOADED', duration: 3 } });
  expect(caught).toBeDefined();
  await caught;
  expect(arrived.toSorted()).toEqual(['1', '2', '3']);
  const { rows } = await kit.owner.query(
    `select v.file_key, (select count(*) from job where subject_id = v.id) as jobs from video v where id = $1`,
    [upload.view.video_id],
  );
  expect(rows).toMatchObject([{ jobs: 1 }]);
  const source = await kit.storage.get(rows[0].file_key);
  expect(source && (await buffer(source.stream)).equals(bytes)).toBe(true);
});

test('a lesson goes on when the database is away, or stops under a heartbeat, and all that was watched counts', async () => {
  const { student, video_id } = await classWithVideo(kit, school, { required_rate: 5 });
  const her = await student();
  const player = await openPlayer(address, her.person, video_id);
  const { line, until } = player;
  let played = 0;
  const play = (seconds: number) => {
    kit.travel(seconds);
    player.travel(seconds);
    line.report(played + seconds, [[played, played + seconds]]);
    played += seconds;
  };
  await line.start();
  const { session_id } = player.playing().playback;
  play(10);
  await until(({ progress }) => progress > 0);

  await database.stop();
  play(10);
  await until(({ offline }) => offline);
  play(10);
  await expectClearAnswers(her, '/playback/refresh', { token: player.playing().playback.token });
  await database.start();
  player.comeOnline();
  await until(({ offline, progress }) => !offline && progress >= 0.05);

  const row = await holdRow(
    'select from video_progress where enrollment_id = $1 for update',
    her.enrollment_id,
  );
  play(10);
  await row.restart();
  await until(({ offline }) => offline);
  player.comeOnline();
  await until(({ offline }) => !offline);

  expect(player.playing()).toMatchObject({
    progress: expect.closeTo(40 / 600),
    completed: true,
    playback: { session_id },
  });
  const shown = () =>
    kit.owner.query('select video_state from session_progress where enrollment_id = $1', [her.enrollment_id]);
  await expect
    .poll(async () => (await shown()).rows, { timeout: 90_000 })
    .toMatchObject([{ video_state: 'passed' }]);
  await line.close();
});
