import readXlsxFile from 'read-excel-file/node';
import { beforeEach, expect, test } from 'vitest';
import { publish } from '#core/live.ts';
import { openScope } from '#core/scope.ts';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { regrade } from './grading.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school, { counting: 'best', attempts_allowed: 3 });
});

const get = async (path: string, who = exam.teacher) =>
  (await ask(kit, who, `GET /exams/${exam.exam_id}/${path}`)).body;
const typed = async (answers: unknown[], enrollment_id?: number) => {
  const { body } = await exam.handIn(exam.teacher, answers, 'omr_manual', enrollment_id);
  return body.id as number;
};
const results = async () => (await get('results')).results;
/** More students, each with these right answers of four. */
async function classOf(...rights: number[]): Promise<number[]> {
  const ids = [];
  for (const right of rights) {
    const { enrollment_id } = await school.seatIn(exam.lecture_id, exam.session_id);
    await typed(
      [1, 2, 3, 4].map((at) => (at <= right ? '3' : '1')),
      enrollment_id,
    );
    ids.push(enrollment_id);
  }
  await kit.runTasks();
  return ids;
}
const rekeyed = (index: number, change: object) => {
  const question = exam.questions[index];
  return { questions: [{ id: question?.id, number: question?.number, points: 25, keys: ['3'], ...change }] };
};

test('grading follows by itself, and a submission that is graded is done', async () => {
  const id = await typed(['3', '3', '1', '']);
  await kit.runTasks();
  expect((await ask(kit, exam.teacher, `GET /submissions/${id}`)).body.status).toBe('done');
  expect(await results()).toMatchObject([
    {
      total_score: 50,
      max_score: 100,
      pass_score: 60,
      passed: false,
      rank: 1,
      rank_of: 1,
      attempt_number: 1,
    },
  ]);
  const { facts } = await get(`results/${exam.enrollment_id}`);
  expect(facts).toMatchObject([
    { is_correct: true, score: 25, meta: {}, keys: ['3'] },
    { is_correct: true },
    { is_correct: false, score: 0, meta: {} },
    { is_correct: false, meta: { grading: { invalid_reason: 'BLANK' } } },
  ]);
});

test('a student’s screen hears at once that results are shown or are others now, and of nobody else', async () => {
  await typed(['3', '3']);
  await classOf(3);
  const other = await academy(kit);
  const stranger = await other.person('student');
  const base = await kit.app.listen({ port: 0, host: '127.0.0.1' });
  const stop = new AbortController();
  const hear = async (headers: Record<string, string>) => {
    const { body } = await fetch(`${base}/api/v1/live`, { headers, signal: stop.signal });
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    return async () => (await reader.read()).value;
  };
  const next = await hear(exam.student.headers);
  const nothing = await hear(stranger.headers);

  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released: true });
  expect(await next()).toBe('data: {"topic":"results"}\n\n');
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/regrade`, rekeyed(0, { keys: ['1'] }));
  expect(await next()).toBe('data: {"topic":"results"}\n\n');

  await other.system().tx((tx) => publish(tx, 'staff', { user_id: stranger.user_id }));
  expect(await nothing()).toContain('"staff"');
  stop.abort();
});

test('the best, the latest or the first attempt counts, and never one that was superseded', async () => {
  await typed(['3', '3', '3', '']);
  await kit.runTasks();
  const worse = await typed(['3']);
  await kit.runTasks();
  const total = async () => (await results())[0];
  expect(await total()).toMatchObject({ total_score: 75, attempt_number: 1, attempt_count: 2 });
  for (const [counting, score] of [
    ['latest', 25],
    ['first', 75],
  ] as const) {
    await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { counting });
    await kit.runTasks();
    expect(await total()).toMatchObject({ total_score: score });
  }
  await ask(kit, exam.teacher, `POST /submissions/${worse}/count`);
  await kit.runTasks();
  expect(await total()).toMatchObject({ total_score: 25, attempt_number: 2 });
});

test('a corrected answer is graded again, and the old result stays in the history', async () => {
  const id = await typed(['1', '3', '3', '1']);
  await kit.runTasks();
  const place = `/submissions/${id}/answers/${exam.questions[0]?.id}` as const;
  await ask(kit, exam.teacher, `PUT ${place}`, { answer: '3' });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 75, passed: true }]);
  expect((await get('result-changes')).results).toMatchObject([
    { score_before: 50, score_after: 75, passed_before: false, passed_after: true, reason: 'submission' },
    { score_before: null, score_after: 50, passed_before: null },
  ]);
});

test('a regrade shows first who changes, writes nothing then, and does exactly that', async () => {
  await classOf(4, 2, 2, 0);
  const before = await results();
  const proposed = rekeyed(3, { keys: ['1'] });
  const said = (verb: string) => ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/${verb}`, proposed);
  const preview = (await said('regrade-preview')).body;
  expect(preview).toMatchObject({ now_passing: 2, now_failing: 0 });
  expect(await results()).toEqual(before);
  const applied = (await said('regrade')).body;
  const inOrder = (one: { changes: { enrollment_id: number }[] }) =>
    one.changes.toSorted((a, b) => a.enrollment_id - b.enrollment_id);
  expect(inOrder(applied)).toEqual(inOrder(preview));
  expect((await said('regrade')).body.changes).toEqual([]);
  expect((await said('regrade-preview')).body.changes).toEqual([]);
});

test('a void question counts for nobody, one that is all correct for everybody', async () => {
  await classOf(1);
  const regraded = (change: object) =>
    ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/regrade`, rekeyed(0, change));
  await regraded({ key_state: 'void' });
  expect(await results()).toMatchObject([{ total_score: 0, max_score: 75 }]);
  const { body } = await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/statistics`);
  expect(body.items[0]).toMatchObject({ number: 1, facility: null });
  await regraded({ key_state: 'all_correct', keys: [] });
  expect(await results()).toMatchObject([{ total_score: 25, max_score: 100 }]);
});

test('keys of another exam are not this one’s to change', async () => {
  const other = await examined(kit, school);
  const foreign = { questions: [{ id: other.questions[0]?.id, number: 1, keys: ['1'] }] };
  const { status } = await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/regrade`, foreign);
  expect(status).toBe(404);
});

test('grading of one student waits while keys change', async () => {
  await typed(['3', '3', '3', '3']);
  const { questions } = rekeyed(0, { keys: ['1'] });
  const held = heldOpen(
    openScope(kit.db, school.tenant_id, exam.teacher.scope().actor, { now: kit.clock() }),
  );
  const changed = regrade(held.scope, exam.exam_id, {
    questions: questions.map((one) => ({
      kind: 'single',
      key_state: 'keyed',
      partial: 'none',
      ...one,
    })) as never,
  });
  await held.entered;
  const graded = kit.runTasks();
  expect(await doneOrBlocked(kit.owner, graded)).toBe('blocked');
  held.release();
  await changed;
  await graded;
  expect(await results()).toMatchObject([{ total_score: 75 }]);
});

test('ranks are 1, 2, 2, 4 without the absent', async () => {
  await classOf(4, 3, 3, 1);
  const { results: rows, absent } = await get('results');
  expect(rows.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2, 2, 4]);
  expect(rows.map(({ percentile }: { percentile: number }) => percentile)).toEqual([75, 25, 25, 0]);
  expect(absent).toMatchObject([{ enrollment_id: exam.enrollment_id }]);
});

test('statistics are of those who were there', async () => {
  await classOf(4, 3, 1, 0);
  const statistics = await get('statistics');
  expect(statistics).toMatchObject({
    count: 4,
    absent: 1,
    mean: 50,
    median: 50,
    lowest: 0,
    highest: 100,
    passed: 2,
  });
  expect(statistics.distribution.map(({ count }: { count: number }) => count)).toEqual([
    1, 0, 1, 0, 0, 0, 0, 1, 0, 1,
  ]);
  // By hand: p = .75, .5, .5, .25; variance of 4, 3, 1, 0 is 2.5; (4/3)(1 - .875/2.5)
  expect(statistics.kr20).toBe(0.867);
  expect(statistics.items[0]).toMatchObject({
    ...{ number: 1, answered: 4, correct: 3, facility: 0.75 },
    distractors: [
      { answer: '3', count: 3, is_key: true },
      { answer: '1', count: 1, is_key: false },
    ],
  });
  expect(statistics.items[1].discrimination).toBeGreaterThan(0.8);
});

test('an exam that nobody sat has statistics without figures', async () => {
  expect(await get('statistics')).toMatchObject({
    count: 0,
    absent: 1,
    mean: null,
    kr20: null,
    max_score: 100,
  });
});

test('students and parents see a result once it is shown, and keys when those are', async () => {
  const [other] = await classOf(2);
  await typed(['3', '3', '3', '1']);
  await kit.runTasks();
  const own = () => ask(kit, exam.student, `GET /exams/${exam.exam_id}/results/${exam.enrollment_id}`);
  const list = async () => (await ask(kit, exam.parent, 'GET /results')).body.results;
  expect((await own()).status).toBe(404);
  expect(await list()).toEqual([]);
  const release = (released: boolean) =>
    ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released });
  expect((await release(true)).body.released_at).not.toBeNull();
  expect((await own()).body).toMatchObject({ total_score: 75, rank: 1, rank_of: 2 });
  expect((await own()).body.facts[0].keys).toEqual(['3']);
  expect(await list()).toMatchObject([{ exam_title: '주간 테스트', total_score: 75, rank: 1 }]);
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { keys_shown: 'never' });
  expect((await own()).body.facts[0].keys).toBeNull();
  const others = await ask(kit, exam.student, `GET /exams/${exam.exam_id}/results/${other}`);
  expect(others.status).toBe(404);
  await release(false);
  expect((await own()).status).toBe(404);
});

test('the grid and its file say what each student answered', async () => {
  await classOf(3);
  const grid = await get('grid');
  expect(grid.questions).toHaveLength(4);
  expect(grid.rows).toMatchObject([{ total_score: 75, rank: 1, passed: true }]);
  expect(grid.rows[0].cells[3]).toMatchObject({ answer: '1', is_correct: false, score: 0 });
  const file = async (query: string) =>
    (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results-export?${query}`)).reply;
  expect((await file('format=csv')).body).toContain(',김서연,1,75,O,O,O,X\r\n');
  expect((await file('format=csv&cells=answers')).body).toContain(',김서연,1,75,3,3,3,1\r\n');
  expect((await file('format=csv')).body).toContain(',결시,');
  await kit.owner.query(`update student set name = '=1+1' where name = '김서연'`);
  const [sheet] = await readXlsxFile((await file('format=xlsx&cells=answers')).rawPayload);
  expect(sheet?.sheet).toBe('결과');
  expect(sheet?.data.slice(0, 2)).toEqual([
    ['번호', '이름', '석차', '점수', '1', '2', '3', '4'],
    [expect.any(Number), '=1+1', 1, 75, '3', '3', '3', '1'],
  ]);
  expect(sheet?.data[2]?.slice(2, 4)).toEqual([null, '결시']);
});
