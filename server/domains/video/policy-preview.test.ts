import type { StudentVideo } from '@seodang/contract/video.ts';
import type { PolicyPreview, PolicyProposal } from '@seodang/contract/video-policy.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

async function room(size: number) {
  const made = await classWithVideo(kit, school, { allow_skip: true, max_speed: 2, duration_ms: 100_000 });
  const students: StudentViewer[] = [];
  for (let n = 0; n < size; n += 1) students.push(await made.student());
  const preview = async (proposal: PolicyProposal): Promise<PolicyPreview> => {
    const { status, body } = await ask(
      kit,
      made.teacher,
      `POST /videos/${made.video_id}/policy-preview`,
      proposal,
    );
    expect(status).toBe(200);
    return body;
  };
  return { ...made, students, preview };
}
type Room = Awaited<ReturnType<typeof room>>;

/** What each student is told by the list that they see themselves. */
async function toldTo({ students, session_id, video_id }: Room) {
  const told = new Map<number, { reason: string | null; policy: unknown }>();
  for (const { person, enrollment_id } of students) {
    const { body } = await ask(kit, person, `GET /videos/student?session=${session_id}`);
    const { reason, policy } = body.find(({ id }: StudentVideo) => id === video_id);
    told.set(enrollment_id, { reason, policy });
  }
  return told;
}

async function save({ teacher, video_id }: Room, { video, students }: PolicyProposal): Promise<void> {
  if (video && Object.keys(video).length > 0)
    expect((await ask(kit, teacher, `PATCH /videos/${video_id}`, video)).status).toBe(200);
  if (!students) return;
  const { enrollments, change = {} } = students;
  const path = change === null ? 'bulk_clear' : 'bulk_set';
  // Nothing said means `once` there, as it always has.
  const body = {
    video_id,
    enrollments,
    ...(change && Object.keys(change).length === 0 ? { rule: 'once' } : change),
  };
  expect((await ask(kit, teacher, `POST /video-permissions/${path}`, body)).status).toBe(200);
}

const speed = fc.integer({ min: 25, max: 400 }).map((hundredths) => hundredths / 100);
const maybe = { requiredKeys: [] };
const terms = fc.record({ allow_skip: fc.boolean(), max_speed: speed, show_watermark: fc.boolean() }, maybe);
const change = fc.record(
  {
    rule: fc.constantFrom('free' as const, 'once' as const, 'blocked' as const),
    allow_skip_override: fc.option(fc.boolean()),
    max_speed_override: fc.option(speed),
    show_watermark_override: fc.option(fc.boolean()),
    block_speed_control: fc.boolean(),
    block_seek: fc.boolean(),
  },
  maybe,
);

describe('the preview of a change', () => {
  test('says who watches now and for whom something would change, by name, and changes nothing', async () => {
    const made = await room(4);
    const [first, second, third] = made.students as [StudentViewer, StudentViewer, StudentViewer];
    await first.playing(made.video_id);
    await second.playing(made.video_id);
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, max_speed_override) values ($1, $2, $3, 1.25)`,
      school.tenant_id,
      made.video_id,
      second.enrollment_id,
    );
    const before = await toldTo(made);

    const seen = await made.preview({ video: { max_speed: 1.5 } });

    expect(seen).toMatchObject({ total: 4, watching: 2, changed: 3 });
    const told = seen.students.map(({ enrollment, watching_now, changes }) => [
      enrollment,
      watching_now,
      changes,
    ]);
    expect(told.toSorted()).toEqual(
      made.students
        .map(({ enrollment_id }) => [
          enrollment_id,
          [first, second].some((one) => one.enrollment_id === enrollment_id),
          enrollment_id !== second.enrollment_id,
        ])
        .toSorted(),
    );
    const his = seen.students.find(({ enrollment }) => enrollment === third.enrollment_id);
    expect(his).toMatchObject({
      student_name: '김하늘',
      before: { reason: null, rule: 'free', policy: { playback_rate: { max: 2 } } },
      after: { reason: null, rule: 'free', policy: { playback_rate: { max: 1.5 } } },
    });
    expect(await toldTo(made)).toEqual(before);
    expect(await made.preview({ video: { max_speed: 2 } })).toMatchObject({ changed: 0, watching: 2 });
  });

  test('says what follows for the students who are named: kept out, let in, or as the video says again', async () => {
    const made = await room(3);
    const [first, second] = made.students as [StudentViewer, StudentViewer];
    const enrollments = [first.enrollment_id, second.enrollment_id];
    await save(made, { students: { enrollments: [second.enrollment_id], change: { rule: 'blocked' } } });

    const blocking = await made.preview({ students: { enrollments, change: { rule: 'blocked' } } });
    expect(blocking).toMatchObject({ total: 3, watching: 0, changed: 1 });
    expect(blocking.students).toMatchObject([
      { enrollment: first.enrollment_id, after: { reason: 'blocked', policy: null } },
    ]);

    const clearing = await made.preview({ students: { enrollments, change: null } });
    expect(clearing.students).toMatchObject([
      {
        enrollment: second.enrollment_id,
        before: { reason: 'blocked' },
        after: { reason: null, rule: 'free' },
      },
    ]);
  });

  test('is what comes true once it is saved, whatever is changed and whatever was set before', async () => {
    const made = await room(4);
    await sql(
      `update attendance set status = 'ONLINE' where enrollment_id = $1`,
      made.students[0]?.enrollment_id,
    );
    await sql(
      `update tenant set settings = jsonb_set(settings, '{video}', '{"once_for_online": true}') where id = $1`,
      school.tenant_id,
    );
    await sql(
      `insert into video_progress (tenant_id, video_id, enrollment_id, completed, completed_at) values ($1, $2, $3, true, now())`,
      school.tenant_id,
      made.video_id,
      made.students[1]?.enrollment_id,
    );
    const ids = made.students.map(({ enrollment_id }) => enrollment_id);
    const proposal: fc.Arbitrary<PolicyProposal> = fc.record(
      {
        video: terms,
        students: fc.record({ enrollments: fc.subarray(ids, { minLength: 1 }), change: fc.option(change) }),
      },
      maybe,
    );
    await fc.assert(
      fc.asyncProperty(proposal, async (wanted) => {
        const { students: named } = wanted;
        const says =
          named?.change && Object.keys(named.change).length === 0 ? { rule: 'once' as const } : named?.change;
        const asked = named ? { ...wanted, students: { ...named, change: says ?? null } } : wanted;
        const before = await toldTo(made);
        const seen = await made.preview(asked);

        await save(made, asked);

        const after = await toldTo(made);
        const changed = new Map(
          seen.students.filter(({ changes }) => changes).map((one) => [one.enrollment, one]),
        );
        expect(seen).toMatchObject({ total: 4, changed: changed.size });
        for (const id of ids) {
          const one = changed.get(id);
          if (one) {
            const { reason, policy } = one.after;
            expect({ reason, policy }).toEqual(after.get(id));
            expect(after.get(id)).not.toEqual(before.get(id));
          } else expect(after.get(id)).toEqual(before.get(id));
        }
      }),
      { numRuns: 12 },
    );
    await sql(`update tenant set settings = settings - 'video' where id = $1`, school.tenant_id);
  });

  test('of another class session knows who completes the video by the share of that day', async () => {
    const made = await room(2);
    const { video_id, lecture_id, teacher } = made;
    const [her, him] = made.students as [StudentViewer, StudentViewer];
    const session = await made.laterSession(20);
    await sql(
      `insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
       select tenant_id, lecture_id, $1, id from enrollment where lecture_id = $2`,
      ...[session, lecture_id],
    );
    const enrollments = [her.enrollment_id, him.enrollment_id];
    await save(made, { students: { enrollments, change: { rule: 'once' } } });
    const playback = await her.playing(video_id);
    kit.travel(30);
    await her.beat(playback, { intervals: [[0, 30]], clock: 30 });
    await kit.settled();

    const seen = await made.preview({ video: { session } });

    expect(seen).toMatchObject({ total: 2, changed: 1 });
    expect(seen.students).toMatchObject([
      {
        ...{ enrollment: her.enrollment_id, changes: true, before: { reason: null, rule: 'once' } },
        after: { reason: null, rule: 'free', policy: { seek: { mode: 'free' } } },
      },
    ]);
    expect((await ask(kit, teacher, `PATCH /videos/${video_id}`, { session })).status).toBe(200);
    const told = await toldTo({ ...made, session_id: session });
    expect(told.get(her.enrollment_id)).toMatchObject({ policy: seen.students[0]?.after.policy });
  });

  test('comes true for who watches without throwing them out', async () => {
    const made = await room(1);
    const [her] = made.students as [StudentViewer];
    const playback = await her.playing(made.video_id);
    const wanted = { video: { allow_skip: false, max_speed: 1.5, show_watermark: true } };
    const seen = await made.preview(wanted);
    await save(made, wanted);
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    const refreshed = (await her.refresh(playback)).json();
    expect(refreshed.session_id).toBe(playback.session_id);
    expect(refreshed.policy).toEqual(seen.students[0]?.after.policy);
    expect((await her.beat(refreshed)).statusCode).toBe(200);
  });

  test('is for teachers of the lecture', async () => {
    const { video_id, students } = await room(1);
    const path = `POST /videos/${video_id}/policy-preview` as const;
    const assistant = await school.person('assistant');
    expect((await ask(kit, assistant, path, {})).status).toBe(403);
    expect((await ask(kit, await school.person('teacher'), path, {})).status).toBe(404);
    expect((await ask(kit, students[0]?.person ?? assistant, path, {})).status).toBe(403);
    const owner = await school.person('owner');
    expect((await ask(kit, owner, path, { video: { max_speed: 9 } })).status).toBe(400);
    expect((await ask(kit, owner, path, { video: { title: '새 이름' } })).status).toBe(400);
  });
});

describe('the rules of the students of a video', () => {
  test('are listed with what was set and what holds', async () => {
    const made = await room(2);
    const [her, him] = made.students as [StudentViewer, StudentViewer];
    await save(made, {
      students: { enrollments: [him.enrollment_id], change: { rule: 'once', max_speed_override: 1.25 } },
    });
    const { body } = await ask(kit, made.teacher, `GET /videos/${made.video_id}/student-policies`);
    const of = (who: StudentViewer) =>
      body.find(({ enrollment }: { enrollment: number }) => enrollment === who.enrollment_id);
    expect(of(her)).toMatchObject({ is_override: false, set: null, verdict: { reason: null, rule: 'free' } });
    expect(of(him)).toMatchObject({
      set: { rule: 'once', max_speed_override: 1.25, allow_skip_override: null, block_seek: false },
      verdict: { rule: 'once', policy: { seek: { mode: 'bounded_forward' }, playback_rate: { max: 1.25 } } },
    });
    const impact = await ask(kit, made.teacher, `GET /videos/${made.video_id}/policy-impact`);
    expect(impact.body).toContainEqual({
      ...{ enrollment: him.enrollment_id, student_name: '김하늘' },
      ...{ rule: 'once', effective_rule: 'once', completed: false },
    });
  });

  test('are cleared for many at once, all or none, on record, and reach who watches', async () => {
    const made = await room(2);
    const { teacher, video_id } = made;
    const [her, him] = made.students as [StudentViewer, StudentViewer];
    const enrollments = [her.enrollment_id, him.enrollment_id];
    await save(made, { students: { enrollments: [her.enrollment_id], change: { block_seek: true } } });
    const playback = await her.playing(video_id);
    const clear = (ids: number[]) =>
      ask(kit, teacher, 'POST /video-permissions/bulk_clear', { video_id, enrollments: ids });
    expect((await clear([...enrollments, 987_654])).body).toMatchObject({
      detail: 'enrollment_mismatch',
      enrollments: [987_654],
    });
    expect((await her.beat(playback)).statusCode).toBe(200);

    expect((await clear(enrollments)).body).toEqual({ cleared: 1 });

    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await her.refresh(playback)).json().policy.seek.mode).toBe('free');
    const { rows } = await sql(
      `select before, after from audit_entry where tenant_id = $1 and action = 'video.set_permission' and subject_id = $2 order by seq desc limit 1`,
      school.tenant_id,
      String(video_id),
    );
    expect(rows[0]).toMatchObject({ before: [{ block_seek: true }], after: { enrollments, cleared: true } });
  });
});
