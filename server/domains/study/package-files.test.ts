import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openZip } from '#core/zip.ts';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { photo } from '#testing/pictures.ts';
import { ankiOf, choiceItem, entryItem, qtiOf } from '#testing/question-packages.ts';
import { zipOf } from '#testing/spreadsheets.ts';
import { addQuestion, studyClass } from '#testing/study.ts';
import { planOfPackage } from './package-files.ts';
import { convert } from './package-pictures.ts';

const kit = useApp();
const oldCollection =
  openZip(ankiOf([{ fields: ['사과', 'apple'] }], {}, false), 2 ** 20).bytes('collection.anki2') ?? '';

const send = async (who: Person, url: string, payload: Buffer, type: string) => {
  const headers = { ...who.headers, 'content-type': type };
  const reply = await kit.app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
  return { status: reply.statusCode, body: reply.json() };
};
const upload = (who: Person, topic_id: number, payload: Buffer, commit = false) =>
  send(who, `/study/topics/${topic_id}/import?commit=${commit}`, payload, 'application/zip');

async function imageOf(who: Person, body: string) {
  const [, alt, name] = /!\[([^\]]*)\]\(image:([^)]+)\)/.exec(body) ?? [];
  const { results } = (await ask(kit, who, `GET /study/images?names=${name}`)).body;
  const file = await kit.app.inject({ method: 'GET', url: results[0].url });
  return { alt, status: file.statusCode, found: await sharp(file.rawPayload).metadata() };
}

test('a QTI package brings its choices, numbers, words and pictures, and says what it leaves out', async () => {
  const { teacher, student, topic_id } = await studyClass(kit, await academy(kit), 0);
  const pack = qtiOf(
    {
      'items/one.xml': choiceItem('<p>그림에서 <img src="../img/a%20b.jpg" alt="삼각형"/>$1</p>'),
      'items/many.xml': choiceItem('<p>모두 고르면?</p>', 'AC', 0),
      'items/number.xml': entryItem('원주율은?', ['3.14']),
      'items/word.xml': entryItem('사과는?', ['apple', 'an apple'], 'string'),
      'items/lost.xml': choiceItem('<img src="none.png" alt=""/>'),
      'items/math.xml': choiceItem('<m:math xmlns:m="x"><m:mi>x</m:mi></m:math>'),
      'items/broken.xml': choiceItem('<p>끝나지 않는').slice(0, 500),
      'items/order.xml': choiceItem('x').replaceAll('choiceInteraction', 'orderInteraction'),
      'items/key.xml': choiceItem('<p>키</p>', 'Z'),
    },
    { 'img/a b.jpg': await photo(1, { gps: true }) },
  );
  const preview = (await upload(teacher, topic_id, pack)).body;
  expect(preview.skipped.map(({ message }: { message: string }) => message)).toEqual([
    'items/lost.xml: the picture none.png is not there',
    'items/math.xml: <math> cannot be shown here',
    'items/broken.xml: the XML is broken',
    'items/order.xml: orderInteraction is not supported',
    'items/key.xml: its key names a choice that is not there',
  ]);
  expect(preview).toMatchObject({
    created: 0,
    questions: [
      { kind: 'single', keys: [['2']], choices: [{ text: '하나' }, { text: '**둘**' }, { text: '셋' }] },
      { kind: 'multiple', keys: [['1', '3']], body: '모두 고르면?\n고르세요.' },
      { kind: 'numeric', keys: [['3.14']], body: '원주율은? ____' },
      { kind: 'short', keys: [['apple'], ['an apple']] },
    ],
  });
  expect((await upload(teacher, topic_id, pack, true)).body.created).toBe(4);
  expect((await upload(teacher, topic_id, pack, true)).body.created).toBe(0);
  const { questions } = (await ask(kit, student, 'GET /study/pack')).body;
  expect(questions).toHaveLength(4);
  expect(questions[0].body).toContain('\\$1');
  const { alt, status, found } = await imageOf(student, questions[0].body);
  expect({ alt, status, exif: found.exif }).toEqual({ alt: '삼각형', status: 200, exif: undefined });
  expect(found.width).toBeGreaterThan(found.height);
});

test.each([true, false])(
  'notes of Anki become questions to be typed, gap by gap (today’s form: %s)',
  async (isNew) => {
    const { teacher, topic_id } = await studyClass(kit, await academy(kit), 0);
    const png = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#abc' } })
      .png()
      .toBuffer();
    const notes = [
      { fields: ['<div>사과 <img src="apple one.png"></div>', 'apple'], tags: ' 영어 과일 ' },
      { fields: ['1&nbsp;km는?', '1,000<br>미터'] },
      { fields: ['{{c1::서울}}은 {{c2::한국::나라}}의 수도', '\\(x^2\\)'], isCloze: true },
      { fields: ['소리', '[sound:a.mp3]'] },
      { fields: ['긴 답', 'x'.repeat(201)] },
      { fields: ['없는 그림 <img src="b.png">', 'a'] },
    ];
    const { body } = await upload(teacher, topic_id, ankiOf(notes, { 'apple one.png': png }, isNew), true);
    expect(body.created).toBe(4);
    expect(body.questions).toMatchObject([
      {
        kind: 'short',
        keys: [['apple']],
        tags: ['영어', '과일'],
        body: expect.stringMatching(/^사과 !\[\]\(image:.{43}\.png\)$/),
      },
      { kind: 'numeric', keys: [['1,000']], body: '1 km는?' },
      { keys: [['서울']], body: '[…]은 한국의 수도' },
      { keys: [['한국']], body: '서울은 [나라]의 수도' },
    ]);
    expect(body.skipped).toEqual([
      { row: 4, message: 'it has no answer' },
      { row: 5, message: 'its answer is too long to be typed' },
      { row: 6, message: 'the picture b.png is not there' },
    ]);
  },
);

test('what is damaged, reaches outside or is too much is refused with a reason, and adds nothing', async () => {
  const { teacher, topic_id } = await studyClass(kit, await academy(kit), 0);
  const many = Array.from({ length: 5001 }, (_, at) => ({ fields: [`${at}`, 'a'] }));
  const crowded = qtiOf({ 'a.xml': choiceItem('x') });
  crowded.writeUInt16LE(30_000, crowded.length - 12);
  const bad: [string, Buffer][] = [
    ['unsafe_path', qtiOf({ 'a.xml': choiceItem('x') }, { '../../etc/passwd': 'x' })],
    ['damaged', ankiOf([{ fields: ['a', 'b'] }]).subarray(0, 300)],
    ['damaged', zipOf({ 'collection.anki21b': 'no zstd' })],
    ['no_questions', zipOf({ 'readme.txt': 'x' })],
    ['too_many_questions', ankiOf(many)],
    ['too_large', crowded],
    [
      'too_large',
      ankiOf(Array.from({ length: 400 }, (_, at) => ({ fields: [`${at}`, 'a'.repeat(60_000)] }))),
    ],
    ['too_large', zipOf({ 'collection.anki2': oldCollection, media: `{"0":"${'a'.repeat(2 ** 21)}"}` })],
  ];
  for (const [reason, bytes] of bad)
    expect(JSON.parse(await convert(bytes, new Set(), undefined))).toMatchObject({ refused: { reason } });
  const sent: typeof bad = [
    ['damaged', zipOf({ 'collection.anki2': 'no database' })],
    ['no_picture', qtiOf({ 'a.xml': choiceItem('<img src="p.png"/>') }, { 'p.png': 'no picture' })],
  ];
  for (const [reason, bytes] of sent)
    expect(await upload(teacher, topic_id, bytes, true)).toMatchObject({
      status: 422,
      body: { detail: 'questions_unreadable', reason },
    });
  const { count } = (await ask(kit, teacher, `GET /study/questions?topic=${topic_id}`)).body;
  expect(count).toBe(0);
});

test('a text of others that looks like one of our pictures, or holds what no text does, is a text like any other', async () => {
  const { teacher, topic_id } = await studyClass(kit, await academy(kit), 0);
  const told = '보기 (file:100%) (file:notes.txt) &#xfdd0;file:a)&#0;&#27;&#xd800;';
  const body = `${told}(&#xfdd0;file:a.txt)<img src="p.png" alt="(file:b)"/>`;
  const p = await photo(5);
  const qti = qtiOf(
    { 'a.xml': choiceItem(body), 'b.xml': entryItem('2', ['a&#0;b', 'c&#xd800;'], 'string') },
    { 'p.png': p },
  );
  const note = { fields: [`가&#0;${body}`, '나&#1;'], tags: 'x\u0001y' };
  const anki = ankiOf([note], { 'p.png': p });
  for (const bytes of [qti, anki]) {
    const preview = (await upload(teacher, topic_id, bytes)).body;
    expect(preview.questions[0].body).toMatch(/\(file:a\.txt\)!\[\(file:b\)\]\(file:(p\.png|0)\)/);
    const { status, body } = await upload(teacher, topic_id, bytes, true);
    expect(status).toBe(200);
    expect(body.questions[0].body).toMatch(
      /보기 \(file:100%\) \(file:notes\.txt\) file:a\).*\(file:a\.txt\)!\[\(file:b\)\]\(image:/,
    );
    expect(JSON.stringify(body)).not.toMatch(/\\u0|\ufdd0|\\ud/);
  }
  const csv = Buffer.from('문제,정답,출처\n"see (file:100%) (file:notes.txt)\u001b",1\u001b,s\u001b\n');
  const sheet = await send(teacher, `/study/topics/${topic_id}/import?commit=true`, csv, 'text/csv');
  expect(sheet).toMatchObject({
    status: 200,
    body: { created: 1, questions: [{ body: 'see (file:100%) (file:notes.txt)' }] },
  });
});

test('what a package of Anki comes to is measured as a whole, and a list of media that is none is empty', async () => {
  const fields = ['<img src="a"><img src="b">', 'x'];
  const bytes = ankiOf([{ fields }], { a: Buffer.alloc(30_000), b: Buffer.alloc(30_000) });
  const plan = await planOfPackage(bytes, new Set(), 60_000);
  expect(plan.fileOf('0')).toHaveLength(30_000);
  expect(() => plan.fileOf('1')).toThrow('questions_unreadable');
  for (const media of ['null', '7', '{', '["a"]']) {
    const { questions } = await planOfPackage(zipOf({ 'collection.anki2': oldCollection, media }), new Set());
    expect(questions).toMatchObject([{ body: '사과' }]);
  }
});

test('a picture is kept upright and without where it was taken, for those who may change the topic', async () => {
  const { teacher, student, topic_id } = await studyClass(kit, await academy(kit), 0);
  const place = `/study/topics/${topic_id}/images`;
  const made = await send(teacher, place, await photo(3, { gps: true }), 'image/jpeg');
  expect(made).toMatchObject({ status: 201, body: { width: 640, height: 480 } });
  const again = await send(teacher, place, await photo(3, { gps: true }), 'image/jpeg');
  expect(again.body.name).toBe(made.body.name);
  expect((await imageOf(student, `![](image:${made.body.name})`)).found.exif).toBeUndefined();
  expect((await send(student, place, await photo(3), 'image/jpeg')).status).toBe(403);
  expect(await send(teacher, place, Buffer.from('<svg/>'), 'image/png')).toMatchObject({ status: 422 });
  const stranger = await (await academy(kit)).person('teacher');
  expect((await ask(kit, stranger, `GET /study/images?names=${made.body.name}`)).body.results).toEqual([]);
});

test('the wrong-answer note is printed with the pictures of its questions, the answers behind them or left out', async () => {
  const { teacher, student, topic_id } = await studyClass(kit, await academy(kit), 0);
  const made = await send(teacher, `/study/topics/${topic_id}/images`, await photo(4), 'image/jpeg');
  const body = `그림 ![삼각형](image:${made.body.name})의 넓이는?`;
  const { pub_id } = await addQuestion(kit, teacher, topic_id, {
    body,
    explanation: '$\\frac{1}{2}ab$: 밑변 × 높이 ÷ 2',
  });
  const answer = { seq: 0, pub_id, selected: ['2'], answered_at: kit.clock().toISOString() };
  const sent = { client_session_uuid: randomUUID(), sent_at: kit.clock().toISOString(), attempts: [answer] };
  await ask(kit, student, 'POST /study/attempts', sent);
  const pdf = async (query: string) => (await ask(kit, student, `GET /study/notes.pdf?${query}`)).reply;
  const whole = await pdf('');
  expect(whole.headers['content-type']).toBe('application/pdf');
  expect(whole.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect(whole.rawPayload.includes('/DCTDecode')).toBe(true);
  expect((await pdf('answers=false')).rawPayload.length).toBeLessThan(whole.rawPayload.length);
  expect((await pdf('to=2020-01-01')).rawPayload.includes('/DCTDecode')).toBe(false);
  expect((await ask(kit, teacher, 'GET /study/notes.pdf')).status).toBe(403);
});
