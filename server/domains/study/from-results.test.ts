import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school, { results_shown: 'on_release', keys_shown: 'with_results' });
});

const release = () => ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released: true });
const handIn = async (answers: unknown[]) => {
  await exam.handIn(exam.teacher, answers, 'omr_manual');
  await kit.runTasks();
};
/** The numbers of the questions in the queue of the student. */
async function queue(): Promise<string[]> {
  const { body } = await ask(kit, exam.student, 'GET /study/notes');
  return body.results.map((one: { body: string }) => one.body).toSorted();
}

test('what was wrong or left out is in the queue as soon as results are shown, and not before', async () => {
  await handIn(['3', '1', '3', '']);
  expect(await queue()).toEqual([]);
  await release();
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 2번', '주간 테스트 4번']);
  await kit.runTasks();
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { description: 'x' });
  await kit.runTasks();
  const { rows } = await kit.owner.query(
    'select seq, outcome from study_attempt where student_id = $1 order by 1',
    [exam.student_id],
  );
  expect(rows).toEqual([
    { seq: 2, outcome: 'wrong' },
    { seq: 4, outcome: 'unsure' },
  ]);
});

test('what keys are not shown of is not studied, by whoever asks, until they are shown', async () => {
  const packed = async () => (await ask(kit, exam.student, 'GET /study/pack')).body.questions;
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { keys_shown: 'never' });
  await release();
  await handIn(['1', '3', '3', '3']);
  expect(await queue()).toEqual([]);
  expect(await packed()).toEqual([]);
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { keys_shown: 'with_results' });
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 1번']);
  expect(await packed()).toMatchObject([{ keys: [['3']] }]);
});

test('who is graded after the release has it the same minute, and others have none of it', async () => {
  await release();
  await handIn(['1', '3', '3', '3']);
  expect(await queue()).toEqual(['주간 테스트 1번']);
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  expect((await ask(kit, mate.student, 'GET /study/notes')).body.count).toBe(0);
});

test('what a sheet that is corrected or replaced still says wrongly is in the queue at once, as it says it now', async () => {
  const given = async () => {
    const { rows } = await kit.owner.query(
      'select seq, selected, undone_at is null as stands from study_attempt where student_id = $1 order by seq',
      [exam.student_id],
    );
    return rows;
  };
  await release();
  const read = await exam.handIn(exam.teacher, ['1', '3', '3', '3'], 'omr_manual');
  await kit.runTasks();
  const path = `/submissions/${read.body.id}/answers/${exam.questions[0]?.id}` as const;
  await ask(kit, exam.teacher, `PUT ${path}`, { answer: '2' });
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 1번']);
  const corrected = [
    { seq: 1, selected: ['1'], stands: false },
    { seq: 10_001, selected: ['2'], stands: true },
  ];
  expect(await given()).toEqual(corrected);
  const other = await exam.handIn(exam.teacher, ['4', '3', '3', '3'], 'omr_manual');
  await ask(kit, exam.teacher, `POST /submissions/${other.body.id}/count`);
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 1번']);
  expect(await given()).toEqual([
    corrected[0],
    { ...corrected[1], stands: false },
    { seq: 20_001, selected: ['4'], stands: true },
  ]);
});

test('a key that is corrected in the exam is corrected in what was studied', async () => {
  await release();
  await handIn(['1', '1', '3', '3']);
  const [question] = exam.questions;
  const others = exam.questions.slice(1).map(({ id, number }) => ({ id, number, keys: ['3'], points: 25 }));
  const questions = [{ id: question?.id, number: 1, keys: ['3', '1'], points: 25 }, ...others];
  await ask(kit, exam.teacher, `PUT /exams/${exam.exam_id}/questions`, { questions });
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 2번']);
});

test('a mistake comes and goes with the keys though the points stay, however late it is graded again', async () => {
  await release();
  await handIn(['1', '3', '3', '3']);
  const keys = ['1', '1', '3', '3'];
  const questions = exam.questions.map(({ id, number }, at) => ({
    id,
    number,
    keys: [keys[at]],
    points: 25,
  }));
  await ask(kit, exam.teacher, `PUT /exams/${exam.exam_id}/questions`, { questions });
  await kit.runTasks('results.on_exam_changed');
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 2번']);
});

test('results that are shown when the exam is over are studied from then on', async () => {
  const closes_at = new Date(kit.clock().getTime() + 3_600_000).toISOString();
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { results_shown: 'after_close', closes_at });
  await handIn(['1', '3', '3', '3']);
  expect(await queue()).toEqual([]);
  kit.travel(3601);
  await kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
  await kit.runTasks();
  expect(await queue()).toEqual(['주간 테스트 1번']);
});

test('of an imported mark nobody knows the answer, so that it is never taken for one', async () => {
  const [first, ...others] = exam.questions.map(({ id, number }) => ({
    id,
    number,
    keys: ['3'],
    points: 25,
  }));
  const questions = [{ ...first, kind: 'short', keys: ['x'] }, ...others];
  await ask(kit, exam.teacher, `PUT /exams/${exam.exam_id}/questions`, { questions });
  await release();
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/exams/${exam.exam_id}/answer-imports?ready=1`,
    headers: { ...exam.teacher.headers, 'content-type': 'text/csv' },
    payload: `번호,이름,1,2,3,4\n${exam.enrollment_id},,X,O,O,X`,
  });
  expect(reply.statusCode).toBe(201);
  await kit.runTasks();
  const { rows } = await kit.owner.query(
    'select seq, selected, outcome from study_attempt where student_id = $1 order by seq',
    [exam.student_id],
  );
  expect(rows).toEqual([
    { seq: 1, selected: [], outcome: 'unsure' },
    { seq: 4, selected: [], outcome: 'unsure' },
  ]);
});
