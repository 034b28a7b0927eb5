import type { ReadPage } from '@seodang/contract/homework-text.ts';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk } from '#testing/homework-desk.ts';
import { photo } from '#testing/pictures.ts';

const kit = useApp();

const word = (text: string, confidence: number) => ({ text, confidence, box: box });
const box: [number, number, number, number] = [0.1, 0.1, 0.4, 0.2];
const page = (place: number, words: [string, number][]): ReadPage => ({
  ...{ place, confidence: 0.9 },
  lines: [
    {
      text: words.map(([text]) => text).join(' '),
      ...{ confidence: 0.9, box },
      words: words.map(([text, sure]) => word(text, sure)),
    },
  ],
});

test('what is printed on homework is read once by a runner, found by staff whatever the spaces, and grades nothing', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const desk = homeworkDesk(kit, exam);
  const id = await desk.give();
  const handed = await desk.handIn(id, [await photo(1), await photo(2)]);
  const text = (who = exam.teacher) => ask(kit, who, `GET /submissions/${handed.id}/text`);
  expect((await text()).body).toEqual({ state: 'waiting', pages: [] });

  const job = await desk.claim('ai.ocr');
  expect(job.payload).toMatchObject({ submission_id: handed.id, pages: [{ place: 1 }, { place: 2 }] });
  const pages = [
    page(1, [
      ['태양 계의', 0.95],
      ['행성은', 0.9],
      ['여덟', 0.3],
    ]),
    page(2, []),
  ];
  const body = Buffer.from(JSON.stringify(pages));
  const files = [{ name: 'text.json', bytes: body.length }];
  const result = { submission_id: handed.id, version: 'v', text_file: 'text.json', files };
  await desk.finish(job, { 'text.json': body }, result);

  expect((await text()).body).toEqual({ state: 'read', pages });
  expect((await text(exam.student)).status).toBe(403);
  const search = async (words: string, more = '') =>
    (
      await ask(
        kit,
        exam.teacher,
        `GET /homework/texts?lecture=${exam.lecture_id}&search=${encodeURIComponent(words)}${more}`,
      )
    ).body;
  expect(await search('태양계의 행성')).toMatchObject({
    count: 1,
    results: [{ submission_id: handed.id, homework_id: id, place: 1, excerpt: '태양 계의 행성은 여덟' }],
  });
  const found = await search('행성', '&page=2&page_size=1');
  expect(found).toMatchObject({ count: 1, results: [], previous: expect.any(String) });
  expect((await search('태양계', `&homework=${id + 1}`)).count).toBe(0);
  expect((await search('여덟')).count).toBe(0);
  expect((await search('%%')).count).toBe(0);
  const stranger = await school.person('teacher');
  const url = `GET /homework/texts?lecture=${exam.lecture_id}&search=ab` as const;
  expect((await ask(kit, stranger, url)).status).toBe(404);
  const seen = (await ask(kit, exam.teacher, `GET /submissions/${handed.id}`)).body;
  expect(seen).toMatchObject({ status: 'answers_ready', review: null });
});

test('who cannot be read is looked at all the same', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const desk = homeworkDesk(kit, exam);
  const handed = await desk.handIn(await desk.give(), [await photo(1)]);
  const { id, lease_token } = await desk.claim('ai.ocr');
  await desk.runner(`${id}/fail`, { lease_token, reason: 'ocr_failed', permanent: true });
  await kit.runTasks();
  expect((await ask(kit, exam.teacher, `GET /submissions/${handed.id}/text`)).body.state).toBe('none');
  const judged = await ask(kit, exam.teacher, `POST /submissions/${handed.id}/review`, {
    verdict: 'approved',
  });
  expect(judged.body).toMatchObject({ status: 'done' });
});
