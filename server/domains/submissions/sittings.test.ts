import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { submitSitting } from './sittings.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school, { time_limit_minutes: 50 });
});

const start = (who: Person = exam.student, enrollment_id = exam.enrollment_id) =>
  ask(kit, who, `POST /exams/${exam.exam_id}/start`, { enrollment_id });
const save = (id: number, at: number, answer: string, seq: number, who: Person = exam.student) =>
  ask(kit, who, `PUT /sittings/${id}/answers/${exam.questions[at]?.id}`, { answer, seq });
const state = async (id: number) => (await ask(kit, exam.student, `GET /sittings/${id}`)).body;
const submit = (id: number) => ask(kit, exam.student, `POST /sittings/${id}/submit`);
/** Runs the ends of sittings too, which wait for a moment that only the clock of the tests has reached. */
async function runDue() {
  const due = `select graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) from graphile_worker.jobs
    where task_identifier = 'submissions.end_sitting' and run_at <= $1`;
  await kit.owner.query(due, [kit.clock()]);
  await kit.runTasks();
}
const seconds = (one: string, other: string) => (Date.parse(one) - Date.parse(other)) / 1000;

test('the time runs by the clock of the server, and a second start goes on with the first', async () => {
  const { body: sitting } = await start();
  expect(sitting).toMatchObject({ number: 1, ended: false, answers: [] });
  expect(seconds(sitting.ends_at, sitting.started_at)).toBe(50 * 60);
  expect(sitting.questions[0]).toEqual({
    ...{ id: exam.questions[0]?.id, number: 1, kind: 'single', choices: 5, digits: null, points: 25 },
  });
  kit.travel(600);
  const { body: again } = await start();
  expect(again).toMatchObject({ id: sitting.id, started_at: sitting.started_at });
  expect(seconds(again.server_now, sitting.server_now)).toBeGreaterThanOrEqual(600);
});

test('an older answer that arrives later does not overwrite a newer, and a repeat changes nothing', async () => {
  const { id } = (await start()).body;
  expect((await save(id, 0, '3', 7)).body).toMatchObject({ saved: true });
  expect((await save(id, 0, '1', 6)).body).toMatchObject({ saved: false });
  expect((await save(id, 0, '3', 7)).body).toMatchObject({ saved: false });
  await save(id, 1, '2', 8);
  expect((await state(id)).answers).toEqual([
    { exam_question_id: exam.questions[0]?.id, answer: '3', seq: 7 },
    { exam_question_id: exam.questions[1]?.id, answer: '2', seq: 8 },
  ]);
});

test('what is handed in is graded, and handing in again is the same submission', async () => {
  const { id } = (await start()).body;
  for (const at of [0, 1, 2]) await save(id, at, '③', at + 1);
  await save(id, 3, 'nonsense', 9);
  const [one, two] = [await submit(id), await submit(id)];
  expect(two.body.submission_id).toBe(one.body.submission_id);
  await kit.runTasks();
  const { results } = (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results`)).body;
  expect(results).toMatchObject([{ total_score: 75, submission_id: one.body.submission_id }]);
  expect((await save(id, 0, '1', 99)).body).toMatchObject({ detail: 'exam_not_open', reason: 'time_over' });
  expect((await start()).body.detail).toBe('attempts_used');
});

test('who does not hand in is handed in when the time is over, with all that was answered', async () => {
  const { id } = (await start()).body;
  await save(id, 0, '3', 1);
  kit.travel(50 * 60 + 4);
  expect((await save(id, 1, '3', 2)).status).toBe(200);
  kit.travel(2);
  expect((await save(id, 2, '3', 3)).body.detail).toBe('exam_not_open');
  await runDue();
  expect(await state(id)).toMatchObject({ ended: true, submission_id: expect.any(Number) });
  const { results } = (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results`)).body;
  expect(results).toMatchObject([{ total_score: 50 }]);
});

test('the window ends what a limit would let go on, and an extension moves both at once', async () => {
  const closes_at = new Date(kit.clock().getTime() + 20 * 60_000).toISOString();
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { closes_at });
  const { id, ends_at } = (await start()).body;
  expect(ends_at).toBe(closes_at);
  const place = `/exams/${exam.exam_id}/extensions/${exam.enrollment_id}` as const;
  const longer = new Date(kit.clock().getTime() + 3600_000).toISOString();
  await ask(kit, exam.teacher, `PUT ${place}`, { extra_minutes: 5, closes_at: longer });
  await runDue();
  const moved = await state(id);
  expect(seconds(moved.ends_at, moved.started_at)).toBe(55 * 60);
  kit.travel(50 * 60);
  await runDue();
  expect((await state(id)).ended).toBe(false);
  kit.travel(6 * 60);
  await runDue();
  expect((await state(id)).ended).toBe(true);
});

test('an exam that is closed takes what was answered so far, also where nothing limits the time', async () => {
  const to = (change: object) => ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, change);
  await to({ time_limit_minutes: null });
  const { id, ends_at } = (await start()).body;
  expect(ends_at).toBeNull();
  await save(id, 0, '3', 1);
  await to({ state: 'closed' });
  await runDue();
  kit.travel(6);
  expect((await save(id, 1, '3', 2)).body).toMatchObject({ detail: 'exam_not_open' });
  await runDue();
  expect(await state(id)).toMatchObject({ ended: true, submission_id: expect.any(Number) });
  const place = `/exams/${exam.exam_id}/extensions/${exam.enrollment_id}` as const;
  const closes_at = new Date(kit.clock().getTime() + 3600_000).toISOString();
  await ask(kit, exam.teacher, `PUT ${place}`, { closes_at, extra_attempts: 1 });
  const { own_extensions } = (await ask(kit, exam.student, `GET /exams/${exam.exam_id}`)).body;
  const { enrollment_id } = exam;
  expect(own_extensions).toEqual([{ enrollment_id, closes_at, extra_minutes: 0, extra_attempts: 1 }]);
  const other = await school.seatIn(exam.lecture_id, exam.session_id);
  expect((await ask(kit, other.student, `GET /exams/${exam.exam_id}`)).body.own_extensions).toEqual([]);
  expect((await start()).body).toMatchObject({ number: 2, ends_at: closes_at });
});

test('a sitting is one student’s own, and so are its questions', async () => {
  const { id } = (await start()).body;
  const other = await school.seatIn(exam.lecture_id, exam.session_id);
  expect((await start(other.student)).status).toBe(404);
  expect((await save(id, 0, '3', 1, other.student)).status).toBe(404);
  expect((await ask(kit, other.student, `POST /sittings/${id}/submit`)).status).toBe(404);
  const elsewhere = await examined(kit, school);
  const foreign = `PUT /sittings/${id}/answers/${elsewhere.questions[0]?.id}` as const;
  expect((await ask(kit, exam.student, foreign, { answer: '3', seq: 1 })).status).toBe(404);
  const plain = await exam.handIn(exam.student, ['3']);
  expect(plain.body).toMatchObject({ detail: 'exam_not_open', reason: 'start_first' });
});

test('no answer is lost between two presses: one that is saved while it is handed in counts or is refused', async () => {
  const { id } = (await start()).body;
  await save(id, 0, '3', 1);
  const held = heldOpen(exam.student.scope());
  const handed = submitSitting(held.scope, id);
  await held.entered;
  const late = save(id, 1, '3', 2);
  expect(await doneOrBlocked(kit.owner, late)).toBe('blocked');
  held.release();
  const { submission_id } = await handed;
  expect((await late).body.detail).toBe('exam_not_open');
  const { body } = await ask(kit, exam.teacher, `GET /submissions/${submission_id}`);
  expect(body.answers).toHaveLength(1);
});

test('staff see who is answering and how far each is', async () => {
  const { id } = (await start()).body;
  await save(id, 0, '3', 1);
  await save(id, 1, '', 2);
  const { results } = (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/sittings`)).body;
  expect(results).toMatchObject([{ id, student_name: '김서연', answered: 1, ended_at: null }]);
});
