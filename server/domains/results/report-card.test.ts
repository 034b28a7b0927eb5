import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { listTrends } from './report-card.queries.ts';
import { listCells } from './statistics.queries.ts';

const kit = useApp();
let exam: Examined;
let others: number[];

beforeEach(async () => {
  const school = await academy(kit);
  exam = await examined(kit, school, { keys_shown: 'with_results' });
  const { enrollment_id } = await school.seatIn(exam.lecture_id, exam.session_id);
  others = [enrollment_id];
  await exam.handIn(exam.teacher, ['3', '3', '3', '3'], 'omr_manual', enrollment_id);
  await exam.handIn(exam.teacher, ['3', '1', '3', ''], 'omr_manual');
  await school.seatIn(exam.lecture_id, exam.session_id);
  await kit.runTasks();
});

const get = (who: Person, path: string) => ask(kit, who, `GET /exams/${exam.exam_id}/${path}`);
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

test('a class is printed in one file, a page for each result and none for the absent', async () => {
  const { reply } = await get(exam.teacher, 'report-cards.pdf');
  expect(reply.headers['content-type']).toBe('application/pdf');
  expect(pagesOf(reply.rawPayload)).toBe(2);
  expect(reply.rawPayload.toString('latin1')).toContain('NanumGothic');
  const notes = await get(exam.teacher, 'report-cards.pdf?content=wrong_notes');
  expect(pagesOf(notes.reply.rawPayload)).toBe(2);
});

test('students and parents have their own once it is shown, never anybody else’s', async () => {
  const own = `results/${exam.enrollment_id}`;
  for (const file of ['report-card.pdf', 'wrong-note.pdf']) {
    expect((await get(exam.student, `${own}/${file}`)).status).toBe(404);
    expect((await get(exam.teacher, `${own}/${file}`)).status).toBe(200);
  }
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released: true });
  for (const who of [exam.student, exam.parent])
    for (const file of ['report-card.pdf', 'wrong-note.pdf']) {
      const { status, reply } = await get(who, `${own}/${file}`);
      expect(status).toBe(200);
      expect(pagesOf(reply.rawPayload)).toBe(1);
      expect((await get(who, `results/${others[0]}/${file}`)).status).toBe(404);
    }
  expect((await get(exam.student, 'report-cards.pdf')).status).toBe(403);
});

test('while an online exam runs, its paper tells students no keys; once it is over, what staff have', async () => {
  const change = (body: object) => ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, body);
  const bytes = async (who: Person) =>
    (await get(who, `results/${exam.enrollment_id}/wrong-note.pdf`)).reply.rawPayload.length;
  await change({ results_shown: 'at_once' });
  expect(await bytes(exam.student)).toBeLessThan(await bytes(exam.teacher));
  await change({ state: 'closed' });
  expect(await bytes(exam.student)).toBe(await bytes(exam.teacher));
});

test('for one student’s card nobody else’s answers are read, and the means are of the whole class', async () => {
  const { exam_id, lecture_id, enrollment_id } = exam;
  const enrollment_ids = [enrollment_id];
  await exam.teacher.scope().tx(async (tx, { now }) => {
    expect([...(await listCells(tx, exam_id, enrollment_ids)).keys()]).toEqual(enrollment_ids);
    const trends = await listTrends(tx, { exam_id, lecture_id, now, most: 6, enrollment_ids });
    expect([...trends.keys()]).toEqual(enrollment_ids);
    expect(trends.get(enrollment_id)).toMatchObject([{ percent: 50, mean_percent: 75 }]);
  });
});

test('an exam without results has nothing to print', async () => {
  const empty = await examined(kit, await academy(kit));
  const { status } = await ask(kit, empty.teacher, `GET /exams/${empty.exam_id}/report-cards.pdf`);
  expect(status).toBe(404);
});
