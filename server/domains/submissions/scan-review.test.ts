import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { scanDesk } from '#testing/scan-desk.ts';

const kit = useApp();
let exam: Examined;
let desk: ReturnType<typeof scanDesk>;
let second: number;

beforeEach(async () => {
  const school = await academy(kit);
  const questions = [10, 40, 30, 20].map((points, at) => ({ number: at + 1, keys: ['3'], points }));
  exam = await examined(kit, school, { questions });
  second = (await school.seatIn(exam.lecture_id, exam.session_id)).enrollment_id;
  desk = scanDesk(kit, exam);
});

const doubts = async () => (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/doubts`)).body;
const scoreOf = async (enrollment_id: number) =>
  (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results/${enrollment_id}`)).body?.total_score;

/** A page of this student whose answers are unclear as given, by their place among the questions. */
function unclear(
  place: number,
  enrollment_id: number,
  answers: Record<number, Partial<ScannedPage['answers'][number]>>,
) {
  const sure = desk.page(place, { enrollment_id });
  return {
    ...sure,
    answers: sure.answers.map((answer, at) =>
      answers[at] ? { ...answer, crop: `page-${place}-answer-${at + 1}.jpg`, ...answers[at] } : answer,
    ),
  };
}

test('what was not sure comes first by the points it may bring, with its picture, and follows who decides', async () => {
  await desk.startScan();
  const unsure = { status: 'review' as const, marking: 'ambiguous' as const };
  await desk.deliver([
    unclear(1, exam.enrollment_id, { 0: { ...unsure, confidence: 0.9 } }),
    unclear(2, second, {
      1: { ...unsure, confidence: 0.5 },
      2: { marking: 'multiple', detected: ['1', '3'] },
    }),
  ]);
  const { results, count } = await doubts();
  expect(count).toBe(3);
  expect(results).toMatchObject([
    { number: 2, enrollment_id: second, answer: '3', effect: 20, marking: 'ambiguous', probability: 0.5 },
    { number: 3, enrollment_id: second, answer: '1,3', effect: 15, marking: 'multiple' },
    { number: 1, enrollment_id: exam.enrollment_id, effect: 9, kind: 'single', choices: 5 },
  ]);
  expect((await kit.app.inject(results[1].crop_url)).body).toBe('a picture: page-2-answer-3.jpg');
  expect(await scoreOf(second)).toBe(30);

  const { submission_id, exam_question_id } = results[0];
  await ask(kit, exam.teacher, `PUT /submissions/${submission_id}/answers/${exam_question_id}`, {
    answer: '3',
  });
  await kit.runTasks();
  expect((await doubts()).count).toBe(2);
  expect(await scoreOf(second)).toBe(70);
});

test('a batch counts the answers to check, and says who may have handed in', async () => {
  await kit.owner.query(
    `update student s set attendance_code = '10004711' from enrollment e where e.student_id = s.id and e.id = $1`,
    [second],
  );
  const { id } = await desk.startScan();
  await desk.deliver([unclear(1, second, { 0: { status: 'review' } }), desk.page(2, { status: 'blank' })]);
  const batch = await desk.show(id);
  expect(batch).toMatchObject({ to_check: 1, waiting: 0, progress: 1, stage: '2 / 2' });
  expect(batch.pages).toMatchObject([
    { status: 'assigned', to_check: 1, student_name: expect.any(String) },
    { status: 'dismissed', to_check: 0, student_name: null },
  ]);
  const numbers = batch.roster.map(({ number }: { number: string }) => number);
  expect(numbers.toSorted()).toEqual(['', '10004711']);
});

test('who waits sees what became of each page while the others are read', async () => {
  const { id } = await desk.startScan();
  const { job, finish } = await desk.claim();
  const seen = ['read', 'unknown'];
  const { lease_token } = job;
  const part = { batch_id: id, version: 'omr-1', page_count: 5, pages_file: 'pages.json', files: [], seen };
  expect((await desk.runner(`${job.id}/publish`, { lease_token, result: part })).statusCode).toBe(200);
  await kit.runTasks();
  expect(await desk.show(id)).toMatchObject({ status: 'reading', seen, progress: 0.4, stage: '2 / 5' });
  await finish([desk.page(1, { enrollment_id: second })]);
  expect(await desk.show(id)).toMatchObject({ status: 'done', seen: [], page_count: 1 });
});

test('a page shows what was read on it, and where', async () => {
  const { id } = await desk.startScan();
  await desk.deliver([desk.page(1, { number: '0000000?', number_image: 'page-1-number.jpg' })]);
  const [{ id: page_id }] = (await desk.show(id)).pages;
  const { body } = await ask(kit, exam.teacher, `GET /scan-pages/${page_id}`);
  expect(body.answers).toMatchObject([1, 2, 3, 4].map((number) => ({ number, detected: ['3'] })));
  expect(body.answers[0].corners).toHaveLength(4);
  expect((await kit.app.inject(body.number_url)).body).toBe('a picture: page-1-number.jpg');
});

test('a key that is a row off rings until it is set right', async () => {
  const keys = '3142531425';
  const questions = [...keys].map((key, at) => ({ number: at + 1, keys: [key], points: 10 }));
  const school = await academy(kit);
  exam = await examined(kit, school, { questions });
  desk = scanDesk(kit, exam);
  const { id } = await desk.startScan();
  const rowOff = (place: number) => {
    const page = desk.page(place);
    const detected = (at: number) => [keys[(at + 1) % keys.length] ?? ''];
    return { ...page, answers: page.answers.map((answer, at) => ({ ...answer, detected: detected(at) })) };
  };
  await desk.deliver([rowOff(1), rowOff(2), rowOff(3)]);
  const alarms = () => ask(kit, exam.teacher, `GET /scan-batches/${id}/alarms`);
  expect((await alarms()).body.results).toMatchObject([{ kind: 'shifted_key', shift: 1, places: [1, 2, 3] }]);
  const mended = questions.map((one, at) => ({
    ...one,
    id: exam.questions[at]?.id,
    keys: [keys[(at + 1) % 10]],
  }));
  await ask(kit, exam.teacher, `PUT /exams/${exam.exam_id}/questions`, { questions: mended });
  expect((await alarms()).body.results).toEqual([]);
});
