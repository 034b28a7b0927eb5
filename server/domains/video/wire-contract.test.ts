import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { buildApp } from '#app.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import * as calls from '#testing/video-calls.ts';
import { classWithVideo, type StudentViewer } from '#testing/viewers.ts';
import { queueTranscode } from './processing-queue.ts';

const { call, work } = calls;
type Call = calls.Call;

/** Every endpoint of the original, as its clients and workers call it, with what each must answer. */
const kit = useApp();
let school: Academy;
let room: Awaited<ReturnType<typeof classWithVideo>>;
let her: StudentViewer;
/** What paths and bodies name, filled in by what was answered before. */
const known: Record<string, string | number> = {};
let headersOf: Record<string, Record<string, string>>;

beforeAll(async () => {
  school = await academy(kit);
  room = await classWithVideo(kit, school, { duration_ms: 60_000 });
  her = await room.student();
  await kit.owner.query(`update attendance set status = 'ONLINE' where enrollment_id = $1`, [
    her.enrollment_id,
  ]);
  const nobody = await school.person('student');
  const worker = { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'old-1' };
  headersOf = {
    ...{ teacher: room.teacher.headers, student: her.headers, nobody: nobody.headers, anonymous: {} },
    worker,
    thief: { ...worker, 'x-worker-token': 'guessed' },
    other: { ...worker, 'x-worker-id': 'old-2' },
    wordy: { ...worker, 'x-worker-id': 'w'.repeat(65) },
  };
  const { lecture_id, session_id, video_id } = room;
  Object.assign(known, { lecture: lecture_id, session: session_id, video: video_id });
  Object.assign(known, { enrollment: her.enrollment_id, second: await room.addVideo(), none: 999_999_999 });
  const stranger = await classWithVideo(kit, school);
  known.stranger = (await stranger.student()).enrollment_id;
});

const filled = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/"\{(\w+)\}"/g, (_, name: string) => JSON.stringify(known[name]))
      .replace(/\{(\w+)\}/g, (whole, name: string) => String(known[name] ?? whole)),
  );

/** Asks with the slash at the end that the original's clients write, or without. */
async function ask({ as, ask, send }: Call, slash = true) {
  const [method = '', path = ''] = filled({ ask }).ask.split(' ');
  const [address = '', query] = path.split('?');
  const url = `/api/v1${address}${slash ? '/' : ''}${query ? `?${query}` : ''}`;
  const payload = send === undefined ? {} : { payload: filled(send) };
  return kit.app.inject({ method: method as 'GET', url, headers: headersOf[as] ?? {}, ...payload });
}

const at = (value: unknown, place: string) =>
  place
    .split('.')
    .reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name] as unknown, value);

async function check(one: Call): Promise<void> {
  const reply = await ask(one);
  const label = `${one.as} ${one.ask}: ${reply.body.slice(0, 300)}`;
  expect(reply.statusCode, label).toBe(one.status);
  if (!String(reply.headers['content-type']).includes('json')) return;
  const body = reply.json();
  if (one.detail) expect(body.detail, label).toBe(one.detail);
  const place = one.in ? at(body, one.in) : body;
  if (one.equals) expect(place, label).toEqual(one.equals);
  const shown = Array.isArray(place) ? place[0] : place;
  for (const field of one.has?.split(' ') ?? []) expect(shown, label).toHaveProperty(field);
  for (const [name, where] of Object.entries(one.keep ?? {})) known[name] = at(body, where) as string;
}

test('videos, their uploads, and what staff and students see of them', async () => {
  for (const one of calls.videos) await check(one);
});

test.each(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'an upload is complete, and a video taken up again, with an empty body of %s',
  async (type) => {
    const post = (path: string) =>
      kit.app.inject({
        method: 'POST',
        url: `/api/v1/videos/${known.video}/${path}/`,
        headers: { ...headersOf.teacher, 'content-type': type },
        payload: '',
      });
    const paths = ['upload/complete', ...(type === 'application/json' ? ['retry'] : [])];
    for (const path of paths) expect((await post(path)).json().detail).toBe('invalid_status');
  },
);

test('rules for single students and for many', async () => {
  for (const one of calls.rules) await check(one);
});

test('a playback from its start to its end', async () => {
  for (const one of calls.watching) await check(one);
});

test('what was reported and watched', async () => {
  for (const one of calls.records) await check(one);
  const { headers } = await ask(call('teacher', 'GET /video-playback-events/export?video={video}', 200));
  expect(headers['content-disposition']).toContain(`video_${known.video}_events_24h.csv`);
});

test.each(['/internal', '/internal/internal'])('workers of the original below %s', async (prefix) => {
  known.made = await uploaded();
  for (const one of calls.workers) {
    await check({ ...one, ask: one.ask.replace(work, `${prefix}/video-worker`) });
    if (known.prefix) await kit.storage.put(`${known.prefix}master.m3u8`, Buffer.from('#EXTM3U'));
  }
  await kit.runTasks();
  await check(call('teacher', 'GET /videos/{made}', 200));
  const list = await ask(call('teacher', 'GET /videos?session={session}&page_size=500', 200));
  const plain = list.json().results.find(({ id }: { id: number }) => id === known.made);
  expect(plain).toMatchObject({ status: 'READY', thumbnail_url: null, duration: 60 });
  const polled = await ask(call('worker', `GET ${prefix}/video-worker/next`, 204));
  expect([polled.headers['cache-control'], polled.body]).toEqual(['no-store', '']);
});

test.each(['/internal', '/internal/internal'])('a worker that fails, below %s', async (prefix) => {
  known.made = await uploaded();
  await check(call('worker', `GET ${prefix}/video-worker/next`, 200, { in: 'job', has: calls.job }));
  const fail = call('worker', `POST ${prefix}/video-worker/{made}/fail`, 200, {
    send: { reason: 'disk '.repeat(1000) },
  });
  await check({ ...fail, equals: { ok: true, reason: 'ok' } });
  await check({ ...fail, equals: { ok: true, reason: 'idempotent' } });
  await kit.owner.query('delete from job');
  await kit.owner.query(`update video set status = 'FAILED' where id = $1`, [known.made]);
  await check(call('teacher', 'POST /videos/{made}/retry', 202, { has: 'detail' }));
  await kit.owner.query('delete from job');
});

test('a worker without a reason, and a server that was given no token for workers', async () => {
  known.made = await uploaded();
  await check(call('worker', `GET ${work}/next`, 200));
  await check(call('worker', `POST ${work}/{made}/fail`, 200, { equals: { ok: true, reason: 'ok' } }));
  await kit.owner.query('delete from job');
  const bare = await buildApp({ ...kit, config: { ...kit.config, INTERNAL_WORKER_TOKEN: undefined } });
  const next = (as: string) =>
    bare.inject({ url: '/api/v1/internal/video-worker/next/', headers: headersOf[as] ?? {} });
  for (const as of ['anonymous', 'thief'])
    expect((await next(as)).json()).toMatchObject({
      status: 503,
      detail: 'INTERNAL_WORKER_TOKEN not configured',
    });
  expect((await next('worker')).statusCode).toBe(204);
  await bare.close();
});

test('refusals that need a change or some time', async () => {
  const { teacher, student, video_id, session_id, addVideo } = await classWithVideo(kit, school);
  const she = await student();
  const refused = async (reply: ReturnType<typeof she.post>) => {
    const { status, detail } = (await reply).json();
    return [status, detail];
  };
  const first = await she.playing(video_id);
  const change = { method: 'PATCH', url: `/api/v1/videos/${video_id}/`, payload: { max_speed: 2 } } as const;
  expect((await kit.app.inject({ ...change, headers: teacher.headers })).statusCode).toBe(200);
  for (const stale of [she.beat(first), she.report(first, [])])
    expect(await refused(stale)).toEqual([403, 'policy_changed']);
  const renewed = (await she.refresh(first)).json();
  expect(renewed.policy.playback_rate).toEqual({ max: 2, ui_control: true });

  const limits = (video: object) =>
    kit.owner.query('update tenant set settings = $2 where id = $1', [school.tenant_id, { video }]);
  await limits({ max_sessions: 2, max_devices: 1 });
  expect(await refused(she.start(await addVideo(), 'phone'))).toEqual([409, 'device_limit_exceeded']);
  await limits({});

  kit.travel(601);
  for (const late of [she.beat(renewed), she.refresh(renewed), she.report(renewed, [])])
    expect(await refused(late)).toEqual([403, 'token_expired']);
  expect((await she.end(renewed)).json()).toEqual({ ok: true });

  const listed = async () =>
    (
      await kit.app.inject({ url: `/api/v1/videos/student/?session=${session_id}`, headers: she.headers })
    ).json();
  for (const [statement, code] of [
    [
      'with a as (delete from attendance where enrollment_id = $1) delete from session_enrollment where enrollment_id = $1',
      'no_session_access',
    ],
    [`update enrollment set status = 'INACTIVE' where id = $1`, 'not_enrolled'],
  ] as const) {
    await kit.owner.query(statement, [she.enrollment_id]);
    expect(await refused(she.start(video_id))).toEqual([403, code]);
    expect(await listed()).toMatchObject([{ can_play: false, reason: code }, {}]);
  }
});

test('every path answers the same with and without the slash at its end', async () => {
  const doubled = calls.workers.map((one) => ({ ...one, ask: one.ask.replace(work, `/internal${work}`) }));
  for (const one of [
    ...calls.videos,
    ...calls.rules,
    ...calls.watching,
    ...calls.records,
    ...calls.workers,
    ...doubled,
  ]) {
    const asked = { ...one, as: 'anonymous' };
    const [bare, slashed] = [await ask(asked, false), await ask(asked)];
    expect([one.ask, bare.statusCode, slashed.statusCode]).toEqual([one.ask, 401, 401]);
  }
});

async function uploaded(): Promise<number> {
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into video (tenant_id, session_id, title, "order", status, file_key, source_bytes, duration, duration_ms)
     select $1, $2, '미적분', max("order") + 1, 'UPLOADED', $3, 1000, 60, 60000 from video where session_id = $2 returning id`,
    [school.tenant_id, room.session_id, `videos/${school.code}/${room.session_id}/${randomUUID()}.mp4`],
  );
  const id = rows[0]?.id ?? 0;
  await school.system().tx((tx) => queueTranscode(tx, id));
  return id;
}
