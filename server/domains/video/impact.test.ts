import type { ViewingImpact } from '@seodang/contract/video-impact.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

describe('a change that is made elsewhere, before it is saved', () => {
  const impact = async (
    who: { headers: Record<string, string> },
    path: `${'GET' | 'POST'} /${string}`,
    body?: object,
  ) => (await ask(kit, who, path, body)).body as ViewingImpact;
  const onlineOnce = (is: boolean) =>
    sql(
      `update tenant set settings = jsonb_set(settings, '{video}', $2) where id = $1`,
      ...[school.tenant_id, JSON.stringify({ once_for_online: is })],
    );

  test('of attendance says whose verdict it changes, and nothing of marks that change none', async () => {
    const { teacher, session_id, student, video_id } = await classWithVideo(kit, school, {
      allow_skip: true,
    });
    const [her, him] = [await student(), await student()];
    await her.playing(video_id);
    const { body } = await ask(kit, teacher, `GET /sessions/${session_id}/attendance`);
    const marks = (status: string) => ({
      changes: body.results.map(({ id }: { id: number }) => ({ attendance_id: id, status })),
    });
    const path = `POST /sessions/${session_id}/attendance/video-impact` as const;
    expect(await impact(teacher, path, marks('ONLINE'))).toMatchObject({ changed: 0, students: [] });
    await onlineOnce(true);

    const seen = await impact(teacher, path, marks('ONLINE'));

    expect(seen).toMatchObject({ watching: 1, changed: 2, verdicts: 2 });
    expect(seen.students.map(({ enrollment }) => enrollment)).toEqual([her.enrollment_id, him.enrollment_id]);
    expect(seen.students[0]).toMatchObject({
      ...{ watching_now: true, video: video_id, before: { rule: 'free' } },
      after: { rule: 'once', policy: { seek: { mode: 'bounded_forward' } } },
    });
    expect(await impact(teacher, path, { status: 'ONLINE' })).toMatchObject({ watching: 1, changed: 2 });
    expect(await impact(teacher, path, marks('PRESENT'))).toMatchObject({ watching: 0, changed: 0 });
    const { body: after } = await ask(kit, teacher, `GET /sessions/${session_id}/attendance`);
    expect(after).toEqual(body);
    await onlineOnce(false);
  });

  test('of an enrollment: ended, taken up again with the sessions that it opens, or seats that are changed', async () => {
    const { teacher, session_id, student, video_id, addVideo } = await classWithVideo(kit, school);
    await addVideo();
    const her = await student();
    const playback = await her.playing(video_id);
    const path = `POST /enrollments/${her.enrollment_id}/video-impact` as const;

    const ended = await impact(teacher, path, { status: 'INACTIVE' });
    expect(ended).toMatchObject({ watching: 1, changed: 1, verdicts: 2 });
    expect(ended.students[0]).toMatchObject({
      ...{ watching_now: true, before: { reason: null }, after: { reason: 'not_enrolled' } },
    });
    expect((await her.beat(playback)).statusCode).toBe(200);
    await ask(kit, teacher, `PATCH /enrollments/${her.enrollment_id}`, { status: 'INACTIVE' });
    await sql('delete from attendance where enrollment_id = $1', her.enrollment_id);
    await sql('delete from session_enrollment where enrollment_id = $1', her.enrollment_id);

    expect(await impact(teacher, path, { open: [session_id] })).toMatchObject({ verdicts: 0 });
    const again = await impact(teacher, path, { status: 'ACTIVE', start_order: 1 });
    expect(again).toMatchObject({ changed: 1, verdicts: 2 });
    expect(again.students[0]).toMatchObject({ before: { reason: 'not_enrolled' }, after: { reason: null } });
    await ask(kit, teacher, `PATCH /enrollments/${her.enrollment_id}`, { status: 'ACTIVE', start_order: 9 });
    expect(await impact(teacher, path, { open: [session_id] })).toMatchObject({ changed: 1, verdicts: 2 });
    const stranger = await school.person('teacher');
    expect((await ask(kit, stranger, path, { status: 'ACTIVE' })).status).toBe(404);
  });

  test('of a student who is removed', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const playback = await her.playing(video_id);
    const seen = await impact(await school.person('owner'), `GET /students/${her.student_id}/removal-impact`);
    expect(seen).toMatchObject({
      watching: 1,
      changed: 1,
      students: [{ after: { reason: 'not_enrolled' } }],
    });
    expect((await her.beat(playback)).statusCode).toBe(200);
  });

  test('of a video, a class session or a lecture that is removed, which takes it from all that could watch', async () => {
    const { teacher, student, lecture_id, session_id, video_id, addVideo } = await classWithVideo(
      kit,
      school,
    );
    await addVideo();
    const [her, him, kept] = [await student(), await student(), await student()];
    const playback = await her.playing(video_id);
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      ...[school.tenant_id, video_id, kept.enrollment_id],
    );
    const owner = await school.person('owner');
    const gone = { after: { reason: 'video_not_ready', policy: null } };
    const ofVideo = await impact(teacher, `GET /videos/${video_id}/removal-impact`);
    expect(ofVideo).toMatchObject({ watching: 1, changed: 2, verdicts: 2 });
    expect(ofVideo.students[0]).toMatchObject({ enrollment: her.enrollment_id, watching_now: true, ...gone });
    const all = { watching: 1, changed: 3, verdicts: 5 };
    expect(await impact(owner, `GET /lectures/${lecture_id}/removal-impact`)).toMatchObject(all);
    const path = `GET /sessions/${session_id}/removal-impact` as const;
    expect(await impact(teacher, path)).toMatchObject(all);
    expect((await her.beat(playback)).statusCode).toBe(200);
    await sql(`update attendance set status = 'PRESENT' where enrollment_id = $1`, him.enrollment_id);
    expect(await ask(kit, teacher, path)).toMatchObject({
      status: 409,
      body: { detail: 'in_use', marked: 1 },
    });
    expect((await ask(kit, await school.person('teacher'), path)).status).toBe(404);
  });

  test('of students who would be enrolled names what each may watch from then on, and enrolls nobody', async () => {
    const { student, lecture_id, addVideo, video_id } = await classWithVideo(kit, school);
    const owner = await school.person('owner');
    await addVideo();
    const [there, next] = [await student(), await (await classWithVideo(kit, school)).student()];
    const newcomers = { lecture_id, student_ids: [there.student_id, next.student_id] };
    const path = 'POST /enrollments/bulk/video-impact' as const;
    const seen = await impact(owner, path, newcomers);
    expect(seen).toMatchObject({ watching: 0, changed: 1, verdicts: 2 });
    expect(seen.students[0]).toMatchObject({
      ...{ student: next.student_id, video: video_id, watching_now: false },
      ...{ before: { reason: 'not_enrolled', policy: null }, after: { reason: null, rule: 'free' } },
    });
    expect(await impact(owner, path, { ...newcomers, start_order: 9 })).toMatchObject({ changed: 0 });
    const { body } = await ask(kit, owner, `GET /lectures/${lecture_id}/enrollments`);
    expect(body.count).toBe(1);
  });

  test('of a class session on another day counts who has watched enough by the rules of that day', async () => {
    const room = await classWithVideo(kit, school, { duration_ms: 100_000, allow_skip: true });
    const { teacher, student, lecture_id, session_id, video_id } = room;
    const her = await student();
    await sql(
      `insert into video_progress (tenant_id, video_id, enrollment_id, watched, watched_ms, progress)
       values ($1, $2, $3, '{[0,70000)}', 70000, 0.7)`,
      ...[school.tenant_id, video_id, her.enrollment_id],
    );
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'once')`,
      ...[school.tenant_id, video_id, her.enrollment_id],
    );
    await ask(kit, teacher, `PATCH /sessions/${session_id}`, { date: '2026-03-02' });
    await sql(
      `insert into policy_version (tenant_id, lecture_id, version, effective_on, video_required_rate)
       select tenant_id, lecture_id, max(version) + 1, '2026-06-01', 60 from policy_version where lecture_id = $1
       group by tenant_id, lecture_id`,
      lecture_id,
    );
    const path = `POST /sessions/${session_id}/video-impact` as const;
    expect(await impact(teacher, path, { date: '2026-03-09' })).toMatchObject({ changed: 0 });
    expect(await impact(teacher, path, { date: '2026-06-08' })).toMatchObject({
      changed: 1,
      students: [{ before: { rule: 'once' }, after: { rule: 'free' } }],
    });
    const { body } = await ask(kit, teacher, `GET /sessions/${session_id}`);
    expect(body.date).toBe('2026-03-02');
  });

  test('of what nobody could watch before and nobody may after is none, whatever the reason', async () => {
    const { student, addVideo, teacher } = await classWithVideo(kit, school);
    await addVideo();
    const her = await student();
    await sql('delete from attendance where enrollment_id = $1', her.enrollment_id);
    await sql('delete from session_enrollment where enrollment_id = $1', her.enrollment_id);
    const none = { watching: 0, changed: 0, verdicts: 0, students: [] };
    const owner = await school.person('owner');
    expect(await impact(owner, `GET /students/${her.student_id}/removal-impact`)).toMatchObject(none);
    const path = `POST /enrollments/${her.enrollment_id}/video-impact` as const;
    expect(await impact(teacher, path, { status: 'INACTIVE' })).toMatchObject(none);
  });

  test('counts a student of two lectures once', async () => {
    const [one, other] = [await classWithVideo(kit, school), await classWithVideo(kit, school)];
    const [her, twin] = [await one.student(), await other.student()];
    await sql('update enrollment set student_id = $1 where id = $2', her.student_id, twin.enrollment_id);
    await her.playing(one.video_id);
    const seen = await impact(await school.person('owner'), `GET /students/${her.student_id}/removal-impact`);
    expect(seen).toMatchObject({ watching: 1, changed: 1, verdicts: 2 });
    expect(seen.students.map(({ student }) => student)).toEqual([her.student_id, her.student_id]);
  });
});
