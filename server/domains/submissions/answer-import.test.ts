import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { xlsxOf } from '#testing/spreadsheets.ts';
import { importAnswers } from './answer-import.ts';
import { lockAttempts } from './targets.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;
let other: number;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
  other = (await school.seatIn(exam.lecture_id, exam.session_id)).enrollment_id;
});

async function send(path: string, text: string | Buffer, type = 'text/csv') {
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/exams/${exam.exam_id}/answer-imports${path}`,
    headers: { ...exam.teacher.headers, 'content-type': type },
    payload: text,
  });
  return { status: reply.statusCode, body: reply.json() };
}
const grid = (...lines: string[]) => ['번호,이름,1,2,3,4', ...lines].join('\n');
const ofBoth = () => grid(`${exam.enrollment_id},,O,O,X,O`, `${other},,O,X,X,`);
const results = async () =>
  (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results`)).body.results.map(
    ({ enrollment_id, total_score }: Record<string, number>) => [enrollment_id, total_score],
  );
const undo = (id: number) => ask(kit, exam.teacher, `POST /answer-imports/${id}/undo`);

test('a grid is shown line by line, taken in as submissions, and graded by itself', async () => {
  const text = `${ofBoth()}\n999999,아무개,O,O,O,O`;
  const { body } = await send('/preview', text);
  expect(body).toMatchObject({ cells: 'marks', obstacle: null, ready: 2 });
  expect(body.lines).toMatchObject([
    { outcome: 'ready', right: 3, blank: 0, replaces: false },
    { outcome: 'ready', right: 1, blank: 1 },
    { outcome: 'fault', fault: 'unknown_student', told: '아무개' },
  ]);
  expect(await results()).toEqual([]);

  expect(await send('?ready=3', text)).toMatchObject({
    status: 409,
    body: { detail: 'import_outdated', ready: 2 },
  });
  expect(await send('?ready=2', text)).toMatchObject({ status: 201, body: { line_count: 2 } });
  await kit.runTasks();
  expect(await results()).toEqual([
    [exam.enrollment_id, 75],
    [other, 25],
  ]);
  const { body: list } = await ask(kit, exam.teacher, 'GET /submissions?source=answer_import');
  expect(list.results).toMatchObject([{ status: 'done' }, { status: 'done' }]);
});

test('what is only known to be right stays right under another key, and a person may still say the answer', async () => {
  await send('?ready=2', ofBoth());
  await kit.runTasks();
  const [first] = exam.questions;
  const proposed = { questions: [{ id: first?.id, number: 1, points: 25, keys: ['1'] }] };
  const { body } = await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/regrade`, proposed);
  expect(body.changes).toEqual([]);
  const { body: list } = await ask(kit, exam.teacher, `GET /submissions?enrollment=${other}`);
  await ask(kit, exam.teacher, `PUT /submissions/${list.results[0].id}/answers/${first?.id}`, {
    answer: '3',
  });
  await kit.runTasks();
  expect(await results()).toContainEqual([other, 0]);
});

test('an import replaces what was handed in before, and undone it all counts as before', async () => {
  await exam.handIn(exam.teacher, ['3', '1', '1', '1'], 'omr_manual');
  await kit.runTasks();
  expect((await send('/preview', ofBoth())).body.lines[0].replaces).toBe(true);
  const { body } = await send('?ready=2', ofBoth());
  await kit.runTasks();
  expect(await results()).toHaveLength(2);
  expect((await undo(body.id)).body).toEqual({ line_count: 2 });
  await kit.runTasks();
  expect(await results()).toEqual([[exam.enrollment_id, 25]]);
  expect(await undo(body.id)).toMatchObject({ status: 409, body: { detail: 'undo_conflict' } });
});

test('an undo that waits for a student keeps nothing of theirs locked, so whoever holds it goes on', async () => {
  const { body } = await send('?ready=2', ofBoth());
  const held = heldOpen(exam.teacher.scope());
  const holding = held.scope.tx((tx) => lockAttempts(tx, exam.exam_id, exam.enrollment_id));
  await held.entered;
  const undone = undo(body.id);
  expect(await doneOrBlocked(kit.owner, undone)).toBe('blocked');
  const { rows } = await kit.owner.query(
    'select id from submission where answer_import_id = $1 for update skip locked',
    [body.id],
  );
  held.release();
  await holding;
  expect(rows).toHaveLength(2);
  expect((await undone).status).toBe(200);
});

test('of an import and a choice that are made at once the later one counts, alone', async () => {
  const first = (await exam.handIn(exam.teacher, ['3'], 'omr_manual')).body.id;
  const second = (await exam.handIn(exam.teacher, ['1'], 'omr_manual')).body.id;
  const choose = (id: number) => ask(kit, exam.teacher, `POST /submissions/${id}/count`);
  expect((await choose(second)).status).toBe(200);
  const held = heldOpen(exam.teacher.scope());
  const imported = importAnswers(held.scope, exam.exam_id, Buffer.from(ofBoth()), {});
  await held.entered;
  const chosen = choose(first);
  expect(await doneOrBlocked(kit.owner, chosen)).toBe('blocked');
  held.release();
  await imported;
  expect((await chosen).status).toBe(200);
  const { rows } = await kit.owner.query(
    'select id from submission where exam_id = $1 and enrollment_id = $2 and superseded_at is null',
    [exam.exam_id, exam.enrollment_id],
  );
  expect(rows).toEqual([{ id: first }]);
});

test('an import is not undone over what came since, nor after an hour', async () => {
  const { body } = await send('?ready=2', ofBoth());
  await exam.handIn(exam.teacher, ['3', '3', '3', '3'], 'omr_manual', other);
  await kit.runTasks();
  expect(await undo(body.id)).toMatchObject({ status: 409, body: { detail: 'undo_conflict' } });
  expect(await results()).toContainEqual([exam.enrollment_id, 75]);
  kit.travel(3700);
  expect(await undo(body.id)).toMatchObject({ body: { detail: 'undo_expired' } });
});

test('the file that results are exported to comes back as it was', async () => {
  await exam.handIn(exam.teacher, ['3', '1', '3', ''], 'omr_manual');
  await kit.runTasks();
  for (const cells of ['marks', 'answers']) {
    const url = `GET /exams/${exam.exam_id}/results-export?format=xlsx&cells=${cells}` as const;
    const { reply } = await ask(kit, exam.teacher, url);
    const { body } = await send('/preview', reply.rawPayload, 'application/octet-stream');
    expect(body).toMatchObject({ ready: 1, lines: [{ right: 2, outcome: 'ready' }, { outcome: 'absent' }] });
  }
});

test('the longest exam there may be is taken from a grid as well', async () => {
  const numbers = Array.from({ length: 500 }, (_, at) => at + 1);
  const questions = numbers.map((number) => ({ number, keys: ['3'], points: 1 }));
  exam = await examined(kit, school, { questions });
  const lines = [
    ['번호', '이름', ...numbers],
    [exam.enrollment_id, '', ...numbers.map(() => 'O')],
  ];
  for (const file of [lines.join('\n'), await xlsxOf(lines)]) {
    const { body } = await send('/preview', file, 'application/octet-stream');
    expect(body).toMatchObject({ obstacle: null, ready: 1, lines: [{ right: 500 }] });
  }
});

test('nobody sends the source of an import by hand, and students import nothing', async () => {
  const { status } = await exam.handIn(exam.teacher, ['3'], 'answer_import');
  expect(status).toBe(403);
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/exams/${exam.exam_id}/answer-imports/preview`,
    headers: { ...exam.student.headers, 'content-type': 'text/csv' },
    payload: ofBoth(),
  });
  expect(reply.statusCode).toBe(403);
});
