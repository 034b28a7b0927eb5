import { expect, test } from 'vitest';
import { randomOf } from '../corpus/index.ts';
import { drawStrokes } from '../corpus/ink.ts';
import { type Hand, mark } from '../corpus/marking.ts';
import { takePicture } from '../corpus/scene.ts';
import { linesOf } from '../geometry/index.ts';
import { emptySheet } from '../testing/empty-sheet.ts';
import { shrink } from './grey.ts';
import { fineDensity } from './patches.ts';
import { prove } from './proof.ts';
import { readSheet } from './read.ts';
import { refine } from './registration.ts';
import { flat, shrunk } from './warp.ts';

const { sheet, prepared, paper, statuses } = emptySheet();

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

test('two filled bubbles are two answers and one that is filled beside its middle is one, of who fills and goes over the edge', () => {
  const image = paper();
  const random = randomOf(15);
  const base = { darkness: 0.9, width_mm: 0.7, grain: 0.04 };
  const hand: Hand = { kind: 'fill', tool: 'pen', base, careless: 0.2, erases: false };
  for (const [index, question] of sheet.questions.entries()) {
    for (const place of index === 7 ? [1, 3] : [index % 5]) {
      const bubble = linesOf(question)[0]?.[place];
      if (!bubble) continue;
      const { x_mm, y_mm, width_mm } = bubble;
      if (index === 8) mark(image, { ...bubble, x_mm: x_mm + 1.2, y_mm: y_mm + 0.7 }, hand, random);
      else mark(image, { ...bubble, width_mm: (index === 7 ? 1.25 : 1.45) * width_mm }, hand, random);
    }
  }

  const read = statuses(image);
  expect([read[7], read[8]]).toEqual([
    ['multiple', '2+4'],
    ['ok', '4'],
  ]);
});

test('a filled bubble that was crossed out is no sure second answer', () => {
  const base = { darkness: 0.9, width_mm: 0.7, grain: 0.04 };
  for (const [wider, careless] of [
    [1, 0.1],
    [1.25, 0.8],
  ] as const) {
    const image = paper();
    const random = randomOf(31);
    const hand: Hand = { kind: 'fill', tool: 'pen', base, careless, erases: false };
    for (const [index, question] of sheet.questions.entries()) {
      for (const place of index % 9 === 0 ? [1, 3] : [index % 5]) {
        const bubble = linesOf(question)[0]?.[place];
        if (!bubble) continue;
        const { x_mm: x, y_mm: y, width_mm, height_mm } = bubble;
        mark(image, { ...bubble, width_mm: wider * width_mm }, hand, random);
        if (index % 9 > 0 || place > 1) continue;
        const [dx, dy] = [0.95 * width_mm, 0.95 * height_mm];
        const strokes = [dy, -dy].map((up) => [
          { x: x - dx, y: y - up },
          { x: x + dx, y: y + up },
        ]);
        drawStrokes(image, strokes, { ...base, width_mm: 0.5 }, random);
      }
    }

    const page = readSheet(image, [prepared]);
    if (page.status === 'refused') throw new Error(page.reason);
    const crossed = page.questions.filter((_, index) => index % 9 === 0);
    if (wider === 1) expect(new Set(crossed.map(({ status }) => status))).toEqual(new Set(['ambiguous']));
    const sure = ({ status, probability }: (typeof crossed)[number]) =>
      status !== 'ambiguous' && probability > 0.96;
    expect(crossed.filter(sure)).toEqual([]);
    expect(page.questions.filter(({ status }) => status === 'ok').length).toBe(40);
  }
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

test('a page that is bent so steeply that a search around the flat page goes a row astray is read from its flat parts on', () => {
  const image = paper();
  const random = randomOf(21);
  const base = { darkness: 0.9, width_mm: 0.7, grain: 0.04 };
  const hand: Hand = { kind: 'fill', tool: 'pen', base, careless: 0.3, erases: false };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble) mark(image, bubble, hand, random);
  }
  const photo = takePicture(image, {
    ...{ width: 1000, height: 1380, background: () => 60, light: () => 0.9 },
    corners: [
      { x: 60, y: 60 },
      { x: 950, y: 50 },
      { x: 940, y: 1330 },
      { x: 50, y: 1320 },
    ],
    waves: [{ x: 0.53, y: 1.6, length: 150, phase: 2, angle: 0.5 }],
  });

  expect(statuses(photo)).toEqual(sheet.questions.map((_, index) => ['ok', String((index % 5) + 1)]));
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
