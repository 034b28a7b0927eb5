import type { PolicyPreview, PolicyProposal } from '@seodang/contract/video-policy.ts';
import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});

const room = () => classWithVideo(kit, school, { duration_ms: 100_000, required_rate: 80 });

describe('a video in numbers', () => {
  test('counts those who are enrolled now, and real seconds', async () => {
    const { teacher, video_id, student } = await room();
    const [her, gone] = [await student(), await student()];
    await student();
    for (const one of [her, gone]) {
      const playback = await one.playing(video_id);
      kit.travel(100);
      await one.beat(playback, { intervals: [[0, 100]], clock: 100 });
      await one.report(playback, [{ type: 'FOCUS_LOST' }]);
    }
    await kit.owner.query(`update enrollment set status = 'INACTIVE' where id = $1`, [gone.enrollment_id]);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/summary`);
    expect(body).toMatchObject({ total_students: 2, completed_count: 1, completion_rate: 0.5 });
    expect(body.watched_seconds_est).toBe(100);
    expect(body.risk_top[0]).toMatchObject({ student_name: '김하늘', score: 2 });
  });

  test('measures those who attend by video by the rate of the lecture', async () => {
    const { teacher, video_id, student } = await room();
    const [done, half, none, inClass] = [await student(), await student(), await student(), await student()];
    const online = [done, half, none].map(({ enrollment_id }) => enrollment_id);
    await kit.owner.query(`update attendance set status = 'ONLINE' where enrollment_id = any($1)`, [online]);
    const set = (of: { enrollment_id: number }, progress: number) =>
      ask(kit, teacher, 'POST /video-progress', { video: video_id, enrollment: of.enrollment_id, progress });
    await set(done, 0.8);
    await set(half, 0.4);
    await set(inClass, 1);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/achievement`);
    const statusOf = (of: { enrollment_id: number }) =>
      body.students.find(({ enrollment }: { enrollment: number }) => enrollment === of.enrollment_id)?.status;
    expect([done, half, none, inClass].map(statusOf)).toEqual(['completed', 'warning', 'danger', undefined]);
    expect(body.summary).toEqual({
      total_students: 3,
      avg_progress: 40,
      completed_rate: 33.3,
      incomplete_count: 2,
    });
  });
});

describe('a teacher who says how far a student watched', () => {
  test('is on record with what was there before, and `once` holds again when it is taken back', async () => {
    const { teacher, video_id, student } = await room();
    const her = await student();
    const { enrollment_id: enrollment } = her;
    await ask(kit, teacher, 'POST /video-permissions', { video: video_id, enrollment, rule: 'once' });
    const playback = await her.playing(video_id);
    kit.travel(30);
    await her.beat(playback, { intervals: [[0, 30]], clock: 30 });
    const set = (change: object) =>
      ask(kit, teacher, 'POST /video-progress', { video: video_id, enrollment, ...change });

    expect((await set({ completed: true })).body).toMatchObject({ progress: 1, completed: true });
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await set({ completed: false })).body).toMatchObject({
      progress: 0,
      completed: false,
      max_watched: 0,
    });
    expect((await set({ completed: false, progress: 0.9 })).status).toBe(400);
    expect((await set({ progress: 0.9 })).body.completed).toBe(true);
    const { rows } = await kit.owner.query(
      `select before -> 'watched' as watched from audit_entry where tenant_id = $1 and action = 'video.set_progress'`,
      [school.tenant_id],
    );
    expect(rows.map(({ watched }) => watched)).toContain('{[0,30000)}');
    expect(await kit.runTasks()).toContain('events.deliver');
  });

  test('goes on from there: what is played after it counts as before', async () => {
    const { teacher, video_id, student } = await room();
    const her = await student();
    await ask(kit, teacher, 'POST /video-progress', {
      ...{ video: video_id, enrollment: her.enrollment_id, progress: 0.5 },
    });
    const playback = await her.playing(video_id);
    kit.travel(20);
    const beaten = (await her.beat(playback, { intervals: [[50, 70]], clock: 20 })).json();
    expect(beaten).toMatchObject({ progress: expect.closeTo(0.7, 3), max_watched: 70 });
  });
});

test('a rule that was taken away leaves the rules of the video, for who watches now too', async () => {
  const { teacher, video_id, student } = await room();
  const her = await student();
  const { body } = await ask(kit, teacher, 'POST /video-permissions', {
    ...{ video: video_id, enrollment: her.enrollment_id, allow_skip_override: true },
  });
  const playback = await her.playing(video_id);
  expect(playback.policy.allow_seek).toBe(true);
  expect((await ask(kit, teacher, `DELETE /video-permissions/${body.id}`)).status).toBe(204);
  expect((await her.beat(playback)).json().detail).toBe('policy_changed');
  expect((await her.refresh(playback)).json().policy.allow_seek).toBe(false);
});

/** A class of so many, and the preview of changes to its video. */
async function previewed(size: number) {
  const room = await classWithVideo(kit, school, { allow_skip: true });
  const students = await Promise.all(Array.from({ length: size }, room.student));
  const preview = async (proposal: PolicyProposal): Promise<PolicyPreview> =>
    (await ask(kit, room.teacher, `POST /videos/${room.video_id}/policy-preview`, proposal)).body;
  return { ...room, students, preview };
}

describe('the preview of what is not a rule', () => {
  const reasons = ({ students }: PolicyPreview) => students.map(({ after }) => after.reason);
  const modes = ({ students }: PolicyPreview) => students.map(({ after }) => after.policy?.seek.mode);

  test('says what attendance and the choice of the academy would change', async () => {
    const { students, preview } = await previewed(2);
    const [online] = students.map(({ enrollment_id }) => enrollment_id);
    const byVideo = { students: { enrollments: [online ?? 0], attendance: 'ONLINE' as const } };
    expect(await preview(byVideo)).toMatchObject({ total: 2, changed: 0 });
    const bounded = await preview({ ...byVideo, academy: { once_for_online: true } });
    expect([bounded.changed, ...modes(bounded)]).toEqual([1, 'bounded_forward']);
    expect(await preview({ academy: { max_sessions: 5 } })).toMatchObject({ changed: 2 });
  });

  test('says who is shut out by the end of an enrollment, and by another class session', async () => {
    const { students, preview, lecture_id, video_id, teacher } = await previewed(2);
    const [first, second] = students.map(({ enrollment_id }) => enrollment_id);
    const ended = await preview({
      students: { enrollments: [first ?? 0], enrollment_status: 'INACTIVE' },
    });
    expect([ended.changed, ...reasons(ended)]).toEqual([1, 'not_enrolled']);
    const { rows } = await kit.owner.query(
      `insert into class_session (tenant_id, lecture_id, title, "order", regular_order)
       values ($1, $2, '다음 시간', 2, 2) returning id`,
      [school.tenant_id, lecture_id],
    );
    const session = Number(rows[0]?.id);
    await kit.owner.query(
      'insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) values ($1, $2, $3, $4)',
      [school.tenant_id, lecture_id, session, second],
    );
    const moved = await preview({ video: { session } });
    expect([moved.changed, moved.students[0]?.enrollment, ...reasons(moved)]).toEqual([
      ...[1, first, 'no_session_access'],
    ]);
    const elsewhere = await classWithVideo(kit, school);
    await kit.owner.query('update lecture set teacher_id = $2 where id = $1', [
      elsewhere.lecture_id,
      teacher.user_id,
    ]);
    const refused = { video: { session: elsewhere.session_id } };
    const path = `POST /videos/${video_id}/policy-preview` as const;
    expect((await ask(kit, teacher, path, refused)).body.errors).toMatchObject([{ pointer: '/session' }]);
  });
});

/** How many statements the server sends for an answer. */
async function statementsFor(who: Pick<Person, 'headers'>, path: `/${string}`): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  expect((await ask(kit, who, `GET ${path}`)).status).toBe(200);
  const count = sent.mock.calls.length;
  sent.mockRestore();
  return count;
}

test('lists of videos and of students take as many statements for many as for one', async () => {
  const { teacher, student, lecture_id, session_id, video_id, addVideo } = await classWithVideo(kit, school);
  const her = await student();
  const lists = [
    [teacher, `/videos?session=${session_id}`],
    [teacher, `/videos/${video_id}/stats`],
    [teacher, `/videos/${video_id}/achievement`],
    [teacher, `/videos/${video_id}/student-policies`],
    [teacher, `/lectures/${lecture_id}/video-grid`],
    [her, `/videos/student?session=${session_id}`],
  ] as const;
  const count = async () => {
    const counts: [string, number][] = [];
    for (const [who, path] of lists) counts.push([path, await statementsFor(who, path)]);
    return counts;
  };
  await count();
  const few = await count();
  for (let n = 0; n < 4; n += 1) await (await student()).playing(await addVideo());
  expect(await count()).toEqual(few);
  expect(few.every(([, statements]) => statements > 0)).toBe(true);
});

test('the table takes no speed or length that is none, and no READY video without an output', async () => {
  const { video_id } = await classWithVideo(kit, school);
  for (const change of [
    'max_speed = 9',
    'max_speed = 0',
    'duration_ms = -1',
    `hls_path = ''`,
    'duration_ms = 0',
  ])
    await expect(
      kit.owner.query(`update video set ${change} where id = $1`, [video_id]),
    ).rejects.toMatchObject({
      code: '23514',
    });
});
