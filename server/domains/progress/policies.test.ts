import type { Output } from '@seodang/contract/call.ts';
import type { progressMatrix } from '@seodang/contract/progress.ts';
import { unfolded } from '@seodang/contract/progress-matrix.ts';
import type { PolicyPreview } from '@seodang/contract/progress-policies.ts';
import { beforeAll, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { policyDraft, publishPolicy } from '#testing/policies.ts';
import { recomputeLecture } from './recompute.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = async (text: string, ...values: unknown[]) => (await kit.owner.query(text, values)).rows;

/** Four weeks, each with a video and an exam of 100 points; three students who watched and scored alike each week. */
async function classOfThree(teacher: Person) {
  const { lecture_id } = await school.seat(teacher, { date: '2026-01-01' });
  await sql('update class_session set deleted_at = now() where lecture_id = $1', lecture_id);
  await sql(`update enrollment set status = 'INACTIVE' where lecture_id = $1`, lecture_id);
  const people = [
    { name: '가은', share: 0.84, score: 65 },
    { name: '나윤', share: 0.95, score: 75 },
    { name: '다인', share: 0.5, score: 30 },
  ];
  const rows = await sql(
    `with p as (select * from jsonb_to_recordset($3) as p(name text, share real, score numeric)),
     k as (insert into student (tenant_id, name) select $1, name from p returning id, name),
     e as (insert into enrollment (tenant_id, lecture_id, student_id) select $1, $2, id from k returning id, student_id),
     c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
       select $1, $2, 100 + n, n || '주', n, date '2026-01-04' + 7 * n from generate_series(1, 4) n returning id, regular_order, date),
     se as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) select $1, $2, c.id, e.id from c, e),
     a as (insert into attendance (tenant_id, session_id, enrollment_id) select $1, c.id, e.id from c, e),
     v as (insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
       select $1, c.id, 'v', 1, 'READY', 'k', 'h', 100, 100000 from c returning id),
     w as (insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress)
       select $1, v.id, e.id, p.share * 100000, p.share from v, e join k on k.id = e.student_id join p on p.name = k.name),
     x as (insert into exam (tenant_id, session_id, title, state, pass_score)
       select $1, c.id, 'x', 'published', case when regular_order = 4 then 40 end from c returning id),
     u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
       select $1, $2, e.id, x.id, 'omr_manual' from x, e returning id, exam_id, enrollment_id),
     t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
       select $1, exam_id, enrollment_id, 1, id, now() from u returning id, exam_id, enrollment_id),
     r as (insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
       select $1, t.exam_id, e.id, t.id, p.score, 100, 60, now()
       from t join e on e.id = t.enrollment_id join k on k.id = e.student_id join p on p.name = k.name)
     select id::int, to_char(date, 'YYYY-MM-DD') as date from c order by regular_order`,
    ...[school.tenant_id, lecture_id, JSON.stringify(people)],
  );
  await sql('update result set pass_score = 40 where exam_id in (select id from exam where pass_score = 40)');
  await recomputeLecture(school.system(), lecture_id);
  return { lecture_id, weeks: rows as { id: number; date: string }[] };
}

const flipsOf = ({ cells }: PolicyPreview) =>
  cells.map(
    ({ student_name, regular_order, before, after }) =>
      `${student_name} ${regular_order} ${before.state} ${after.state}`,
  );

async function statesOf(who: Person, lecture_id: number): Promise<Record<string, string[]>> {
  const { body } = await ask(kit, who, `GET /progress/matrix?lecture=${lecture_id}`);
  return Object.fromEntries(
    unfolded(body as Output<typeof progressMatrix>).map(({ student_name, cells }) => [
      student_name,
      cells.map(({ state }) => state),
    ]),
  );
}

test('a draft tells exactly whose verdicts it changes, and publishing changes just these', async () => {
  const teacher = await school.person('teacher');
  const { lecture_id, weeks } = await classOfThree(teacher);
  const before = await statesOf(teacher, lecture_id);
  expect(before).toEqual({
    가은: ['video_left', 'video_left', 'video_left', 'video_left'],
    나윤: ['complete', 'complete', 'complete', 'complete'],
    다인: ['video_left', 'failed', 'failed', 'failed'],
  });
  const { id, draft } = await policyDraft(kit, teacher, lecture_id);
  const second = { ...draft, video_required_rate: 80, effective_on: weeks[2]?.date ?? '' };
  const written = () =>
    sql(
      `select (select jsonb_agg(p order by id) from session_progress p), (select jsonb_agg(l order by id) from lecture_progress l),
         (select count(*) from risk_log), (select count(*) from policy_version), (select count(*) from audit_entry)`,
    );
  const asItWas = await written();

  const { body: preview } = await ask(kit, teacher, `POST /progress/policies/${id}/preview`, second);
  expect(flipsOf(preview)).toEqual(['가은 3 video_left complete', '가은 4 video_left complete']);
  expect(preview).toMatchObject({
    risks: [{ student_name: '가은', before: 'DANGER', after: 'NORMAL' }],
    ...{ now_complete: 2, now_incomplete: 0, messages: 0 },
  });
  expect(await written()).toEqual(asItWas);

  const published = await ask(kit, teacher, `POST /progress/policies/${id}/versions`, second);
  expect(published.status).toBe(201);
  expect(published.body.versions).toMatchObject([
    { version: 2, video_required_rate: 80, effective_on: weeks[2]?.date, published_by_name: 'teacher' },
    { version: 1, video_required_rate: 90, effective_on: null, published_by_name: null },
  ]);
  expect(await statesOf(teacher, lecture_id)).toEqual({
    ...before,
    가은: ['video_left', 'video_left', 'complete', 'complete'],
  });
  const [log] = await sql(
    `select risk_level from risk_log g join enrollment e on e.id = g.enrollment_id where e.lecture_id = $1 order by g.id desc`,
    lecture_id,
  );
  expect(log).toEqual({ risk_level: 'NORMAL' });
  const [entry] = await sql(`select before, after from audit_entry where action = 'progress.publish_policy'`);
  expect(entry).toMatchObject({ before: { video_required_rate: 90 }, after: { video_required_rate: 80 } });
  const messages = await sql('select from notice');
  await kit.runTasks();
  expect(await sql('select from notice')).toEqual(messages);
});

test('the pass score of a policy is that of grading, from its day on; the exam’s own wins', async () => {
  const teacher = await school.person('teacher');
  const { lecture_id, weeks } = await classOfThree(teacher);
  const passed = async () =>
    (
      await sql(
        `select k.name, array_agg(r.passed order by s.regular_order) as weeks from result r join exam x on x.id = r.exam_id
         join class_session s on s.id = x.session_id join enrollment e on e.id = r.enrollment_id join student k on k.id = e.student_id
         where e.lecture_id = $1 group by 1 order by 1`,
        lecture_id,
      )
    ).map(({ name, weeks }) => [name, ...weeks]);
  expect(await passed()).toEqual([
    ['가은', true, true, true, true],
    ['나윤', true, true, true, true],
    ['다인', false, false, false, false],
  ]);

  const change = { exam_pass_score: 70, effective_on: weeks[2]?.date ?? '' };
  const { id, draft } = await policyDraft(kit, teacher, lecture_id);
  const { body } = await ask(kit, teacher, `POST /progress/policies/${id}/preview`, { ...draft, ...change });
  expect(flipsOf(body)).toEqual(['가은 3 video_left failed']);
  expect((await passed())[0]).toEqual(['가은', true, true, true, true]);
  await publishPolicy(kit, teacher, lecture_id, change);
  expect((await passed())[0]).toEqual(['가은', true, true, false, true]);
  expect(await sql(`select reason from result_change where passed_before and not passed_after`)).toEqual([
    { reason: 'policy' },
  ]);

  await ask(kit, teacher, `PATCH /sessions/${weeks[2]?.id}`, { date: '2026-01-02' });
  await kit.runTasks();
  expect((await passed())[0]).toEqual(['가은', true, true, true, true]);
});

test('policies are listed by lecture and found by its title; a draft of what is outdated is refused', async () => {
  const [teacher, other, assistant] = [
    await school.person('teacher'),
    await school.person('teacher'),
    await school.person('assistant'),
  ];
  const { lecture_id } = await school.classSession(teacher);
  await sql(
    'insert into lecture_staff (tenant_id, lecture_id, user_id) values ($1, $2, $3)',
    ...[school.tenant_id, lecture_id, assistant.user_id],
  );
  await sql(`update lecture set title = '물리 100%' where id = $1`, lecture_id);
  const list = async (who: Person, query: string) =>
    (await ask(kit, who, `GET /progress/policies?${query}`)).body;
  expect(await list(teacher, 'search=100%25&ordering=-updated_at')).toMatchObject({
    count: 1,
    results: [{ lecture_id, version: 1, exam_pass_score: 60, homework_pass_type: 'TEACHER_APPROVAL' }],
  });
  expect(await list(other, `lecture=${lecture_id}`)).toMatchObject({ count: 0 });
  expect((await ask(kit, teacher, 'GET /progress/policies?ordering=lecture_id')).status).toBe(400);

  const { id, draft } = await policyDraft(kit, teacher, lecture_id);
  const publish = (who: Person, change: object) =>
    ask(kit, who, `POST /progress/policies/${id}/versions`, { ...draft, ...change });
  expect((await publish(teacher, { exam_end_session_order: 1, danger_after: 2 })).body.errors).toMatchObject([
    { pointer: '/exam_end_session_order' },
    { pointer: '/danger_after' },
  ]);
  expect((await publish(teacher, { video_required_rate: 500 })).status).toBe(400);
  for (const nonsense of [
    'video_required_rate = 500',
    'exam_pass_score = -1',
    'exam_start_session_order = 0',
  ])
    await expect(
      sql(`update policy_version set ${nonsense} where lecture_id = $1`, lecture_id),
    ).rejects.toThrow('violates check constraint');
  expect((await publish(assistant, {})).status).toBe(403);
  expect((await publish(other, {})).status).toBe(404);
  expect((await publish(teacher, { grace_days: 3 })).status).toBe(201);
  expect((await publish(teacher, { grace_days: 5 })).body).toMatchObject({ status: 409, detail: 'conflict' });
});
