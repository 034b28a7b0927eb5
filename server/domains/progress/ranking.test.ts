import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

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
