import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, useApp } from '#testing/harness.ts';
import { publishPolicy } from '#testing/policies.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

async function watching(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

describe('what a playback was allowed under may change meanwhile; the next heartbeat says so', () => {
  const block = (video_id: number, her: StudentViewer) =>
    sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );

  test.each([
    ['the video’s rules', 'update video set show_watermark = not show_watermark where id = $1', null],
    ['the video is put away', 'update video set deleted_at = now() where id = $1', 'video_not_ready'],
    ['the video fails', `update video set status = 'FAILED' where id = $1`, 'video_not_ready'],
    [
      'the enrollment ends',
      `update enrollment set status = 'INACTIVE' where id in (select enrollment_id from playback_session where video_id = $1)`,
      'not_enrolled',
    ],
    [
      'the attendance becomes online',
      `update attendance set status = 'ONLINE' where enrollment_id in (select enrollment_id from playback_session where video_id = $1)`,
      null,
    ],
    [
      'the required share',
      `update policy_version set video_required_rate = 70 where lecture_id = (select lecture_id from class_session c join video v on v.session_id = c.id where v.id = $1)`,
      null,
    ],
  ])('%s', async (_what, change, refusal) => {
    const { her, playback, video_id } = await watching();
    await sql(change, video_id);
    await kit.settled();
    expect((await her.beat(playback)).json()).toMatchObject({ status: 403, detail: 'policy_changed' });
    const refreshed = await her.refresh(playback);
    if (refusal === null) {
      expect((await her.beat(refreshed.json())).statusCode).toBe(200);
    } else {
      expect(refreshed.json()).toMatchObject({ status: 403, detail: refusal });
      expect((await her.refresh(playback)).json()).toMatchObject({
        detail: 'session_inactive',
        reason: refusal,
      });
    }
  });

  test('a seat that is taken away', async () => {
    const { her, playback } = await watching();
    await sql('delete from attendance where enrollment_id = $1', her.enrollment_id);
    await sql('delete from session_enrollment where enrollment_id = $1', her.enrollment_id);
    await kit.settled();
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await her.refresh(playback)).json().detail).toBe('no_session_access');
  });

  test('only those whom it concerns are asked to refresh', async () => {
    const { her, playback, student, video_id } = await watching();
    const him = await student();
    const his = await him.playing(video_id);
    await block(video_id, her);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await him.beat(his)).statusCode).toBe(200);
    await sql(`update video set title = 'neu', updated_at = now() where id = $1`, video_id);
    await sql(`update attendance set status = 'LATE' where enrollment_id = $1`, him.enrollment_id);
    expect((await him.beat(his)).statusCode).toBe(200);
  });
});

describe('a change while somebody starts to watch', () => {
  type Room = Awaited<ReturnType<typeof watching>>;
  const changes: [string, (room: Room) => Promise<{ status: number }>][] = [
    [
      'of what the lecture requires',
      ({ teacher, lecture_id }) => publishPolicy(kit, teacher, lecture_id, { video_required_rate: 70 }),
    ],
    [
      'of the academy’s settings',
      async () =>
        ask(kit, await school.person('owner'), 'PATCH /settings', { video: { once_for_online: true } }),
    ],
    [
      'of the video',
      ({ teacher, video_id }) => ask(kit, teacher, `PATCH /videos/${video_id}`, { max_speed: 1.5 }),
    ],
    [
      'of a permission',
      ({ teacher, video_id, her }) =>
        ask(kit, teacher, 'POST /video-permissions/bulk_set', {
          ...{ video_id, enrollments: [her.enrollment_id], rule: 'once' },
        }),
    ],
    [
      'of an enrollment',
      ({ teacher, her }) =>
        ask(kit, teacher, `PATCH /enrollments/${her.enrollment_id}`, { status: 'INACTIVE' }),
    ],
  ];

  test.each(changes)('%s reaches the playback too', async (_what, change) => {
    const { her, ...room } = await watching();
    const video_id = await room.addVideo();
    // The row of what was watched is the last that a start writes: here it waits, with all it has read.
    const holding = await kit.owner.connect();
    await holding.query('begin');
    await holding.query(
      'insert into video_progress (tenant_id, video_id, enrollment_id) values ($1, $2, $3)',
      [school.tenant_id, video_id, her.enrollment_id],
    );
    const started = her.playing(video_id, 'tablet', { takeover: true });
    await doneOrBlocked(kit.owner, started);
    const changed = change({ her, ...room, video_id });
    await doneOrBlocked(kit.owner, changed, 1);
    await holding.query('rollback');
    holding.release();

    const playback = await started;
    expect([200, 201]).toContain((await changed).status);
    await kit.settled();
    expect((await her.beat(playback)).json()).toMatchObject({ status: 403, detail: 'policy_changed' });
  });

  test('the completion that a heartbeat of the device before brings', async () => {
    const { her, video_id } = await watching({ allow_skip: true });
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'once')`,
      ...[school.tenant_id, video_id, her.enrollment_id],
    );
    const crediting = await kit.owner.connect();
    await crediting.query('begin');
    const completion = 'update video_progress set completed = true, completed_at = now() where video_id = $1';
    await crediting.query(completion, [video_id]);
    const started = her.playing(video_id, 'phone', { takeover: true });
    await doneOrBlocked(kit.owner, started);
    await crediting.query('commit');
    crediting.release();
    expect((await started).policy.seek.mode).toBe('free');
  });
});

describe('the required share of a lecture', () => {
  const require = (teacher: Person, lecture_id: number, video_required_rate: number) =>
    publishPolicy(kit, teacher, lecture_id, { video_required_rate });
  const watchOf = async (her: StudentViewer, session_id: number, video_id: number) => {
    const { body } = await ask(kit, her.person, `GET /videos/student?session=${session_id}`);
    return body.find(({ id }: { id: number }) => id === video_id);
  };

  test('is judged anew at once, both ways, by the evidence', async () => {
    const { teacher, lecture_id, session_id, video_id, her, playback } = await watching({
      duration_ms: 100_000,
      required_rate: 90,
    });
    kit.travel(80);
    await her.beat(playback, { intervals: [[0, 80]], clock: 80 });
    await kit.settled();
    const watch = async () => (await watchOf(her, session_id, video_id)).watch;
    expect(await watch()).toMatchObject({ completed: false, progress: 0.8 });

    await require(teacher, lecture_id, 75);
    expect(await watch()).toMatchObject({ completed: true, progress: 0.8 });
    await require(teacher, lecture_id, 85);
    expect(await watch()).toMatchObject({ completed: false, watched: [[0, 80]] });

    const again = (await her.refresh(playback)).json();
    kit.travel(10);
    const beat = (await her.beat(again, { intervals: [[80, 88]], clock: 90 })).json();
    expect(beat).toMatchObject({ completed: true });
  });

  test('is judged anew for what is being credited at that moment', async () => {
    const { teacher, lecture_id, session_id, video_id, her } = await watching({
      duration_ms: 100_000,
      required_rate: 75,
    });
    const crediting = await kit.owner.connect();
    await crediting.query('begin');
    await crediting.query(
      `update video_progress set watched = '{[0,80000)}', watched_ms = 80000, progress = 0.8, completed = true,
        completed_at = now() where video_id = $1`,
      [video_id],
    );
    const required = require(teacher, lecture_id, 95);
    await doneOrBlocked(kit.owner, required);
    await crediting.query('commit');
    crediting.release();
    await required;
    expect((await watchOf(her, session_id, video_id)).watch).toMatchObject({
      completed: false,
      progress: 0.8,
    });
  });

  test('does not take `once` back from who completed the video', async () => {
    const { teacher, lecture_id, session_id, video_id, her, playback } = await watching({
      duration_ms: 100_000,
      required_rate: 75,
      allow_skip: true,
    });
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'once')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );
    const first = (await her.refresh(playback)).json();
    expect(first.policy.seek.mode).toBe('bounded_forward');
    kit.travel(80);
    await her.beat(first, { intervals: [[0, 80]], clock: 80 });

    await require(teacher, lecture_id, 95);
    await kit.settled();

    const view = await watchOf(her, session_id, video_id);
    expect(view).toMatchObject({ rule: 'free', watch: { completed: false } });
    expect(view.policy.seek.mode).toBe('free');
    const { body } = await ask(kit, teacher, `GET /video-progress?video=${video_id}`);
    expect(body.results).toMatchObject([{ completed: false, completed_at: null }]);
  });
});
