import type { WatchedPart } from '@seodang/contract/video-watching.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer } from '#testing/viewers.ts';
import { ahead, paused } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

/** What a student watched, put on record as heartbeats would. */
const record = (video_id: number, { enrollment_id }: StudentViewer, watched: string) =>
  sql(
    `insert into video_progress (tenant_id, video_id, enrollment_id, watched, watched_ms, progress)
     select $1, $2, $3, $4::int4multirange, app.length_of($4::int4multirange), app.length_of($4::int4multirange) / 100000.0`,
    school.tenant_id,
    video_id,
    enrollment_id,
    watched,
  );

describe('the heat map of a video', () => {
  async function measured() {
    const room = await classWithVideo(kit, school, { duration_ms: 100_000, allow_skip: true });
    const [all, half, jumper, nothing] = [
      await room.student(),
      await room.student(),
      await room.student(),
      await room.student(),
    ];
    await record(room.video_id, all, '{[0,100000)}');
    await record(room.video_id, half, '{[0,50000)}');
    await record(room.video_id, jumper, '{[0,10000),[60000,75000)}');
    const heat = async (query = '', who = room.teacher) =>
      ask(kit, who, `GET /videos/${room.video_id}/watched-parts${query}`);
    return { ...room, all, half, jumper, nothing, heat };
  }
  const column = (parts: WatchedPart[], name: keyof WatchedPart) => parts.map((part) => part[name]);

  test('says of each part how many watched it and how many got that far', async () => {
    const { heat } = await measured();
    const { body } = await heat('?parts=10');
    expect(body).toMatchObject({ duration: 100, students: 4, started: 3 });
    expect(column(body.parts, 'watched')).toEqual([3, 2, 2, 2, 2, 1, 2, 1.5, 1, 1]);
    expect(column(body.parts, 'reached')).toEqual([3, 3, 3, 3, 3, 2, 2, 1.5, 1, 1]);
    expect(column(body.parts, 'rewatched')).toEqual(Array(10).fill(0));
    expect(column(body.parts, 'to')).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect((await heat()).body.parts).toHaveLength(120);
    expect((await heat('?parts=0')).status).toBe(400);
  });

  test('counts what players say was played again; what they say otherwise counts nothing', async () => {
    const { heat, all, video_id } = await measured();
    const playback = await all.playing(video_id);
    const again = (parts: unknown) => ({ type: 'REPLAYED', payload: { parts } });
    const reply = await all.report(playback, [
      again([
        [10, 20],
        [40, 45],
      ]),
      again([[10, 20]]),
      again([[30, 20], ['a', 'b'], [1], 7, [-5, 3], [95, 400]]),
      again('all'),
      { type: 'REPLAYED' },
    ]);
    expect(reply.json()).toMatchObject({ stored: 5, state: 'ok', violations: [] });
    const { body } = await heat('?parts=10');
    expect(column(body.parts, 'rewatched')).toEqual([0, 2, 0, 0, 0.5, 0, 0, 0, 0, 0.5]);
    expect(column(body.parts, 'watched')[1]).toBe(2);
    const risk = await ask(
      kit,
      await school.person('owner'),
      `GET /video-playback-events/risk?video=${video_id}`,
    );
    expect(risk.body).toMatchObject([{ score: 0, warn: 0, info: 5 }]);
  });

  test('counts active students only, has no parts without an output, and is for staff of the lecture', async () => {
    const { heat, all, half, video_id } = await measured();
    await sql(`update enrollment set status = 'INACTIVE' where id = $1`, all.enrollment_id);
    expect((await heat('?parts=2')).body).toMatchObject({
      students: 3,
      started: 2,
      parts: [{ watched: 1.2 }, { watched: 0.3 }],
    });
    expect((await heat('', await school.person('teacher'))).status).toBe(404);
    expect((await heat('', half.person)).status).toBe(403);
    await sql(
      `update video set status = 'PENDING', duration_ms = null, duration = null where id = $1`,
      video_id,
    );
    expect((await heat()).body).toMatchObject({ duration: 0, parts: [] });
  });
});

describe('students by videos', () => {
  test('says how far each watched each, in the order of the lessons, and why is one question more', async () => {
    const room = await classWithVideo(kit, school, { duration_ms: 100_000 });
    const { teacher, lecture_id, video_id, session_id } = room;
    const second = await room.addVideo();
    const [done, begun, kept] = [await room.student(), await room.student(), await room.student()];
    for (const [one, name] of [
      [done, '가영'],
      [begun, '나영'],
      [kept, '다영'],
    ] as const)
      await sql('update student set name = $2 where id = $1', one.student_id, name);
    await record(video_id, done, '{[0,100000)}');
    await sql(
      'update video_progress set completed = true, completed_at = now() where enrollment_id = $1',
      done.enrollment_id,
    );
    await record(video_id, begun, '{[0,42900)}');
    await ask(kit, teacher, 'POST /video-permissions', {
      video: second,
      enrollment: kept.enrollment_id,
      rule: 'blocked',
    });
    await sql('delete from attendance where enrollment_id = $1', begun.enrollment_id);
    const path = `GET /lectures/${lecture_id}/video-grid` as const;

    const { body } = await ask(kit, teacher, path);
    expect(body).toMatchObject({ lecture: lecture_id, required_rate: 90 });
    expect(body.videos).toMatchObject([
      { id: video_id, session: session_id, session_title: '1주차', regular_order: 1, status: 'READY' },
      { id: second },
    ]);
    expect(body.rows).toEqual([
      {
        enrollment: done.enrollment_id,
        student_name: '가영',
        percent: [100, 0],
        state: ['completed', 'not_started'],
      },
      {
        enrollment: begun.enrollment_id,
        student_name: '나영',
        percent: [42, 0],
        state: ['started', 'not_started'],
      },
      {
        enrollment: kept.enrollment_id,
        student_name: '다영',
        percent: [0, 0],
        state: ['not_started', 'blocked'],
      },
    ]);

    await sql('delete from session_enrollment where enrollment_id = $1', begun.enrollment_id);
    expect((await ask(kit, teacher, path)).body.rows[1].state).toEqual(['none', 'none']);
    expect((await ask(kit, await school.person('teacher'), path)).status).toBe(404);
    expect((await ask(kit, done.person, path)).status).toBe(403);

    const why = async (video: number, one: StudentViewer) =>
      (await ask(kit, teacher, `GET /videos/${video}/students/${one.enrollment_id}`)).body;
    expect(await why(video_id, begun)).toMatchObject({
      ...{ student_name: '나영', duration: 100, required_rate: 90, watching_now: false, case_state: null },
      verdict: { reason: 'no_session_access', policy: null },
      watch: { watched: [[0, 42.9]] },
    });
    expect(await why(second, kept)).toMatchObject({ verdict: { reason: 'blocked', rule: 'blocked' } });
    await done.playing(second);
    expect(await why(second, done)).toMatchObject({ watching_now: true, verdict: { reason: null } });
    expect((await ask(kit, teacher, `GET /videos/${video_id}/students/987654`)).status).toBe(404);
  });

  test('tells who was stopped for violations', async () => {
    const { her, teacher, video_id, lecture_id, playback, case_id } = await paused(kit, school);
    await her.acknowledge(playback, 'paused');
    await her.report(playback, [ahead]);
    const { body } = await ask(kit, teacher, `GET /lectures/${lecture_id}/video-grid`);
    expect(body.rows[0].state).toEqual(['blocked']);
    const why = await ask(kit, teacher, `GET /videos/${video_id}/students/${her.enrollment_id}`);
    expect(why.body).toMatchObject({
      verdict: { reason: 'playback_revoked' },
      case_id,
      case_state: 'revoked',
    });
  });
});
