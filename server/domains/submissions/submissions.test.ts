import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const pdf = Buffer.from('%PDF-1.4 a scan');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
});

const scan = (more: object = {}) => ({
  ...{ enrollment_id: exam.enrollment_id, target_type: 'exam', target_id: exam.exam_id, source: 'omr_scan' },
  ...more,
});

/** A file in its place, uploaded by the teacher. */
async function uploaded(filename = 'scan.pdf', bytes = pdf, who = exam.teacher): Promise<string> {
  const { body } = await ask(kit, who, 'POST /submissions/files', { filename, size: bytes.length });
  await kit.storage.put(body.file_key, bytes);
  return body.file_key;
}

const worker = () => ({ 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'r1' });
const runner = (path: string, payload: object) =>
  kit.app.inject({ method: 'POST', url: `/api/v1/internal/jobs/${path}`, headers: worker(), payload });
const claim = async () => (await runner('claim', { kinds: ['ai.omr_grading'] })).json().job;
const show = async (id: number) => (await ask(kit, exam.teacher, `GET /submissions/${id}`)).body;

const reading = (id: number, more: object = {}) => ({
  submission_id: id,
  status: 'DONE',
  result: {
    version: 'omr-1',
    answers: exam.questions.map((question) => ({
      ...{ exam_question_id: question.id, detected: ['3'], marking: 'ok', confidence: 0.999, status: 'ok' },
    })),
  },
  ...more,
});

test('answers come as a list or as an object, and are the same', async () => {
  const listed = await exam.handIn(exam.student, ['③', '', 0, ['1']]);
  expect(listed).toMatchObject({ status: 400, body: { errors: [{ pointer: '/payload/answers/2' }] } });
  const asList = await exam.handIn(exam.student, ['③', '', '3', ['1']]);
  expect(asList.body).toMatchObject({ source: 'online', target_type: 'exam', status: 'answers_ready' });
  expect(asList.body.answers.map(({ answer }: { answer: string }) => answer)).toEqual(['3', '', '3', '1']);
  const [first] = exam.questions;
  const asObject = await ask(kit, exam.teacher, 'POST /submissions/', {
    ...scan({ source: 'omr_manual', payload: { answers: { [first?.id ?? 0]: '3' } } }),
  });
  expect(asObject.body.answers).toMatchObject([{ number: 1, answer: '3' }]);
});

test('an answer to a question of another exam is an error that names it', async () => {
  const other = await examined(kit, school);
  const answers = { [other.questions[0]?.id ?? 0]: '3' };
  const { status, body } = await ask(
    kit,
    exam.teacher,
    'POST /submissions/',
    scan({ source: 'omr_manual', payload: { answers } }),
  );
  expect(status).toBe(400);
  expect(body.errors[0].message).toBe(`question ${other.questions[0]?.id} is not on this exam`);
});

test('what a client says about its own answers is not kept', async () => {
  const [first] = exam.questions;
  const forged = { exam_question_id: first?.id, answer: '3', meta: { grading: { invalid_reason: 'X' } } };
  const { body } = await ask(kit, exam.student, 'POST /submissions/', {
    ...scan({ source: 'online', payload: { answers: [forged] } }),
  });
  expect((await show(body.id)).answers).toMatchObject([{ meta: {} }]);
  const { rows } = await kit.owner.query('select payload from submission where id = $1', [body.id]);
  expect(rows).toEqual([{ payload: { answers: [{ exam_question_id: first?.id, answer: '3' }] } }]);
});

test('a student hands in own work alone, by the ways of students', async () => {
  const other = await school.seatIn(exam.lecture_id, exam.session_id);
  expect((await exam.handIn(other.student, ['3'])).status).toBe(404);
  expect((await exam.handIn(exam.student, ['3'], 'omr_manual')).status).toBe(403);
  expect((await exam.handIn(exam.teacher, ['3'], 'online')).status).toBe(403);
  expect((await exam.handIn(exam.parent, ['3'])).status).toBe(403);
  expect((await exam.handIn(exam.student, ['3'])).status).toBe(201);
  const again = await exam.handIn(exam.student, ['3']);
  expect(again.body.detail).toBe('attempts_used');
});

test('attempts that are handed in at the same moment are counted one after the other', async () => {
  const holder = await kit.owner.connect();
  await holder.query('begin; lock table submission in share mode');
  const both = [exam.handIn(exam.student, ['3']), exam.handIn(exam.student, ['4'])];
  for (let waiting = 0; waiting < both.length; ) {
    const { rowCount } = await kit.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    waiting = rowCount ?? 0;
  }
  await holder.query('commit');
  holder.release();
  const replies = await Promise.all(both);
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test('a double tap makes one submission', async () => {
  const headers = { ...exam.student.headers, 'idempotency-key': 'tap-1' };
  const payload = { ...scan({ source: 'online' }), payload: { answers: {} } };
  const tap = () => kit.app.inject({ method: 'POST', url: '/api/v1/submissions/', headers, payload });
  const [one, two] = [await tap(), await tap()];
  expect(two.json().id).toBe(one.json().id);
});

test('outside its window an exam takes nothing, but what a student was given longer', async () => {
  const at = (seconds: number) => new Date(kit.clock().getTime() + seconds * 1000).toISOString();
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { opens_at: at(60), closes_at: at(3600) });
  expect((await exam.handIn(exam.student, ['3'])).body).toMatchObject({ reason: 'not_open_yet' });
  kit.travel(3601);
  expect((await exam.handIn(exam.student, ['3'])).body).toMatchObject({
    detail: 'exam_not_open',
    reason: 'closed',
  });
  const place = `/exams/${exam.exam_id}/extensions/${exam.enrollment_id}` as const;
  await ask(kit, exam.teacher, `PUT ${place}`, { closes_at: at(60) });
  expect((await exam.handIn(exam.student, ['3'])).status).toBe(201);
});

test('a scan goes to a runner with the questions of its sheet, and its answers are there once', async () => {
  const file_key = await uploaded();
  const made = await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key }));
  expect(made).toMatchObject({ status: 201, body: { status: 'dispatched', file_size: pdf.length } });
  const job = await claim();
  expect(job.payload).toMatchObject({ submission_id: made.body.id, omr: { pages: [{ version: 1 }] } });
  expect(job.payload.questions).toHaveLength(4);
  expect((await kit.app.inject(job.payload.download_url)).rawPayload).toEqual(pdf);
  expect((await show(made.body.id)).status).toBe('extracting');
  const { rows } = await kit.owner.query(
    'select j::text || s::text as kept from job j join submission s on s.id = j.subject_id where j.id = $1',
    [job.id],
  );
  expect(rows[0].kept).not.toContain(new URL(job.payload.download_url, 'http://x').search);

  const early = `/submissions/${made.body.id}/answers/${exam.questions[0]?.id}` as const;
  expect((await ask(kit, exam.teacher, `PUT ${early}`, { answer: '1' })).status).toBe(409);
  const result = reading(made.body.id);
  const done = { lease_token: job.lease_token, result };
  expect((await runner(`${job.id}/complete`, done)).json()).toMatchObject({ reason: 'ok' });
  expect((await runner(`${job.id}/complete`, done)).json()).toMatchObject({ reason: 'idempotent' });
  await kit.runTasks();
  const read = await show(made.body.id);
  expect(read.status).not.toBe('extracting');
  expect(read.answers).toMatchObject(Array.from({ length: 4 }, () => ({ answer: '3', needs_review: false })));
});

test('a waiting scan is read by the sheet that it was handed in with, whatever sheet the exam has by then', async () => {
  const sheet = async () => (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/sheet`)).body;
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/sheet/print`, {});
  const before = await sheet();
  await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key: await uploaded() }));
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}/sheet`, { number_digits: 6 });
  expect((await sheet()).id).not.toBe(before.id);
  const job = await claim();
  expect(job.payload.omr).toMatchObject({ sheet_id: before.id, pages: before.pages });
  await runner(`${job.id}/fail`, { lease_token: job.lease_token, reason: 'pdf_encrypted', permanent: true });
});

test('two marks are two marks, what is unsure goes to a person, and a missing answer is not a blank one', async () => {
  const { body } = await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key: await uploaded() }));
  const job = await claim();
  const [a, b, c] = reading(body.id).result.answers;
  const answers = [
    { ...a, detected: ['1', '3'], marking: 'multiple' },
    { ...b, detected: [], marking: 'blank' },
    { ...c, marking: 'ambiguous', confidence: 0.6 },
  ];
  const result = { ...reading(body.id), result: { version: 'omr-1', answers } };
  await runner(`${job.id}/complete`, { lease_token: job.lease_token, result });
  await kit.runTasks();
  expect((await show(body.id)).answers).toMatchObject([
    { answer: '1,3', needs_review: true },
    { answer: '', needs_review: false },
    { answer: '3', needs_review: true },
    { answer: '', needs_review: true, meta: { omr: { status: 'missing' } } },
  ]);
  const { body: waiting } = await ask(kit, exam.teacher, 'GET /submissions/?needs_review=true');
  expect(waiting.results).toMatchObject([{ id: body.id }]);
});

test('a reading of questions that are on no sheet fails with its reason, and so does one without answers', async () => {
  for (const answers of [[{ ...reading(1).result.answers[0], exam_question_id: 999_999 }], []]) {
    const { body } = await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key: await uploaded() }));
    const job = await claim();
    const result = { ...reading(body.id), result: { version: 'omr-1', answers } };
    await runner(`${job.id}/complete`, { lease_token: job.lease_token, result });
    await kit.runTasks();
    expect(await show(body.id)).toMatchObject({ status: 'failed', answers: [] });
  }
});

test('a failed submission is tried again by a new job, and the old one’s result is refused', async () => {
  const { body } = await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key: await uploaded() }));
  const retry = () => ask(kit, exam.teacher, `POST /submissions/${body.id}/retry/`);
  expect(await retry()).toMatchObject({ status: 400, body: { detail: 'only_failed_can_be_retried' } });
  const old = await claim();
  await runner(`${old.id}/fail`, { lease_token: old.lease_token, reason: 'pdf_encrypted', permanent: true });
  await kit.runTasks();
  expect(await show(body.id)).toMatchObject({ status: 'failed', error_message: 'pdf_encrypted' });
  expect((await retry()).body).toEqual({ submission_id: body.id, status: 'dispatched' });

  const late = { lease_token: old.lease_token, result: reading(body.id) };
  expect((await runner(`${old.id}/complete`, late)).statusCode).toBe(409);
  const job = await claim();
  expect(job.id).not.toBe(old.id);
  await runner(`${job.id}/complete`, { lease_token: job.lease_token, result: reading(body.id) });
  await kit.runTasks();
  expect((await show(body.id)).answers).toHaveLength(4);
});

test('a runner that dies loses nothing: its job is claimed again when its lease ran out', async () => {
  await ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key: await uploaded() }));
  const first = await claim();
  expect((await runner('claim', { kinds: ['ai.omr_grading'] })).statusCode).toBe(204);
  kit.travel(3600);
  await runner('claim', { kinds: ['ai.omr_grading'] });
  kit.travel(3600);
  const again = await claim();
  expect(again).toMatchObject({ id: first.id, payload: { submission_id: first.payload.submission_id } });
  expect((await kit.app.inject(first.payload.download_url)).statusCode).toBe(403);
  expect((await kit.app.inject(again.payload.download_url)).statusCode).toBe(200);
});

test('a file is one’s own, is what it is called, and is handed in once', async () => {
  const make = (file_key: string) => ask(kit, exam.teacher, 'POST /submissions/', scan({ file_key }));
  const colleague = await school.person('owner');
  expect((await make(await uploaded('a.pdf', pdf, colleague))).body.detail).toBe('unknown_file');
  await kit.storage.put('media/other.pdf', pdf);
  expect((await make('media/other.pdf')).body.detail).toBe('unknown_file');
  expect((await make(await uploaded('a.pdf', jpeg))).body.detail).toBe('file_unreadable');
  const prepared = await ask(kit, exam.teacher, 'POST /submissions/files', { filename: 'a.exe', size: 1 });
  expect(prepared).toMatchObject({ status: 415, body: { detail: 'unsupported_media_type' } });
  const left = await kit.owner.query('select from submission where exam_id = $1', [exam.exam_id]);
  expect(left.rowCount).toBe(0);
  const file_key = await uploaded();
  expect((await make(file_key)).status).toBe(201);
  expect((await make(file_key)).body.detail).toBe('already_exists');
  const gone = kit.owner.query('delete from user_account where id = $1', [exam.teacher.user_id]);
  await expect(gone).rejects.toMatchObject({ code: '23503' });
});

test('forms work as JSON does, also the two ways of the seed', async () => {
  const form = (fields: Record<string, string | number>, bytes = pdf) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, String(value));
    body.append('file', new File([bytes], '스캔.pdf'));
    return body;
  };
  const post = async (url: string, body: FormData) => {
    const request = new Request('http://x', { method: 'POST', body });
    const payload = Buffer.from(await request.arrayBuffer());
    const headers = { ...exam.teacher.headers, 'content-type': request.headers.get('content-type') ?? '' };
    return kit.app.inject({ method: 'POST', url: `/api/v1/submissions/${url}`, headers, payload });
  };
  const fields = { enrollment_id: exam.enrollment_id, target_id: exam.exam_id };
  const plain = await post('', form({ ...fields, target_type: 'exam', source: 'omr_scan' }));
  expect(plain.statusCode).toBe(201);
  expect(plain.json()).toMatchObject({ status: 'dispatched', files: [{ filename: '스캔.pdf' }] });
  const admin = await post('admin/omr-upload/', form(fields));
  expect(admin.json()).toEqual({ submission_id: expect.any(Number), status: 'dispatched' });

  const sheet = (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/sheet`)).body;
  const omr = async (sheet_id: number) =>
    ask(kit, exam.teacher, `POST /submissions/exams/${exam.exam_id}/omr/`, {
      ...{ enrollment_id: exam.enrollment_id, sheet_id, file_key: await uploaded() },
    });
  expect((await omr(sheet.id)).body).toMatchObject({ status: 'dispatched' });
  expect((await omr(sheet.id + 1)).status).toBe(400);
});

test('a person says what was answered; what was read stays beside it', async () => {
  const { body } = await exam.handIn(exam.teacher, ['3', '3', '3', '3'], 'omr_manual');
  const place = `/submissions/${body.id}/answers/${exam.questions[1]?.id}` as const;
  const corrected = await ask(kit, exam.teacher, `PUT ${place}`, { answer: [2] });
  expect(corrected.body.answers[1]).toMatchObject({ answer: '2', corrected: true, meta: { read: '3' } });
  expect((await ask(kit, exam.teacher, `PUT ${place}`, { answer: '7' })).status).toBe(400);
  expect((await ask(kit, exam.student, `PUT ${place}`, { answer: '3' })).status).toBe(403);
});
