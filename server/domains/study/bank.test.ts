import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { addQuestion, five, studyClass } from '#testing/study.ts';

const kit = useApp();

async function upload(who: Person, topic_id: number, text: string, commit = false) {
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/study/topics/${topic_id}/import?commit=${commit}`,
    headers: { ...who.headers, 'content-type': 'text/csv' },
    payload: Buffer.from(text),
  });
  return { status: reply.statusCode, body: reply.json() };
}

test('a question goes from draft to published to withdrawn; one without text or key is not published', async () => {
  const school = await academy(kit);
  const { teacher, topic_id } = await studyClass(kit, school, 0);
  const draft = await ask(kit, teacher, 'POST /study/questions', { study_topic_id: topic_id });
  expect(draft.body).toMatchObject({ state: 'draft', revision: 1, kind: 'single' });
  const change = (body: object) => ask(kit, teacher, `PATCH /study/questions/${draft.body.id}`, body);
  const refused = await change({ state: 'published' });
  expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/keys',
    '/body',
    '/choices',
  ]);
  expect((await change({ keys: [['9']], choices: five })).body.errors[0].message).toBe(
    'there is no choice 9',
  );
  const written = await change({
    body: '$x^2$의 도함수는?',
    choices: five,
    keys: [['2']],
    state: 'published',
  });
  expect(written.body).toMatchObject({ revision: 2, state: 'published', pub_id: draft.body.pub_id });
  expect((await change({ state: 'withdrawn' })).body.revision).toBe(2);
  const { rows } = await kit.owner.query('select action from audit_entry where tenant_id = $1 order by seq', [
    school.tenant_id,
  ]);
  expect(rows.map(({ action }) => action).slice(-3)).toEqual(
    ['create', 'change', 'change'].map((what) => `study_question.${what}`),
  );
});

test('a question that was put away keeps its pub_id to itself', async () => {
  const { teacher, topic_id, questions } = await studyClass(kit, await academy(kit), 1);
  expect((await ask(kit, teacher, `DELETE /study/questions/${questions[0]?.id}`)).status).toBe(204);
  expect((await ask(kit, teacher, `GET /study/questions/${questions[0]?.id}`)).status).toBe(404);
  const again = kit.owner.query(
    `insert into study_question (tenant_id, study_topic_id, pub_id) select tenant_id, $1, pub_id from study_question where id = $2`,
    [topic_id, questions[0]?.id],
  );
  await expect(again).rejects.toMatchObject({ code: '23505' });
});

test('the list is filtered by topic, state, subject, tag and text; students see no keys of the class', async () => {
  const { teacher, student, topic_id } = await studyClass(kit, await academy(kit), 2);
  await addQuestion(kit, teacher, topic_id, { subject: '영어', tags: ['관계사'], body: 'who 100%' });
  const list = async (query: string) =>
    (await ask(kit, teacher, `GET /study/questions?topic=${topic_id}&${query}`)).body.count;
  expect(await list('')).toBe(3);
  expect(await list('subject=영어')).toBe(1);
  expect(await list('tag=관계사')).toBe(1);
  expect(await list('search=100%25')).toBe(1);
  expect(await list('state=draft')).toBe(0);
  const seen = await ask(kit, student, `GET /study/questions?topic=${topic_id}`);
  expect(seen.body.count).toBe(0);
});

const csv = [
  '고1 수학 문제 은행,,,,,,',
  '번호,과목,문제,보기1,보기2,보기3,정답,해설,태그,빈도',
  '1,수학,1+1은?,1,2,3,②,쉽다,"덧셈,기초",3',
  '2,수학,둘 다 고르시오,가,나,다,"①③",,,',
  '3,수학,12×100은?,,,,"1,200",,곱셈,',
  '4,영어,사과는 영어로?,,,,apple 또는 an apple,,,',
  '5,수학,답이 없는 문제,1,2,3,,,,',
  '6,수학,보기에 없는 답,1,2,3,7,,,',
  '7,수학,1+1은?,1,2,3,②,,,',
].join('\r\n');

test('a CSV list is previewed with what is skipped, then added once', async () => {
  const { teacher, topic_id } = await studyClass(kit, await academy(kit), 0);
  const preview = await upload(teacher, topic_id, csv);
  expect(preview.body).toMatchObject({ created: 0, columns: { body: '문제', key: '정답', tags: '태그' } });
  expect(
    preview.body.questions.map(({ kind, keys }: { kind: string; keys: string[][] }) => [kind, keys]),
  ).toEqual([
    ['single', [['2']]],
    ['multiple', [['1', '3']]],
    ['numeric', [['1,200']]],
    ['short', [['apple'], ['an apple']]],
  ]);
  expect(preview.body.skipped).toEqual([
    { row: 7, message: 'a question needs a key' },
    { row: 8, message: 'there is no choice 7' },
    { row: 9, message: 'this question is there already' },
  ]);
  expect((await upload(teacher, topic_id, csv, true)).body.created).toBe(4);
  expect((await upload(teacher, topic_id, csv, true)).body.created).toBe(0);
  const list = await ask(kit, teacher, `GET /study/questions?topic=${topic_id}&ordering=id`);
  expect(list.body.results[0]).toMatchObject({ state: 'published', frequency: 3, tags: ['덧셈', '기초'] });
});

test('a file without a header says so, and what is no file is refused', async () => {
  const { teacher, topic_id } = await studyClass(kit, await academy(kit), 0);
  const { body } = await upload(teacher, topic_id, 'a,b\n1,2');
  expect(body).toMatchObject({ questions: [], skipped: [{ row: 1 }] });
  expect((await upload(teacher, topic_id, 'PK\u0003\u0004')).status).toBe(422);
});
