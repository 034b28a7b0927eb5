import { beforeAll, expect, test } from 'vitest';
import { paperOfPdf, randomOf } from '../corpus/index.ts';
import { drawStrokes, type Paper } from '../corpus/ink.ts';
import { type Hand, mark } from '../corpus/marking.ts';
import { drawSheets } from '../draw/index.ts';
import { layout, linesOf } from '../geometry/index.ts';
import { shrink } from './grey.ts';
import { fineDensity } from './patches.ts';
import { prepare } from './prepare.ts';
import { prove } from './proof.ts';
import { readSheet } from './read.ts';
import { refine } from './registration.ts';
import { flat, shrunk } from './warp.ts';

const questions = Array.from({ length: 45 }, (_, index) => ({ number: index + 1 }));
const [sheet] = layout({ title: '주간 테스트', questions });
if (!sheet) throw new Error('a layout has a page');
const prepared = prepare(sheet);

let blank: Paper | undefined;
beforeAll(async () => {
  blank = await paperOfPdf(
    await drawSheets([{ sheet, code: { exam: 5, sheet: 6, page: 1 } }]),
    2 * fineDensity,
  );
});

/** A fresh copy of the empty sheet. */
function paper(): Paper {
  if (!blank) throw new Error('the sheet was not drawn');
  return { ...blank, data: blank.data.slice() };
}

/** Status and labels of each question, or why the page was refused. */
function statuses(image: Paper): string[][] {
  const page = readSheet(image, [prepared]);
  if (page.status === 'refused') throw new Error(page.reason);
  return page.questions.map(({ status, marked }) => [status, marked.join('+')]);
}

test('who circles in pale pencil has answered, and is not read as blank', () => {
  const image = paper();
  const random = randomOf(4);
  const base = { darkness: 0.24, width_mm: 0.7, grain: 0.35 };
  const hand: Hand = { kind: 'circle', tool: 'pale pencil', base, careless: 0.3, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble && index !== 7) mark(image, bubble, hand, random);
  }

  const read = statuses(image);
  expect(read).not.toContainEqual(['multiple', expect.anything()]);
  const answered = sheet.questions.map((_, index) =>
    index === 7 ? ['blank', ''] : ['ok', String((index % 5) + 1)],
  );
  const wrong = answered.filter(([status, marked], index) => {
    const [seen, label] = read[index] ?? [];
    return seen !== 'ambiguous' && (seen !== status || label !== marked);
  });
  expect(wrong).toEqual([]);
  expect(answered.filter((one, index) => read[index]?.[0] === one[0]).length).toBeGreaterThan(40);
});

test('a line that goes across a bubble and on is no second answer of who ticks', () => {
  const image = paper();
  const random = randomOf(6);
  const base = { darkness: 0.3, width_mm: 0.8, grain: 0.35 };
  const hand: Hand = { kind: 'tick', tool: 'pale pencil', base, careless: 0.2, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble) mark(image, bubble, hand, random);
  }
  const { x_mm: x, y_mm: y } = placeOf(33);
  const [from, to] = [
    { x: x - 4, y: y + 2.6 },
    { x: x + 5, y: y - 3.2 },
  ];
  drawStrokes(image, [[from, to]], { ...base, width_mm: 0.5 }, random);

  const read = statuses(image);
  expect(read[32]?.[0]).toBe('ambiguous');
  expect(read.filter(([status]) => status === 'ok').length).toBeGreaterThan(40);
});

test('two answers of who crosses are two, although each line of a cross goes on beyond its bubble', () => {
  const image = paper();
  const random = randomOf(12);
  const base = { darkness: 0.9, width_mm: 0.6, grain: 0.04 };
  const hand: Hand = { kind: 'cross', tool: 'pen', base, careless: 0.1, erases: false };
  for (const [index, question] of sheet.questions.entries()) {
    const both = index === 7 ? [2, 4] : [index % 5];
    for (const place of both) {
      const bubble = linesOf(question)[0]?.[place];
      if (bubble) mark(image, bubble, hand, random);
    }
  }

  const read = statuses(image);
  expect(read[7]).toEqual(['multiple', '3+5']);
  expect(read.filter(([status]) => status === 'ok').length).toBe(44);
});

test('a short line beside a question that was left empty is no answer, and a whole mark there is looked at', () => {
  const image = paper();
  const random = randomOf(13);
  const base = { darkness: 0.7, width_mm: 0.7, grain: 0.25 };
  const hand: Hand = { kind: 'fill', tool: 'dark pencil', base, careless: 0.1, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble && index !== 11 && index !== 12) mark(image, bubble, hand, random);
  }
  const last = (index: number) => sheet.questions.flatMap(linesOf)[index]?.[4];
  const [short, missed] = [last(11), last(12)];
  if (!short || !missed) throw new Error('questions have five bubbles');
  const at = { x: short.x_mm + 0.62 * short.width_mm, y: short.y_mm };
  drawStrokes(image, [[at, { x: at.x + 0.7, y: at.y + 0.8 }]], { ...base, width_mm: 0.4 }, random);
  mark(image, { ...missed, x_mm: missed.x_mm + 0.95 * missed.width_mm }, hand, random);

  const read = statuses(image);
  expect(read[11]).toEqual(['blank', '']);
  expect(read[12]?.[0]).toBe('ambiguous');
});

test('a line that runs into the bubble of a question left empty is no sure answer of who ticks', () => {
  const image = paper();
  const random = randomOf(14);
  const base = { darkness: 0.73, width_mm: 0.6, grain: 0.25 };
  const hand: Hand = { kind: 'tick', tool: 'dark pencil', base, careless: 0.15, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble && index !== 20) mark(image, bubble, hand, random);
  }
  const bubble = sheet.questions.flatMap(linesOf)[20]?.[0];
  if (!bubble) throw new Error('question 21 has bubbles');
  const { x_mm: x, y_mm: y } = bubble;
  const points = [
    { x: x - 7, y: y - 2.6 },
    { x: x - 3, y: y - 2.6 },
    { x: x + 0.8, y: y + 0.3 },
  ];
  drawStrokes(image, [points], { ...base, width_mm: 0.5 }, random);

  const read = statuses(image);
  expect(read[20]?.[0]).toBe('ambiguous');
  expect(read.filter(([status]) => status === 'ok').length).toBe(44);
});

test('in black and white a part of a mark is one, for what was rubbed out is gone', () => {
  const image = paper();
  const random = randomOf(7);
  const base = { darkness: 0.42, width_mm: 0.7, grain: 0.3 };
  const hand: Hand = { kind: 'fill', tool: 'pencil', base, careless: 0.2, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble) mark(image, bubble, hand, random);
  }
  for (let at = 0; at < image.data.length; at += 1) image.data[at] = (image.data[at] ?? 0) < 160 ? 0 : 255;

  const read = statuses(image);
  const clear = read.filter(([status]) => status !== 'ambiguous');
  expect(clear.filter(([status]) => status !== 'ok')).toEqual([]);
  expect(clear.length).toBeGreaterThan(42);
});

test('an empty page in black and white is not called blank: pale marks would have vanished', () => {
  const image = paper();
  for (let at = 0; at < image.data.length; at += 1) image.data[at] = (image.data[at] ?? 0) < 160 ? 0 : 255;
  expect(statuses(image).filter(([status]) => status !== 'ambiguous')).toEqual([]);
});

test('the edge of a shadow across a row of bubbles is no mark', () => {
  const image = paper();
  for (let at = 0; at < image.data.length; at += 1) {
    const far = (at % image.width) - 0.35 * image.width - 0.1 * Math.floor(at / image.width);
    const light = 1 - 0.5 / (1 + Math.exp(-far / 28));
    image.data[at] = (image.data[at] ?? 0) * light;
  }
  const seen = statuses(image);
  const read = sheet.questions.map((_, index) => seen[index]?.[0]);
  expect(read.filter((status) => status !== 'blank' && status !== 'ambiguous')).toEqual([]);
  expect(read.filter((status) => status === 'blank').length).toBeGreaterThan(41);
});

/** The proof of the right registration after parts of the page were moved down by so many millimetres. */
function proofMoved(dy: (x_mm: number, y_mm: number) => number) {
  const image = paper();
  const { levels } = prepared;
  const density = 2 * fineDensity;
  const { warp } = refine(image, flat([density, 0, 0, 0, density, 0, 0, 0], prepared.sheet.page), levels);
  const found = warp.bend;
  if (!found) throw new Error('a registration bends the page');
  const moved = found.dy.map(
    (value, at) => value + dy((at % found.columns) * found.step, Math.floor(at / found.columns) * found.step),
  );
  const bent = shrunk({ ...warp, bend: { ...found, dy: moved } }, 2);
  return prove(shrink(image, 2), bent, levels.witnesses, fineDensity);
}

const first = (question: number) => sheet?.questions[question - 1];
function placeOf(question: number) {
  const one = first(question);
  if (one?.kind !== 'choice' || !one.bubbles[0]) throw new Error('the sheet has this question');
  return one.bubbles[0];
}
const row_mm = placeOf(2).y_mm - placeOf(1).y_mm;

test('one block of bubbles a row off disproves the page, however well all else fits', () => {
  const left = placeOf(31).x_mm - 8;
  expect(proofMoved(() => 0).weakest).toBeGreaterThan(0.6);
  const off = proofMoved((x_mm) => (x_mm > left ? row_mm : 0));
  expect(off.score).toBeGreaterThan(0.5);
  expect(off.weakest).toBeLessThan(0.3);
});

test('blocks that slip by a row halfway down disprove the page, up or down', () => {
  const from = placeOf(3).y_mm;
  for (const by of [row_mm, -row_mm]) {
    const off = proofMoved((_, y_mm) => by * Math.min(1, Math.max(0, (y_mm - from) / (5 * row_mm))));
    expect(off.weakest).toBeLessThan(0.2);
  }
});
