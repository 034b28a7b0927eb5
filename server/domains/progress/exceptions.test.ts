import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { recomputeProgress } from './recompute.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;
let place: { session_id: number; enrollment_id: number };

/** A second week that asks for a video and an exam, of which nothing is done. */
beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher, { date: '2026-01-05' });
  place = { session_id: seat.session_id, enrollment_id: seat.enrollment_id };
  await sql(`update class_session set regular_order = 2 where id = $1`, seat.session_id);
  await sql(
    `with v as (insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
       values ($1, $2, 'v', 1, 'READY', 'k', 'h', 60, 60000))
     insert into exam (tenant_id, session_id, title, state) values ($1, $2, 'x', 'closed')`,
    ...[school.tenant_id, seat.session_id],
  );
  await recomputeProgress(school.system(), [seat.enrollment_id]);
});
const sql = async (text: string, ...values: unknown[]) => (await kit.owner.query(text, values)).rows;
const cell = async (who = teacher, path = `matrix?lecture=${seat.lecture_id}`) => {
  const { body } = await ask(kit, who, `GET /progress/${path}`);
  return (Array.isArray(body) ? body[0].rows : unfolded(body))[0].cells[0];
};
const exceptions = async () =>
  (
    await ask(
      kit,
      teacher,
      `GET /progress/exceptions?session_id=${place.session_id}&enrollment_id=${place.enrollment_id}`,
    )
  ).body;
const excuse = (requirement: string, who = teacher) =>
  ask(kit, who, 'POST /progress/excuses', { ...place, requirement, reason: '병결' });
const audited = async () =>
  (await sql(`select action from audit_entry where action like 'progress.%' order by seq`)).map(
    ({ action }) => action,
  );

test('an excused requirement is left of nothing, with its reason kept, until it is taken back', async () => {
  expect(await cell()).toMatchObject({ state: 'several_left', exam_state: 'pending' });
  expect((await excuse('exam')).status).toBe(201);
  expect(await cell()).toMatchObject({
    state: 'video_left',
    exam_state: 'excused',
    codes: ['VIDEO_INCOMPLETE'],
  });
  await excuse('video');
  expect(await cell(seat.student, 'mine')).toMatchObject({ state: 'complete', video_state: 'excused' });
  expect((await excuse('exam')).body).toMatchObject({ status: 409, detail: 'already_exists' });

  const { excuses } = await exceptions();
  expect(excuses).toMatchObject([
    { requirement: 'video' },
    { requirement: 'exam', reason: '병결', created_by_name: 'teacher' },
  ]);
  expect((await ask(kit, teacher, `DELETE /progress/excuses/${excuses[1].id}`)).status).toBe(204);
  expect(await cell()).toMatchObject({ state: 'exam_left', exam_state: 'pending' });
  expect(await audited()).toEqual(['progress.excuse', 'progress.excuse', 'progress.revert_excuse']);
});

test('a teacher’s word stays through every judgement, is shown as such, and can be taken back', async () => {
  const said = { ...place, completed: true, reason: '개별 지도로 마침' };
  const { body } = await ask(kit, teacher, 'POST /progress/overrides', said);
  for (let again = 0; again < 3; again += 1) await recomputeProgress(school.system(), [seat.enrollment_id]);
  expect(await cell()).toMatchObject({
    ...{ state: 'complete', is_overridden: true, codes: [] },
    ...{ video_state: 'pending', exam_state: 'pending' },
  });
  expect(await exceptions()).toMatchObject({ override: { completed: true, reason: said.reason } });
  expect((await ask(kit, teacher, 'POST /progress/overrides', said)).status).toBe(409);
  await ask(kit, teacher, `DELETE /progress/overrides/${body.id}`);
  expect(await cell()).toMatchObject({ state: 'several_left', is_overridden: false });

  await excuse('exam');
  await excuse('video');
  await ask(kit, teacher, 'POST /progress/overrides', { ...said, completed: false });
  expect(await cell(seat.student, 'mine')).toMatchObject({ state: 'failed', codes: ['OVERRIDDEN'] });
  const { body: standing } = await ask(kit, teacher, 'GET /progress/lecture-progress');
  expect(standing.results[0]).toMatchObject({ failed_sessions: 1, consecutive_failed_sessions: 1 });
});

test('is for those who work in the lecture, and for students who take the session', async () => {
  const other = await school.person('teacher');
  expect((await excuse('exam', seat.student)).status).toBe(403);
  expect((await excuse('exam', other)).status).toBe(404);
  const elsewhere = await school.classSession(teacher);
  place = { ...place, session_id: elsewhere.session_id };
  expect((await excuse('exam')).status).toBe(404);
  expect(
    (await ask(kit, teacher, 'POST /progress/excuses', { ...place, requirement: 'exam', reason: ' ' }))
      .status,
  ).toBe(400);
});
