import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { type Asked, addQuestion, studyClass } from '#testing/study.ts';
import { startQuiz } from './quiz.ts';

const kit = useApp();

const start = (who: Person, study_topic_id: number, more: object = {}) =>
  ask(kit, who, 'POST /study/quiz-sessions', { study_topic_id, seed: 7, ...more });
const answer = (
  who: Person,
  id: number,
  { pub_id }: Pick<Asked, 'pub_id'>,
  selected: string[],
  unsure = false,
) => ask(kit, who, `POST /study/quiz-sessions/${id}/answers`, { pub_id, selected, unsure });
const memories = async (student_id: number) =>
  (await kit.owner.query('select * from study_memory where student_id = $1', [student_id])).rows;

/** A quiz session of all questions, answered with these, then finished. */
async function solve(who: Person, topic_id: number, choices: string[], more: object = {}) {
  const quiz = (await start(who, topic_id, more)).body;
  for (const [at, choice] of choices.entries()) await answer(who, quiz.id, quiz.questions[at], [choice]);
  return (await ask(kit, who, `POST /study/quiz-sessions/${quiz.id}/finish`)).body;
}

test('a quiz session is resumed on another device, at the cursor, until it is to be abandoned', async () => {
  const school = await academy(kit);
  const { student, topic_id } = await studyClass(kit, school, 3);
  const first = await start(student, topic_id, { device: 'phone' });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ status: 'in_progress', cursor: 0, subject_distribution: { 수학: 3 } });
  expect(first.body.missing).toEqual({ 수학: 17 });
  expect(JSON.stringify(first.body.questions)).not.toContain('"keys"');
  await answer(student, first.body.id, first.body.questions[0], ['2']);

  const tablet = await start(await school.again(student), topic_id, { device: 'tablet' });
  expect(tablet.status).toBe(200);
  expect(tablet.body).toMatchObject({ id: first.body.id, cursor: 1, wrong_count: 1 });

  const anew = await start(student, topic_id, { abandon: true });
  expect(anew.status).toBe(201);
  expect(anew.body.id).not.toBe(first.body.id);
  const left = await ask(kit, student, `GET /study/quiz-sessions/${first.body.id}`);
  expect(left.body).toMatchObject({ status: 'abandoned', summary: { new_wrong_count: 1 } });
  const list = await ask(kit, student, `GET /study/quiz-sessions?topic=${topic_id}`);
  expect(list.body.results.map(({ id }: Asked) => id)).toEqual([anew.body.id, first.body.id]);
});

test('two devices that start at once get the same quiz session', async () => {
  const school = await academy(kit);
  const { student, topic_id } = await studyClass(kit, school, 2);
  const input = { study_topic_id: topic_id, quiz_mode: 'random', target_per_subject: 20 } as const;
  const rest = {
    subject_filter: null,
    wrong_only: false,
    daily_cap: 100,
    abandon: false,
    device: '',
    app_version: '',
  };
  const held = heldOpen(student.scope());
  const phone = startQuiz(held.scope, { ...input, ...rest });
  await held.entered;
  const laptop = startQuiz(student.scope(), { ...input, ...rest });
  expect(await doneOrBlocked(kit.owner, laptop)).toBe('blocked');
  held.release();
  expect((await laptop).quiz.id).toBe((await phone).quiz.id);
  expect((await laptop).is_new).toBe(false);
});

test('the same answer again gets the same reply, another one is refused, and only the one at the cursor is asked', async () => {
  const { student, topic_id } = await studyClass(kit, await academy(kit), 3);
  const { id, questions } = (await start(student, topic_id)).body;
  expect((await answer(student, id, questions[1], ['1'])).body.detail).toBe('not_at_cursor');
  const reply = await answer(student, id, questions[0], ['1'], true);
  expect(reply.body).toMatchObject({ outcome: 'unsure', is_correct: true, keys: [['1']], cursor: 1 });
  await answer(student, id, questions[1], ['1']);
  expect((await answer(student, id, questions[0], ['1'], true)).body).toEqual(reply.body);
  expect(await answer(student, id, questions[0], ['2'])).toMatchObject({
    status: 409,
    body: { detail: 'answered_already' },
  });
  expect((await answer(student, id, questions[2], [])).status).toBe(400);
  await ask(kit, student, `POST /study/quiz-sessions/${id}/finish`);
  expect((await answer(student, id, questions[0], ['1'], true)).body).toEqual(reply.body);
  expect((await answer(student, id, questions[2], ['1'])).body.detail).toBe('quiz_ended');
});

test('an answer that is taken back leaves no trace in what is remembered', async () => {
  const { student, student_id, topic_id } = await studyClass(kit, await academy(kit), 2);
  const { id, questions } = (await start(student, topic_id)).body;
  expect((await ask(kit, student, `POST /study/quiz-sessions/${id}/undo`)).body.detail).toBe(
    'nothing_to_undo',
  );
  await answer(student, id, questions[0], ['3']);
  expect(await memories(student_id)).toMatchObject([{ fails: 1, last_passed: false }]);
  const undone = await ask(kit, student, `POST /study/quiz-sessions/${id}/undo`);
  expect(undone.body).toMatchObject({ cursor: 0, wrong_count: 0 });
  expect(await memories(student_id)).toEqual([]);
  await answer(student, id, questions[0], ['1']);
  const done = await ask(kit, student, `POST /study/quiz-sessions/${id}/finish`);
  expect(done.body.summary).toMatchObject({ correct_count: 1, wrong_count: 0, newly_correct_count: 1 });
  expect((await ask(kit, student, `POST /study/quiz-sessions/${id}/undo`)).body.detail).toBe('quiz_ended');
});

test('a quiz session is summed up once: what changed, by the history before it', async () => {
  const { student, topic_id } = await studyClass(kit, await academy(kit), 4);
  const sign = ['1', '1', '2', '2'];
  const first = await solve(student, topic_id, sign);
  expect(first.summary).toMatchObject({ newly_correct_count: 2, first_try_count: 2, new_wrong_count: 2 });
  kit.travel(2 * 86_400);
  const second = await solve(student, topic_id, ['1', '2', '1', '2']);
  expect(second.summary).toMatchObject({
    ...{ retained_count: 1, relapsed_count: 1, newly_correct_count: 1, still_failing_count: 1 },
    ...{ correct_count: 2, wrong_count: 2 },
  });
  kit.travel(2 * 86_400);
  for (const end of ['finish', 'abandon']) {
    const again = await ask(kit, student, `POST /study/quiz-sessions/${second.id}/${end}`);
    expect(again.body).toEqual(second);
  }
  const third = await solve(student, topic_id, ['1', '1', '1', '2']);
  expect(third.summary).toMatchObject({
    recovered_count: 1,
    still_failing_count: 1,
    chronic_remaining_count: 1,
  });
  expect(third.summary_current).toEqual(third.summary);
});

test('what is asked: only what was wrong, what is due, variants, one subject; and why nothing is', async () => {
  const groups = (at: number) => ({ variant_group: `g${at % 3}`, subject: at < 3 ? '수학' : '영어' });
  const { student, topic_id, teacher, questions } = await studyClass(kit, await academy(kit), 6, groups);
  const reason = async (more: object) => (await start(student, topic_id, more)).body.reason;
  expect(await reason({ wrong_only: true })).toBe('nothing_wrong');
  expect(await reason({ quiz_mode: 'due' })).toBe('nothing_due');
  expect(await reason({ subject_filter: '국어' })).toBe('no_questions');
  const first = await solve(student, topic_id, ['2', '1', '1'], { subject_filter: '수학' });
  expect(first.subject_distribution).toEqual({ 수학: 3 });
  const [wrong] = first.question_ids;

  const onlyWrong = await start(student, topic_id, { wrong_only: true });
  expect(onlyWrong.body.question_ids).toEqual([wrong]);
  const at = questions.findIndex(({ id }) => id === wrong);
  const variant = await start(student, topic_id, { quiz_mode: 'wrong_variants', abandon: true });
  expect(variant.body).toMatchObject({ question_ids: [questions[at + 3]?.id], real_variant_count: 1 });

  kit.travel(86_400);
  const due = await start(student, topic_id, { quiz_mode: 'due', abandon: true, daily_cap: 1 });
  expect(due.body.question_ids).toEqual([wrong]);
  await answer(student, due.body.id, due.body.questions[0], ['1']);
  kit.travel(60 * 86_400);
  const later = await start(student, topic_id, { quiz_mode: 'due', abandon: true });
  expect(later.body.question_ids.toSorted()).toEqual(first.question_ids.toSorted());
  for (const { id } of questions)
    await ask(kit, teacher, `PATCH /study/questions/${id}`, { state: 'withdrawn' });
  expect(await reason({ abandon: true })).toBe('no_questions');
});

test('frequent focus draws those more often that were in more exams', async () => {
  const often = (at: number) => ({ frequency: at === 0 ? 1000 : 0 });
  const { student, topic_id, questions } = await studyClass(kit, await academy(kit), 6, often);
  const more = { quiz_mode: 'frequent_focus', target_per_subject: 1 };
  const { body } = await start(student, topic_id, more);
  expect(body.question_ids).toEqual([questions[0]?.id]);
});

test('a question that was changed meanwhile is shown as it was asked', async () => {
  const { student, teacher, topic_id, questions } = await studyClass(kit, await academy(kit), 1);
  const { body } = await start(student, topic_id);
  const id = questions[0]?.id;
  await ask(kit, teacher, `PATCH /study/questions/${id}`, { body: '고친 문제' });
  const shown = await ask(kit, student, `GET /study/quiz-sessions/${body.id}`);
  expect(shown.body.questions[0]).toMatchObject({ body: '1번', revision: 1 });
  await answer(student, body.id, body.questions[0], ['2']);
  await ask(kit, teacher, `DELETE /study/questions/${id}`);
  const done = await ask(kit, student, `POST /study/quiz-sessions/${body.id}/finish`);
  expect(done.body).toMatchObject({ questions: [{ body: '1번', answer: { selected: ['2'] } }] });
  expect(done.body.summary.results).toEqual([{ question_id: id, label: 'new_wrong', is_first_try: true }]);
});

test('another key judges every answer anew', async () => {
  const { student, student_id, teacher, topic_id, questions } = await studyClass(kit, await academy(kit), 1);
  const quiz = await solve(student, topic_id, ['2']);
  expect(await memories(student_id)).toMatchObject([{ fails: 1, last_passed: false }]);
  await ask(kit, teacher, `PATCH /study/questions/${questions[0]?.id}`, { keys: [['1'], ['2']] });
  await kit.runTasks();
  expect(await memories(student_id)).toMatchObject([{ fails: 0, last_passed: true }]);
  const shown = await ask(kit, student, `GET /study/quiz-sessions/${quiz.id}`);
  expect(shown.body.summary).toMatchObject({ wrong_count: 1, new_wrong_count: 1 });
  expect(shown.body.summary_current).toMatchObject({ correct_count: 1, newly_correct_count: 1 });
});

test('a topic of a lecture is studied in the class alone, and one’s own by nobody else', async () => {
  const school = await academy(kit);
  const { student, teacher, topic_id, lecture_id, session_id } = await studyClass(kit, school, 1);
  const mate = await school.seatIn(lecture_id, session_id);
  const stranger = (await school.seat(teacher)).student;
  expect((await start(stranger, topic_id)).status).toBe(404);
  const one = await start(student, topic_id);
  const other = await start(mate.student, topic_id);
  expect([one.status, other.status]).toEqual([201, 201]);
  expect((await answer(mate.student, one.body.id, one.body.questions[0], ['1'])).status).toBe(404);
  const own = (await ask(kit, student, 'POST /study/topics', { title: '내 단어장' })).body;
  await addQuestion(kit, student, own.id, { kind: 'short', choices: [], keys: [['apple']], subject: '' });
  const mine = (await start(student, own.id)).body;
  expect((await answer(student, mine.id, mine.questions[0], [' Apple '])).body.outcome).toBe('correct');
  expect((await start(mate.student, own.id)).status).toBe(404);
  expect((await ask(kit, teacher, `PATCH /study/topics/${own.id}`, { title: 'x' })).status).toBe(404);
  expect((await ask(kit, student, `PATCH /study/topics/${topic_id}`, { title: 'x' })).status).toBe(403);
});
