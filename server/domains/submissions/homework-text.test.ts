import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk, textPage } from '#testing/homework-desk.ts';
import { photo } from '#testing/pictures.ts';

const kit = useApp();

const page = (place: number, words: [string, number][]) => textPage({ place }, words);

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
  await desk.read(job, pages);

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

const inkOf = (seed: number) =>
  Array.from({ length: 90 }, (_, at) => ((at + 7) * 7919 * (seed + 3) * (at + seed)).toString(36)).join(' ');

test('two who wrote the same words beside the printed question are shown to staff, with what both wrote; print is not', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const desk = homeworkDesk(kit, exam);
  const id = await desk.give();
  const seat = () => school.seatIn(exam.lecture_id, exam.session_id);
  const mates = [await seat(), await seat(), await seat(), await seat()];
  const hand = async (seed: number, words: string, mate?: (typeof mates)[number]) => {
    const who = mate && { who: mate.student, enrollment_id: mate.enrollment_id };
    const handed = await desk.handIn(id, [await photo(seed)], who);
    await desk.read(await desk.claim('ai.ocr'), [
      page(
        1,
        `${inkOf(1)} ${words}`.split(' ').map((one) => [one, 0.9]),
      ),
    ]);
    return handed.id as number;
  };
  const own = await hand(1, inkOf(2));
  const copy = await hand(2, inkOf(2), mates[0]);
  const textsOf = async (submission: number, who = exam.teacher) =>
    (await ask(kit, who, `GET /submissions/${submission}/same-texts`)).body.results;
  expect(await textsOf(own)).toEqual([]);
  const alone = await hand(3, inkOf(3), mates[1]);
  await hand(4, inkOf(4), mates[2]);
  expect(await textsOf(own)).toEqual([]);
  await hand(5, inkOf(5), mates[3]);

  const [hint, ...more] = await textsOf(own);
  expect(more).toEqual([]);
  expect(hint).toMatchObject({
    own: { submission_id: own },
    other: { submission_id: copy, at: null },
  });
  expect(inkOf(2)).toContain(hint.passages[0].slice(12));
  expect((await kit.app.inject(hint.other.url)).statusCode).toBe(200);
  expect(await textsOf(copy)).toMatchObject([{ other: { submission_id: own } }]);
  expect(await textsOf(alone)).toEqual([]);
  const asked = (who: typeof exam.teacher) => ask(kit, who, `GET /submissions/${own}/same-texts`);
  expect((await asked(exam.student)).status).toBe(403);
  expect((await asked(await school.person('teacher'))).status).toBe(404);
  const again = await hand(6, inkOf(2));
  expect(await textsOf(again)).toMatchObject([{ other: { submission_id: copy } }]);
  expect(await textsOf(own)).toEqual([]);
});

test('what lost attempts left behind goes the night after, what the one that succeeded made stays', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const desk = homeworkDesk(kit, exam);
  await desk.handIn(await desk.give(), [await photo(1)]);
  const [lost, made] = [await desk.claim('ai.ocr'), []];
  const { outputs } = (
    await desk.runner(`${lost.id}/outputs`, {
      lease_token: lost.lease_token,
      files: [{ name: 'text.json', content_type: 'application/json' }],
    })
  ).json();
  const keyOf = (url: string) => /(submissions\/[^?]+)/.exec(url)?.[1] ?? '';
  const left = keyOf(outputs[0].url);
  await kit.storage.put(left, Buffer.from('[]'));
  await desk.runner(`${lost.id}/fail`, { lease_token: lost.lease_token, reason: 'ocr_failed' });
  kit.travel(60);
  const again = await desk.claim('ai.ocr');
  expect(again.id).toBe(lost.id);
  await desk.read(again, made);
  const { objects } = await kit.storage.list(`${left.split('/').slice(0, -2).join('/')}/`);
  const kept = objects.map(({ key }) => key).find((key) => key !== left) ?? '';

  await kit.keepUp();
  expect(await kit.storage.head(left)).toBeDefined();
  kit.travel(25 * 3600);
  await kit.keepUp();
  expect([await kit.storage.head(left), (await kit.storage.head(kept))?.size]).toEqual([undefined, 2]);
});
