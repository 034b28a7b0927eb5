import { expect, test } from 'vitest';
import { randomOf } from '../corpus/index.ts';
import type { Paper } from '../corpus/ink.ts';
import { type Hand, mark } from '../corpus/marking.ts';
import { lay, takePicture } from '../corpus/scene.ts';
import { linesOf } from '../geometry/index.ts';
import { emptySheet } from '../testing/empty-sheet.ts';

const { sheet, paper, statuses } = emptySheet();

const hand: Hand = {
  ...{ kind: 'fill', tool: 'pencil', careless: 0.1, erases: true },
  base: { darkness: 0.6, width_mm: 0.7, grain: 0.3 },
};

/** Marks one bubble of each question. */
function answered(image: Paper): Paper {
  const random = randomOf(6);
  for (const [index, question] of sheet.questions.entries()) {
    const bubble = linesOf(question)[0]?.[index % 5];
    if (bubble) mark(image, bubble, hand, random);
  }
  return image;
}

test('a page that a feeder took in so crooked that its corners are cut off is found by its lines', () => {
  const image = answered(paper());
  const { width_mm, height_mm } = sheet.page;
  const scale = 180 / 25.4;
  const angle = (-5.6 * Math.PI) / 180;
  const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const [x, y] = [width_mm / 2, height_mm / 2];
  const map = [c, -s, scale * x - c * x + s * y, s, c, scale * y - s * x - c * y, 0, 0] as const;
  // The rings are at the corners, which are gone; so that none is left to go by, what is beside the page covers them.
  const scan = takePicture(image, {
    ...{ width: Math.round(width_mm * scale), height: Math.round(height_mm * scale), waves: [] },
    ...{ corners: lay(sheet.page, [...map]), background: () => 240, light: () => 0.98 },
  });
  for (const corner of [0, 1, 2, 3]) {
    const [left, top] = [(corner % 2) * (scan.width - 150), (corner >> 1) * (scan.height - 150)];
    for (let row = top; row < top + 150; row += 1)
      scan.data.fill(240, row * scan.width + left, row * scan.width + left + 150);
  }
  expect(statuses(scan)).toEqual(sheet.questions.map((_, index) => ['ok', String((index % 5) + 1)]));
});
