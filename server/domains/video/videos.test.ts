import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = (who: Pick<Person, 'headers'>, method: Method, path: string, payload?: object) =>
  kit.app.inject({ method, url: `/api/v1${path}`, headers: who.headers, ...(payload ? { payload } : {}) });
const mediaSecrets = /file_key|hls_path|enc\.key|master\.m3u8/;

describe('staff', () => {
  test('see the videos of their lectures, with a picture and without where they lie', async () => {
    const { teacher, session_id, lecture_id, video_id, addVideo } = await classWithVideo(kit, school);
    const second = await addVideo();
    const list = await call(
      teacher,
      'GET',
      `/videos?session=${session_id}&lecture=${lecture_id}&status=READY&search=극한`,
    );
    expect(list.json()).toMatchObject({
      count: 2,
      results: [
        { id: video_id, order: 1 },
        { id: second, order: 2 },
      ],
    });
    expect(list.body).not.toMatch(mediaSecrets);
    const [{ thumbnail_url }] = list.json().results;
    expect((await kit.app.inject(thumbnail_url)).body).toBe('picture');
    expect((await kit.app.inject(thumbnail_url.replace('poster.jpg', 'master.m3u8'))).statusCode).toBe(403);
    const other = await school.person('teacher');
    expect((await call(other, 'GET', `/videos?session=${session_id}`)).json().count).toBe(0);
    expect((await call(other, 'GET', `/videos/${video_id}`)).statusCode).toBe(404);
    expect((await call(await school.person('owner'), 'GET', `/videos/${video_id}`)).json().id).toBe(video_id);
  });

  test('change rules, which is on record; an assistant changes only the title', async () => {
    const { teacher, lecture_id, session_id, video_id } = await classWithVideo(kit, school);
    const edited = await call(teacher, 'PATCH', `/videos/${video_id}`, {
      title: '적분',
      max_speed: 1.5,
      allow_skip: true,
    });
    expect(edited.json()).toMatchObject({
      title: '적분',
      max_speed: 1.5,
      allow_skip: true,
      show_watermark: true,
    });
    const { rows } = await sql(
      `select before, after from audit_entry where tenant_id = $1 and action = 'video.edit' and subject_id = $2`,
      school.tenant_id,
      String(video_id),
    );
    expect(rows).toEqual([
      {
        before: {
          ...{ title: '함수의 극한', session: session_id },
          ...{ allow_skip: false, max_speed: 1, show_watermark: true },
        },
        after: { title: '적분', max_speed: 1.5, allow_skip: true },
      },
    ]);
    const assistant = await school.person('assistant');
    await sql(
      'insert into lecture_staff (tenant_id, lecture_id, user_id) values ($1, $2, $3)',
      school.tenant_id,
      lecture_id,
      assistant.user_id,
    );
    expect((await call(assistant, 'PATCH', `/videos/${video_id}`, { title: '적분 2' })).statusCode).toBe(200);
    for (const change of [{ max_speed: 2 }, { session: session_id + 1 }])
      expect((await call(assistant, 'PATCH', `/videos/${video_id}`, change)).statusCode).toBe(403);
    expect(
      (await call(teacher, 'PATCH', `/videos/${video_id}`, { status: 'READY', max_speed: 9 })).json().errors,
    ).toHaveLength(2);
  });

  test('move a video within its lecture: who watches is asked anew, and judged by the share of the other day', async () => {
    const { teacher, student, laterSession, session_id, video_id } = await classWithVideo(kit, school, {
      duration_ms: 100_000,
    });
    const next = await laterSession(20);
    const her = await student();
    const playback = await her.playing(video_id);
    kit.travel(30);
    await her.beat(playback, { intervals: [[0, 30]], clock: 30 });
    const move = (session: number) => call(teacher, 'PATCH', `/videos/${video_id}`, { session });

    expect((await move(next)).json()).toMatchObject({ session_id: next, order: 1 });

    expect((await her.refresh(playback)).json()).toMatchObject({ status: 403, detail: 'no_session_access' });
    const { rows } = await sql('select completed from video_progress where video_id = $1', video_id);
    expect(rows).toEqual([{ completed: true }]);
    const elsewhere = await classWithVideo(kit, school);
    expect((await move(elsewhere.session_id)).statusCode).toBe(404);
    await sql('update lecture set teacher_id = $2 where id = $1', ...[elsewhere.lecture_id, teacher.user_id]);
    expect((await move(elsewhere.session_id)).json().errors).toMatchObject([{ pointer: '/session' }]);
    expect((await move(session_id)).json().session_id).toBe(session_id);
  });

  test('move a video and change its rules while a heartbeat is being credited, and neither stops the other', async () => {
    const { teacher, student, laterSession, video_id } = await classWithVideo(kit, school);
    const session = await laterSession(20);
    await (await student()).playing(video_id);
    const crediting = await kit.owner.connect();
    await crediting.query('begin');
    await crediting.query('select from video_progress where video_id = $1 for no key update', [video_id]);
    const changed = call(teacher, 'PATCH', `/videos/${video_id}`, { session, max_speed: 1.5 });
    expect(await doneOrBlocked(kit.owner, changed)).toBe('blocked');
    const playback = 'select from playback_session where video_id = $1 for no key update nowait';
    const taken = crediting.query(playback, [video_id]);
    await taken.catch(() => {});
    await crediting.query('commit').finally(() => crediting.release());
    await expect(taken).resolves.toMatchObject({ rowCount: 1 });
    expect((await changed).json()).toMatchObject({ session_id: session, max_speed: 1.5 });
  });

  test('remove a video and put it back: what was watched is still on record', async () => {
    const { teacher, student, session_id, video_id, addVideo } = await classWithVideo(kit, school);
    await addVideo();
    const her = await student();
    const playback = await her.playing(video_id);
    kit.travel(20);
    await her.beat(playback, { intervals: [[0, 20]], clock: 20 });
    expect((await call(teacher, 'DELETE', `/videos/${video_id}`)).statusCode).toBe(204);
    expect((await call(teacher, 'GET', `/videos/${video_id}`)).statusCode).toBe(404);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await call(teacher, 'POST', `/videos/${video_id}/restore`)).json()).toMatchObject({
      id: video_id,
      order: 3,
    });
    expect((await call(teacher, 'POST', `/videos/${video_id}/restore`)).statusCode).toBe(404);
    const list = await call(her, 'GET', `/videos/student?session=${session_id}`);
    expect(list.json().at(-1)).toMatchObject({ id: video_id, watch: { watched: [[0, 20]] } });
  });

  test('preview a video without a trace, with its key while they are signed in', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const { play_url } = (await call(teacher, 'POST', `/videos/${video_id}/play`)).json();
    const key = () => kit.app.inject(play_url.replace('master.m3u8', 'enc.key'));
    expect((await kit.app.inject(play_url)).statusCode).toBe(200);
    expect((await key()).rawPayload).toHaveLength(16);
    const { rows } = await sql('select from playback_session where video_id = $1', video_id);
    expect(rows).toHaveLength(0);
    await sql('update login_session set revoked_at = now() where id = $1', teacher.login_session_id);
    expect((await key()).statusCode).toBe(409);
  });

  test('see every student of the lecture, phones included', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    const [her, him] = [await student(), await student()];
    const playback = await her.playing(video_id);
    kit.travel(60);
    await her.beat(playback, { position: 60, intervals: [[0, 60]], clock: 60 });
    const { enrollment_id } = him;
    await sql(`update attendance set status = 'LATE' where enrollment_id = $1`, enrollment_id);
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'once')`,
      ...[school.tenant_id, video_id, enrollment_id],
    );
    await sql(
      `insert into video_progress (tenant_id, video_id, enrollment_id, completed, completed_at) values ($1, $2, $3, true, now())`,
      ...[school.tenant_id, video_id, enrollment_id],
    );
    const stats = (await call(teacher, 'GET', `/videos/${video_id}/stats`)).json();
    expect(stats.total_filtered).toBe(2);
    const of = (enrollment: number) =>
      stats.students.find((one: { enrollment: number }) => one.enrollment === enrollment);
    expect(of(her.enrollment_id)).toMatchObject({
      ...{ progress: expect.closeTo(0.1), watched_seconds: 60, last_position: 60, watching_now: true },
      ...{ attendance_status: 'UNSET', rule: 'free', student_phone: '01012345678' },
    });
    expect(of(her.enrollment_id)).toMatchObject({ effective_rule: 'free', completed: false });
    expect(of(enrollment_id)).toMatchObject({
      ...{ progress: 0, completed: true, watching_now: false, attendance_status: 'LATE' },
      ...{ rule: 'once', effective_rule: 'free' },
    });
    expect((await call(her, 'GET', `/videos/${video_id}/stats`)).statusCode).toBe(403);
  });
});

describe('rules of single students', () => {
  test('are set for many at once, or for none when one is not of the lecture', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    const [her, him] = [await student(), await student()];
    const stranger = await (await classWithVideo(kit, school)).student();
    const set = (enrollments: number[]) =>
      call(teacher, 'POST', '/video-permissions/bulk_set/', { video_id, enrollments, rule: 'blocked' });
    const refused = await set([her.enrollment_id, stranger.enrollment_id]);
    expect(refused.json()).toMatchObject({
      detail: 'enrollment_mismatch',
      enrollments: [stranger.enrollment_id],
    });
    expect((await her.start(video_id)).statusCode).toBe(201);

    const playback = await him.playing(video_id);
    expect((await set([her.enrollment_id, him.enrollment_id])).json()).toMatchObject([
      { enrollment: her.enrollment_id, rule: 'blocked', is_override: true },
      { enrollment: him.enrollment_id, rule: 'blocked' },
    ]);
    expect((await him.beat(playback)).json().detail).toBe('policy_changed');
    expect((await him.refresh(playback)).json().detail).toBe('blocked');
    const list = (await call(teacher, 'GET', `/video-permissions?video=${video_id}`)).json();
    expect(list.count).toBe(2);
    const [{ id }] = list.results;
    const edited = await call(teacher, 'PATCH', `/video-permissions/${id}`, {
      rule: 'once',
      max_speed_override: 2,
    });
    expect(edited.json()).toMatchObject({ rule: 'once', max_speed_override: 2, block_seek: false });
    expect((await her.playing(video_id)).policy.playback_rate.max).toBe(2);
    await call(teacher, 'DELETE', `/video-permissions/${id}`);
    const { rows } = await sql(
      `select action, actor_id, before, after from audit_entry where tenant_id = $1 and subject_id = $2
         and action like 'video.%_permission' order by seq`,
      ...[school.tenant_id, String(video_id)],
    );
    const actor_id = teacher.user_id;
    expect(rows).toMatchObject([
      {
        actor_id,
        before: [],
        after: { enrollments: [her.enrollment_id, him.enrollment_id], rule: 'blocked' },
      },
      { actor_id, before: [{ rule: 'blocked' }], after: { rule: 'once', max_speed_override: 2 } },
      { actor_id, action: 'video.remove_permission', before: { rule: 'once' } },
    ]);
  });

  test('keep what is not given', async () => {
    const { teacher, student, video_id } = await classWithVideo(kit, school);
    const { enrollment_id: enrollment } = await student();
    const set = async (change: object) =>
      (await call(teacher, 'POST', '/video-permissions', { video: video_id, enrollment, ...change })).json();
    await set({ block_speed_control: true });
    expect(await set({ rule: 'once' })).toMatchObject({ block_speed_control: true, rule: 'once' });
  });
});

describe('students and parents', () => {
  test('see what they may watch, why not, and how far they are', async () => {
    const { student, session_id, video_id, addVideo } = await classWithVideo(kit, school);
    const her = await student();
    const [waiting, blocked] = [await addVideo(), await addVideo()];
    await sql(`update video set status = 'PROCESSING' where id = $1`, waiting);
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      school.tenant_id,
      blocked,
      her.enrollment_id,
    );
    const list = await call(her, 'GET', `/videos/student/?session=${session_id}`);
    expect(list.json()).toMatchObject([
      {
        id: video_id,
        can_play: true,
        reason: null,
        rule: 'free',
        policy: { seek: { mode: 'bounded_forward' } },
      },
      { id: waiting, can_play: false, reason: 'video_not_ready', policy: null, thumbnail_url: null },
      { id: blocked, can_play: false, reason: 'blocked', thumbnail_url: null },
    ]);
    expect(list.body).not.toMatch(mediaSecrets);
    const elsewhere = await (await classWithVideo(kit, school)).student();
    expect((await call(elsewhere, 'GET', `/videos/student?session=${session_id}`)).statusCode).toBe(404);
  });

  test('see their own progress and nobody else’s, and write none', async () => {
    const { teacher, student, session_id, video_id } = await classWithVideo(kit, school);
    const [her, him] = [await student(), await student()];
    for (const one of [her, him]) await one.playing(video_id);
    const parent = await school.person('parent');
    await sql(
      'insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)',
      school.tenant_id,
      her.student_id,
      parent.user_id,
    );
    const seen = async (who: Pick<Person, 'headers'>) =>
      (await call(who, 'GET', `/video-progress?video=${video_id}`))
        .json()
        .results.map((row: { enrollment: number }) => row.enrollment);
    expect(await seen(her)).toEqual([her.enrollment_id]);
    expect(await seen(parent)).toEqual([her.enrollment_id]);
    expect(await seen(teacher)).toEqual([her.enrollment_id, him.enrollment_id]);
    expect((await call(her, 'POST', '/video-progress', { completed: true })).statusCode).toBe(403);
    expect((await call(parent, 'GET', `/videos/student?session=${session_id}`)).json()).toHaveLength(1);
    expect(
      (await call(parent, 'GET', `/videos/student?session=${session_id}&enrollment=${him.enrollment_id}`))
        .statusCode,
    ).toBe(404);
  });
});
