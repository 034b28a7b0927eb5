import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { bleedThrough } from '../corpus/degrade-scan.ts';
import { randomOf } from '../corpus/index.ts';
import type { Paper } from '../corpus/ink.ts';
import { type Hand, mark } from '../corpus/marking.ts';
import { linesOf } from '../geometry/index.ts';
import { decodeImage } from '../node/index.ts';
import { emptySheet } from '../testing/empty-sheet.ts';
import { tonesOf } from './grey.ts';

const { sheet, paper, statuses } = emptySheet();

const pencil = (darkness: number, kind: Hand['kind'] = 'fill'): Hand => ({
  ...{ kind, tool: 'pencil', careless: 0.1, erases: true },
  base: { darkness, width_mm: 0.7, grain: 0.3 },
});

/** Marks one bubble of each question, or those that `places` says. */
function answered(image: Paper, hand: Hand, seed: number, places = (index: number) => [index % 5]): Paper {
  const random = randomOf(seed);
  for (const [index, question] of sheet.questions.entries()) {
    for (const place of places(index)) {
      const bubble = linesOf(question)[0]?.[place];
      if (bubble) mark(image, bubble, hand, random);
    }
  }
  return image;
}

const stark = (image: Paper, threshold: number) => ({
  ...image,
  data: image.data.map((value) => (value < threshold ? 0 : 255)),
});

test('marks that shine through from behind are no second answers of who presses lightly, and two of their own are two', () => {
  for (const kind of ['fill', 'cross'] as const) {
    const two = (index: number) => (index === 7 ? [0, 3] : [index % 5]);
    const image = answered(paper(), pencil(kind === 'fill' ? 0.3 : 0.5, kind), 3, two);
    const back = answered(paper(), { ...pencil(0.8), tool: 'pen' }, 4, (index) => [(index * 3 + 1) % 5]);
    bleedThrough(image, back, 0.12);

    const read = statuses(image);
    const wrong = read.filter(([status, marked], index) => {
      const meant = two(index).map((place) => place + 1);
      return status !== 'ambiguous' && marked !== meant.join('+');
    });
    expect(wrong).toEqual([]);
    expect(read.filter(([status]) => status === 'ambiguous').length).toBeLessThan(5);
  }
});

test('where marks are partly gone in black and white, nothing is blank and nothing beside dots is sure', () => {
  const image = answered(paper(), pencil(0.41, 'tick'), 5, (index) => (index === 7 ? [0, 3] : [index % 5]));
  for (const threshold of [150, 158, 166]) {
    const read = statuses(stark(image, threshold));
    const sure = read.filter(([status]) => status !== 'ambiguous');
    expect(sure.filter(([status]) => status === 'blank')).toEqual([]);
    expect(read[7]?.[0]).not.toBe('ok');
    const wrong = read.filter(
      ([status, marked], index) => index !== 7 && status === 'ok' && marked !== String((index % 5) + 1),
    );
    expect(wrong).toEqual([]);
  }
});

test('circles of which black and white left nothing are not called blank', () => {
  const pen: Hand = {
    ...{ kind: 'circle', tool: 'blue pen', careless: 0.9, erases: false },
    base: { darkness: 0.55, width_mm: 0.7, grain: 0.2 },
  };
  const image = answered(paper(), pen, 9);
  for (const threshold of [112, 118, 124, 130]) {
    const read = statuses(stark(image, threshold));
    expect(read.filter(([status]) => status === 'blank')).toEqual([]);
  }
});

test('marks that are gone in black and white are not called blank where the page was made smaller by an odd part', async () => {
  const image = answered(paper(), pencil(0.3), 10);
  const { width, height, data } = stark(image, 176);
  const raw = { width, height, channels: 1 as const };
  const smaller = await sharp(data, { raw })
    .resize(Math.round(0.83 * width), Math.round(0.83 * height), { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer();
  const read = statuses(await decodeImage(smaller));
  expect(read.filter(([status]) => status === 'blank')).toEqual([]);
});

test('where marks from behind are as dark as faint ones of this side, none of them is sure', () => {
  const image = answered(paper(), pencil(0.11, 'dash'), 3);
  const back = answered(paper(), { ...pencil(0.9), tool: 'pen' }, 4, (index) => [(index * 3 + 1) % 5]);
  bleedThrough(image, back, 0.07);
  // Shades as a scanner has them.
  const random = randomOf(5);
  for (let at = 0; at < image.data.length; at += 1)
    image.data[at] = Math.min(255, 0.96 * (image.data[at] ?? 0) + random.between(-2, 2));

  const read = statuses(image);
  const wrong = read.filter(([status, marked], index) => {
    return status !== 'ambiguous' && marked !== String((index % 5) + 1);
  });
  expect(wrong).toEqual([]);
});

test('black and white made half as large is known, and greys as a scanner has them are not taken for it', () => {
  const side = 96;
  const small = (greys: (place: number) => number) => ({
    ...{ width: side, height: side },
    data: Uint8Array.from({ length: side * side }, (_, place) => greys(place)),
  });
  const seeds = fc.integer({ min: 1, max: 1e6 });
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = randomOf(seed);
      const page = small(() => {
        if (random.chance(0.8)) return 255;
        const blacks = [1, 3, 3, 1].map((tap) => (random.chance(0.5) ? tap : 0)).reduce((a, b) => a + b);
        return Math.round(255 * (1 - blacks / 8));
      });
      expect(tonesOf(page)).toBe('stark');
    }),
    { numRuns: 30 },
  );
  fc.assert(
    fc.property(seeds, fc.integer({ min: 4, max: 255 }), (seed, steps) => {
      const random = randomOf(seed);
      const page = small(() =>
        random.chance(0.6) ? 255 : Math.round((255 * random.whole(1, steps - 2)) / (steps - 1)),
      );
      if (steps !== 5 && steps !== 9 && steps !== 17 && steps !== 33 && steps !== 65)
        expect(tonesOf(page)).not.toBe('stark');
    }),
    { numRuns: 60 },
  );
});
