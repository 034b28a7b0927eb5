import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { scanDesk } from '#testing/scan-desk.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;
let desk: ReturnType<typeof scanDesk>;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
  desk = scanDesk(kit, exam);
});

const page: typeof desk.page = (...given) => desk.page(...given);
const deliver: typeof desk.deliver = (pages) => desk.deliver(pages);
const startScan: typeof desk.startScan = () => desk.startScan();
const show: typeof desk.show = (id) => desk.show(id);
const seatMore = async () => (await school.seatIn(exam.lecture_id, exam.session_id)).enrollment_id;
const results = async () =>
  (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results`)).body.results as {
    enrollment_id: number;
    total_score: number;
  }[];
const assign = (id: number, body: object) => ask(kit, exam.teacher, `POST /scan-pages/${id}/assign`, body);

test('a class is split into one submission for each student, and graded', async () => {
  const second = await seatMore();
  const batch = await startScan();
  expect(batch).toMatchObject({ status: 'reading', page_count: null, progress: 0 });
  const pages = [page(1, { enrollment_id: second }, '1'), page(2, { enrollment_id: exam.enrollment_id })];
  const job = await deliver(pages);
  expect(job.payload).toMatchObject({ exam_id: exam.exam_id, files: [{ bytes: desk.pdf.length }] });
  expect(job.payload.roster).toHaveLength(2);
  const { body: roster } = await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/scan-roster`);
  expect(roster.results).toMatchObject([{ handed_in: true }, { handed_in: true }]);
  const done = await show(batch.id);
  expect(done).toMatchObject({ status: 'done', page_count: 2, waiting: 0, progress: 1, missing: [] });
  expect(done.pages[1]).toMatchObject({ status: 'assigned', enrollment_id: exam.enrollment_id });
  expect((await kit.app.inject(done.pages[1].image_url)).body).toBe('a picture: page-2.jpg');
  expect(await results()).toMatchObject([
    { enrollment_id: exam.enrollment_id, total_score: 100 },
    { enrollment_id: second, total_score: 0 },
  ]);
});

test('written answers are left until each is typed in, or said to be blank', async () => {
  const marked = exam.questions.map(({ id, number }) => ({ id, number, keys: ['3'], points: 25 }));
  const written = [5, 6].map((number) => ({ number, kind: 'short', keys: ['물'], points: 10 }));
  const { body: set } = await ask(kit, exam.teacher, `PUT /exams/${exam.exam_id}/questions`, {
    questions: [...marked, ...written],
  });
  const [fifth, sixth] = set.questions.slice(4);
  await seatMore();
  const second = await seatMore();
  const { id } = await startScan();
  await deliver([page(1, { enrollment_id: exam.enrollment_id }), page(2, { enrollment_id: second })]);
  const sheets = (await show(id)).pages.map((one: { submission_id: number }) => one.submission_id);
  const type = async (sheet: number, question: { id: number }, answer: string) => {
    await ask(kit, exam.teacher, `PUT /submissions/${sheet}/answers/${question.id}`, { answer });
    await kit.runTasks();
  };
  const unwritten = async () =>
    (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/statistics`)).body.unwritten;
  await type(sheets[0], fifth, '물');
  await type(sheets[1], sixth, '물');
  expect(await unwritten()).toEqual({ students: 2, numbers: [5, 6] });
  const { body: shown } = await ask(kit, exam.teacher, `GET /submissions/${sheets[0]}`);
  expect(shown.answers.slice(4)).toMatchObject([
    { number: 5, answer: '물', is_unwritten: false },
    { number: 6, answer: '', is_unwritten: true },
  ]);
  await type(sheets[0], sixth, '');
  expect(await unwritten()).toEqual({ students: 1, numbers: [5] });
  await type(sheets[1], fifth, '');
  expect(await unwritten()).toEqual({ students: 0, numbers: [] });
});

test('what nobody can be sure of waits in the tray, blank pages do not, and who is missing is named', async () => {
  const { id } = await startScan();
  await deliver([
    page(1, { status: 'blank', image: null, answers: [] }),
    page(2, { doubts: ['neighbour_on_roster'], candidates: [exam.enrollment_id], number: '0000000?' }),
    page(3, { status: 'refused', reason: 'registration_unproven', answers: [] }),
    page(4, { enrollment_id: 999_999 }),
  ]);
  const batch = await show(id);
  expect(batch.pages.map(({ status, reason }: Record<string, string>) => `${status} ${reason}`)).toEqual([
    'dismissed blank',
    'tray neighbour_on_roster',
    'tray registration_unproven',
    'tray not_on_roster',
  ]);
  expect(batch).toMatchObject({ waiting: 3, missing: [{ enrollment_id: exam.enrollment_id }] });

  const assigned = await assign(batch.pages[1].id, { enrollment_id: exam.enrollment_id });
  expect(assigned.body).toMatchObject({ status: 'assigned', submission_id: expect.any(Number) });
  const given = await ask(kit, exam.teacher, `GET /submissions/${assigned.body.submission_id}`);
  expect(given.body.answers[0].meta.omr.version).toBe('omr-of-the-test');
  await ask(kit, exam.teacher, `POST /scan-pages/${batch.pages[2].id}/dismiss`);
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 100 }]);
  expect(await show(id)).toMatchObject({ waiting: 1, missing: [] });
});

test('a second sheet of one student is a duplicate until a person says which one counts', async () => {
  const { id } = await startScan();
  const own = { enrollment_id: exam.enrollment_id };
  await deliver([page(1, own), page(2, own, '1')]);
  const [, second] = (await show(id)).pages;
  expect(second).toMatchObject({ status: 'duplicate', enrollment_id: exam.enrollment_id });
  expect(await results()).toMatchObject([{ total_score: 100 }]);
  expect((await assign(second.id, own)).body.detail).toBe('already_exists');
  await assign(second.id, { ...own, replace: true });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 0 }]);

  const again = await startScan();
  await deliver([page(1, own)]);
  expect((await show(again.id)).pages[0].status).toBe('duplicate');
});

test('a page that replaces another one takes the other pages of its student with it', async () => {
  const { id } = await startScan();
  const own = { enrollment_id: exam.enrollment_id };
  const all = page(1, own).answers;
  const wrong = page(1, own, '1').answers;
  await deliver([
    page(1, { ...own, answers: wrong.slice(0, 2) }),
    page(2, { ...own, page_number: 2, answers: all.slice(2) }),
    page(3, { ...own, answers: all.slice(0, 2) }),
  ]);
  expect(await results()).toMatchObject([{ total_score: 50 }]);
  await assign((await show(id)).pages[2].id, { ...own, replace: true });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 100 }]);
  const { pages, waiting } = await show(id);
  expect(pages).toMatchObject([
    { status: 'dismissed', reason: 'replaced' },
    { status: 'assigned' },
    { status: 'assigned' },
  ]);
  expect([pages[1].submission_id, waiting]).toEqual([pages[2].submission_id, 0]);
});

test('a page that was given to the wrong student is taken back, and counts for whose it is', async () => {
  const wrong = await seatMore();
  const { id } = await startScan();
  await deliver([page(1, { doubts: ['number_blank'] })]);
  const [{ id: page_id }] = (await show(id)).pages;
  await assign(page_id, { enrollment_id: wrong });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ enrollment_id: wrong }]);

  const back = await ask(kit, exam.teacher, `POST /scan-pages/${page_id}/take-back`);
  expect(back.body).toMatchObject({ status: 'tray', reason: 'taken_back', enrollment_id: null });
  expect((await ask(kit, exam.teacher, `POST /scan-pages/${page_id}/take-back`)).status).toBe(409);
  await kit.runTasks();
  expect(await results()).toEqual([]);
  await assign(page_id, { enrollment_id: exam.enrollment_id });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ enrollment_id: exam.enrollment_id, total_score: 100 }]);
});

test('a page of a sheet that came later is added to what its student handed in', async () => {
  const { id } = await startScan();
  const own = { enrollment_id: exam.enrollment_id };
  const all = page(1, own).answers;
  await deliver([
    page(1, { ...own, answers: all.slice(0, 2) }),
    page(2, { page_number: 2, doubts: ['number_blank'], answers: all.slice(2) }),
  ]);
  expect(await results()).toMatchObject([{ total_score: 50 }]);
  await assign((await show(id)).pages[1].id, own);
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 100 }]);
});

test('a scan is read by the sheet that it began with, whatever sheet the exam has by then', async () => {
  const sheet = async () => (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/sheet`)).body;
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/sheet/print`, {});
  const before = await sheet();
  const { id } = await startScan();
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}/sheet`, { number_digits: 6 });
  expect((await sheet()).id).not.toBe(before.id);
  const job = await deliver([page(1, { enrollment_id: exam.enrollment_id })]);
  expect(job.payload).toMatchObject({ sheet_id: before.id, pages: before.pages });
  expect(await show(id)).toMatchObject({ status: 'done', page_count: 1 });
});

test('a scan that cannot be read says why, and its file is kept', async () => {
  const { id } = await startScan();
  const { job } = (await desk.runner('claim', { kinds: ['ai.omr_batch'] })).json();
  const { lease_token } = job;
  await desk.runner(`${job.id}/fail`, { lease_token, reason: 'pdf_unreadable', permanent: true });
  await kit.runTasks();
  expect(await show(id)).toMatchObject({ status: 'failed', error_message: 'pdf_unreadable' });
  expect((await kit.app.inject(job.payload.files[0].url)).rawPayload).toEqual(desk.pdf);
});
