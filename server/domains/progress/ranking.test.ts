import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { rankAllSoon } from './ranking.ts';
import { recomputeLecture } from './recompute.ts';

const kit = useApp();
const WEEKS = 4;
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;
let other: Awaited<ReturnType<Academy['seatIn']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher, { date: '2026-01-05' });
  other = await school.seatIn(seat.lecture_id, seat.session_id);
  for (let order = 2; order <= WEEKS; order += 1) {
    await ask(kit, teacher, `POST /lectures/${seat.lecture_id}/sessions`, {
      session_type: 'REGULAR',
      date: `2026-01-${String(4 + order).padStart(2, '0')}`,
    });
  }
  await kit.owner.query(
    `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
     select tenant_id, id, 'v', 1, 'READY', 'k', 'h', 60, 60000 from class_session where lecture_id = $1`,
    [seat.lecture_id],
  );
  await mark(other.enrollment_id, 'PRESENT');
  await kit.runTasks();
});

async function mark(enrollment_id: number, status: string) {
  const { body } = await ask(kit, teacher, `GET /lectures/${seat.lecture_id}/sessions`);
  for (const { id } of body.results) {
    const { body: list } = await ask(kit, teacher, `GET /sessions/${id}/attendance`);
    const row = list.results.find((one: { enrollment_id: number }) => one.enrollment_id === enrollment_id);
    await ask(kit, teacher, `PATCH /attendance/${row.id}`, { status });
  }
}
const ranking = async (who = teacher, search = '') =>
  (await ask(kit, who, `GET /progress/risk-ranking?lecture=${seat.lecture_id}${search}`)).body;
const updates = async () =>
  (
    await kit.owner.query('select enrollment_id, updated_at from risk_rank where lecture_id = $1', [
      seat.lecture_id,
    ])
  ).rows;

test('who never came is before who always came, and the list says why', async () => {
  const { count, results } = await ranking();
  expect(count).toBe(2);
  expect(results.map((row: { enrollment_id: number }) => row.enrollment_id)).toEqual([
    seat.enrollment_id,
    other.enrollment_id,
  ]);
  const [first, last] = results;
  expect(first).toMatchObject({ student_name: '김서연', risk_level: 'DANGER', lecture_id: seat.lecture_id });
  expect(first.chance).toBeGreaterThan(last.chance);
  expect(first.reasons.map(({ fact }: { fact: string }) => fact)).toContain('recent_failed_share');
  expect(first.reasons.find(({ fact }: { fact: string }) => fact === 'recent_failed_share').value).toBe(1);
});

test('what changes is seen at once; what does not is not written again', async () => {
  const before = await updates();
  await mark(seat.enrollment_id, 'PRESENT');
  await kit.runTasks();
  const [first, last] = (await ranking()).results;
  expect(first.chance).toBe(last.chance);
  const after = await updates();
  expect(after.find(({ enrollment_id }) => enrollment_id === other.enrollment_id)).toEqual(
    before.find(({ enrollment_id }) => enrollment_id === other.enrollment_id),
  );
});

const factsOf = async (enrollment_id: number) =>
  (await kit.owner.query('select facts from risk_rank where enrollment_id = $1', [enrollment_id])).rows[0]
    .facts;

test('when homework and videos are done is known in days, and how many weeks something was done', async () => {
  await kit.owner.query(
    `with h as (insert into homework (tenant_id, session_id, title, due_at)
       select tenant_id, id, 'h', date + interval '1 day' from class_session where lecture_id = $1 and "order" <= 2 returning *)
     insert into submission (tenant_id, lecture_id, enrollment_id, homework_id, source, created_at)
     select h.tenant_id, $1, $2, h.id, 'homework_image', h.due_at + interval '1 day' * (case when h.due_at < '2026-01-07' then -1 else 3 end) from h`,
    [seat.lecture_id, other.enrollment_id],
  );
  await kit.owner.query(
    `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress, completed, completed_at, updated_at)
     select v.tenant_id, v.id, $2, 60000, 1, true, done.at, done.at
     from video v join class_session s on s.id = v.session_id
     cross join lateral (select (s.date + interval '56 hours') at time zone 'Asia/Seoul' as at) done where s.lecture_id = $1`,
    [seat.lecture_id, seat.enrollment_id],
  );
  await mark(seat.enrollment_id, 'ONLINE');
  await kit.runTasks();
  expect(await factsOf(other.enrollment_id)).toMatchObject({
    hand_in_delay_days: 1,
    hand_in_delay_trend: 4,
    watch_lag_days: null,
    is_unscored: null,
  });
  expect(await factsOf(seat.enrollment_id)).toMatchObject({
    hand_in_delay_days: null,
    watch_lag_days: 2,
    missed_last: 0,
  });
});

test('unscored is who let an exam pass that others have results of, not who is excused or may still sit it', async () => {
  await kit.owner.query(`update policy_version set exam_start_session_order = 1 where lecture_id = $1`, [
    seat.lecture_id,
  ]);
  const exam = `insert into exam (tenant_id, session_id, title, state) select tenant_id, id, 'x', 'published' from class_session where id = $1 returning id`;
  const exam_id = (await kit.owner.query(exam, [seat.session_id])).rows[0].id;
  const unscored = async () => {
    await recomputeLecture(school.system(), seat.lecture_id);
    await school.system().tx(rankAllSoon);
    await kit.runTasks();
    return (await factsOf(seat.enrollment_id)).is_unscored;
  };
  expect(await unscored()).toBeNull();
  await kit.owner.query(`update exam set state = 'closed' where id = $1`, [exam_id]);
  expect(await unscored()).toBeNull();
  await kit.owner.query(
    `with u as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
       select tenant_id, lecture_id, id, $1, 'omr_manual' from enrollment where id = $2 returning *),
     t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
       select tenant_id, exam_id, enrollment_id, 1, id, now() from u returning *)
     insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
     select tenant_id, exam_id, enrollment_id, id, 90, 100, 60, now() from t`,
    [exam_id, other.enrollment_id],
  );
  expect(await unscored()).toBe(1);
  expect((await factsOf(other.enrollment_id)).is_unscored).toBe(0);
  await mark(seat.enrollment_id, 'EXCUSED');
  expect(await unscored()).toBeNull();
});

test('who left is no longer listed', async () => {
  await ask(kit, teacher, `PATCH /enrollments/${seat.enrollment_id}`, { status: 'INACTIVE' });
  await kit.runTasks();
  expect((await ranking()).count).toBe(1);
});

test('it is for those who work in the lecture', async () => {
  const stranger = await school.person('teacher');
  expect((await ranking(stranger)).results).toEqual([]);
  expect((await ranking(seat.student)).status).toBe(403);
  expect((await ranking(teacher, '&search=없는이름')).count).toBe(0);
});
