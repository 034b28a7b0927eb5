import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomOf } from '../corpus/index.ts';
import { type Hand, mark } from '../corpus/marking.ts';
import { linesOf } from '../geometry/index.ts';
import { decodeImage } from '../node/index.ts';
import { emptySheet } from '../testing/empty-sheet.ts';
import { tonesOf } from './grey.ts';

const { sheet, paper, statuses } = emptySheet();

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
  expect(clear.length).toBeGreaterThan(40);
});

test('an empty page in black and white is not called blank: pale marks would have vanished, whatever made it smaller since', async () => {
  const image = paper();
  for (let at = 0; at < image.data.length; at += 1) image.data[at] = (image.data[at] ?? 0) < 160 ? 0 : 255;
  expect(statuses(image).filter(([status]) => status !== 'ambiguous')).toEqual([]);

  const { width, height, data } = image;
  const bytes = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(2 * width, 2 * height, { kernel: 'nearest' })
    .blur(0.9)
    .threshold(128)
    .png()
    .toBuffer();
  const smaller = await decodeImage(bytes);
  expect(smaller.height).toBeLessThan(2600);
  expect(statuses(smaller).filter(([status]) => status !== 'ambiguous')).toEqual([]);
});

test('a scan with 16 greys is read as one with 256, and not taken for black and white that was made smaller', () => {
  const image = paper();
  const random = randomOf(8);
  const base = { darkness: 0.42, width_mm: 0.7, grain: 0.3 };
  const hand: Hand = { kind: 'fill', tool: 'pencil', base, careless: 0.2, erases: true };
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (!bubble || index % 5 === 4) continue;
    // Some were rubbed out, badly: 40 % of the mark is left.
    const faint = { ...base, darkness: 0.4 * base.darkness };
    mark(image, bubble, index % 7 === 3 ? { ...hand, base: faint } : hand, random);
  }

  const whole = statuses(image);
  expect(whole.filter(([status]) => status === 'ok').length).toBeGreaterThan(25);
  for (const levels of [16, 32, 64]) {
    const step = 255 / (levels - 1);
    const data = image.data.map((value) => Math.round(Math.round(value / step) * step));
    expect(tonesOf({ ...image, data })).not.toBe('stark');
    if (levels === 16) expect(statuses({ ...image, data })).toEqual(whole);
  }
});
