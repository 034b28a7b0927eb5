import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher);
});

const newExam = async (more: object = {}) =>
  (await ask(kit, teacher, 'POST /exams', { session_id: seat.session_id, title: '주간 테스트', ...more }))
    .body;
const setQuestions = (exam_id: number, questions: object[]) =>
  ask(kit, teacher, `PUT /exams/${exam_id}/questions`, { questions });
const twenty = Array.from({ length: 20 }, (_, at) => ({ number: at + 1, keys: ['3'], points: 5 }));

test('an exam begins as a draft that students do not know of, and is theirs once it is published', async () => {
  const exam = await newExam({ pass_score: 60 });
  expect(exam).toMatchObject({ state: 'draft', pass_score: 60, max_score: 0, question_count: 0 });
  const publish = () => ask(kit, teacher, `PATCH /exams/${exam.id}`, { state: 'published' });
  expect((await publish()).body.detail).toBe('exam_without_questions');

  await setQuestions(exam.id, twenty);
  expect((await ask(kit, seat.student, `GET /exams/${exam.id}`)).status).toBe(404);
  expect((await publish()).body).toMatchObject({ state: 'published', max_score: 100, question_count: 20 });
  expect((await ask(kit, seat.student, 'GET /exams')).body.results).toMatchObject([{ id: exam.id }]);
  expect((await ask(kit, seat.student, `GET /exams/${exam.id}/questions`)).status).toBe(403);
});

test('an exam closes after it opens, and what is deleted comes back with its questions', async () => {
  const exam = await newExam({ opens_at: '2026-11-21T09:00:00+09:00' });
  const early = await ask(kit, teacher, `PATCH /exams/${exam.id}`, {
    closes_at: '2026-11-21T08:00:00+09:00',
  });
  expect(early.body.errors).toMatchObject([{ pointer: '/closes_at' }]);

  await setQuestions(exam.id, twenty);
  expect((await ask(kit, teacher, `DELETE /exams/${exam.id}`)).status).toBe(204);
  expect((await ask(kit, teacher, `GET /exams/${exam.id}`)).status).toBe(404);
  const back = await ask(kit, teacher, `POST /exams/${exam.id}/restore`);
  expect(back.body).toMatchObject({ question_count: 20 });
});

test('keys are kept in one written form, and what is no answer is named', async () => {
  const exam = await newExam();
  const { body } = await setQuestions(exam.id, [
    { number: 1, keys: ['③'] },
    { number: 2, kind: 'multiple', keys: ['3 1'], partial: 'proportional' },
    { number: 3, kind: 'numeric', keys: ['007', '0'] },
    { number: 4, kind: 'short', keys: ['  Photo  Synthesis '] },
  ]);
  expect(body.questions).toMatchObject([
    { number: 1, keys: ['3'], choices: 5 },
    { number: 2, keys: ['1,3'] },
    { number: 3, keys: ['7', '0'], digits: 3, choices: null },
    { number: 4, keys: ['photo synthesis'], region_meta: null },
  ]);
  const wrong = await setQuestions(exam.id, [
    { number: 1, keys: ['6'] },
    { number: 1, keys: ['1,3'] },
  ]);
  const pointers = wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  expect(pointers).toEqual(['/questions/0/keys/0', '/questions/1/keys/0', '/questions/1/number']);
});

test('a question keeps its id when numbers are exchanged, and ids of other exams are nobody’s', async () => {
  const exam = await newExam();
  const { body } = await setQuestions(exam.id, [{ number: 1 }, { number: 2 }]);
  const [first, second] = body.questions as { id: number }[];
  const swapped = [
    { id: first?.id, number: 2 },
    { id: second?.id, number: 1 },
  ];
  const after = await setQuestions(exam.id, swapped);
  expect(after.body.questions).toMatchObject([
    { id: second?.id, number: 1 },
    { id: first?.id, number: 2 },
  ]);
  const other = await newExam();
  expect((await setQuestions(other.id, swapped)).status).toBe(404);
});

test('one geometry draws the sheet and says where the bubbles of each question are', async () => {
  const exam = await newExam();
  const { body } = await setQuestions(exam.id, [
    { number: 1, choices: 4 },
    { number: 2, kind: 'numeric' },
  ]);
  const sheet = (await ask(kit, teacher, `GET /exams/${exam.id}/sheet`)).body;
  const [page] = sheet.pages;
  expect(body.questions[0].region_meta).toEqual({
    page: 1,
    kind: 'choice',
    bubbles: page.questions[0].bubbles,
  });
  expect(page.questions[0].bubbles).toHaveLength(4);
  expect(body.questions[1].region_meta.columns).toHaveLength(3);
});

test('paper that was printed keeps its layout: another layout is another sheet', async () => {
  const exam = await newExam();
  const { body } = await setQuestions(exam.id, twenty);
  const print = await ask(kit, teacher, `POST /exams/${exam.id}/sheet/print`, {});
  expect(print.reply.headers['content-type']).toBe('application/pdf');
  expect(print.reply.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');

  const rekeyed = body.questions.map((one: { id: number; number: number }) => ({ ...one, keys: ['4'] }));
  const plain = rekeyed.map(({ id, number, keys }: Record<string, unknown>) => ({ id, number, keys }));
  expect((await setQuestions(exam.id, plain)).body.questions[0].sheet_id).toBe(body.questions[0].sheet_id);
  const { body: more } = await setQuestions(exam.id, [...plain, { number: 21 }]);
  expect(more.questions[0].sheet_id).not.toBe(body.questions[0].sheet_id);
  const sheet = (await ask(kit, teacher, `GET /exams/${exam.id}/sheet`)).body;
  expect(sheet).toMatchObject({ id: more.questions[0].sheet_id, printed: false });
});

test('anonymous stock is printed in copies, and only students of the class session get a sheet of their own', async () => {
  const exam = await newExam();
  const print = (body: object) => ask(kit, teacher, `POST /exams/${exam.id}/sheet/print`, body);
  expect((await print({ copies: 1 })).body.detail).toBe('exam_without_questions');
  await setQuestions(exam.id, twenty);
  expect((await print({ copies: 30 })).status).toBe(200);
  expect((await print({ enrollment_ids: [seat.enrollment_id] })).status).toBe(200);
  const other = await school.seat(teacher);
  expect((await print({ enrollment_ids: [other.enrollment_id] })).status).toBe(404);
});

test('a file of keys is shown as questions before anything is written', async () => {
  const exam = await newExam();
  const { body } = await setQuestions(exam.id, [{ number: 1 }]);
  const csv = '문항,정답,배점\n1,③,4\n2,"1,3",4점\n3,42,3\n4,1 또는 2,3\n다섯,1,1\n';
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/exams/${exam.id}/answer-key`,
    headers: { ...teacher.headers, 'content-type': 'text/csv' },
    payload: csv,
  });
  expect(reply.json()).toMatchObject({
    questions: [
      { id: body.questions[0].id, number: 1, kind: 'single', keys: ['3'], points: 4 },
      { number: 2, kind: 'multiple', keys: ['1,3'], points: 4 },
      { number: 3, kind: 'numeric', keys: ['42'] },
      { number: 4, kind: 'single', keys: ['1', '2'] },
    ],
    faults: [{ row: 6, field: 'number' }],
  });
  expect((await setQuestions(exam.id, reply.json().questions)).body.questions).toHaveLength(4);
});

test('one student gets longer; those of other lectures cannot', async () => {
  const exam = await newExam();
  const place = `/exams/${exam.id}/extensions/${seat.enrollment_id}` as const;
  const given = await ask(kit, teacher, `PUT ${place}`, { extra_minutes: 10, reason: '병결' });
  expect(given.body).toMatchObject({ student_name: '김서연', extra_minutes: 10, extra_attempts: 0 });
  expect((await ask(kit, teacher, `GET /exams/${exam.id}/extensions`)).body.results).toHaveLength(1);
  expect((await ask(kit, teacher, `DELETE ${place}`)).status).toBe(204);
  expect((await ask(kit, teacher, `DELETE ${place}`)).status).toBe(404);
  const other = await school.seat(teacher);
  const elsewhere = await ask(kit, teacher, `PUT /exams/${exam.id}/extensions/${other.enrollment_id}`, {});
  expect(elsewhere.status).toBe(404);
});

test('homework is given, changed, extended, put away and brought back', async () => {
  const given = { session_id: seat.session_id, title: '37쪽까지', due_at: '2026-11-28T18:00:00+09:00' };
  const homework = (await ask(kit, teacher, 'POST /homework', given)).body;
  expect(homework).toMatchObject({ accepts: ['homework_image'], accepts_late: true, pass_rule: null });
  expect((await ask(kit, seat.parent, 'GET /homework')).body.results).toMatchObject([{ title: '37쪽까지' }]);
  const tooHigh = await ask(kit, teacher, `PATCH /homework/${homework.id}`, {
    pass_score: 11,
    max_score: 10,
  });
  expect(tooHigh.body.errors).toMatchObject([{ pointer: '/pass_score' }]);
  const place = `/homework/${homework.id}/extensions/${seat.enrollment_id}` as const;
  const longer = await ask(kit, teacher, `PUT ${place}`, { due_at: '2026-12-01T18:00:00+09:00' });
  expect(longer.body).toMatchObject({ due_at: '2026-12-01T09:00:00.000Z' });
  expect((await ask(kit, teacher, `DELETE ${place}`)).status).toBe(204);
  expect((await ask(kit, teacher, `DELETE /homework/${homework.id}`)).status).toBe(204);
  expect((await ask(kit, teacher, `GET /homework/${homework.id}`)).status).toBe(404);
  expect((await ask(kit, teacher, `POST /homework/${homework.id}/restore`)).status).toBe(200);
});
