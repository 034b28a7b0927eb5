import { expect, test } from 'vitest';
import { sheetOfRegions } from '../geometry/index.ts';
import type { Grey } from './grey.ts';
import { cut, fineDensity } from './patches.ts';
import { planOf } from './plan.ts';
import { drawReference } from './reference.ts';
import { sides, witnesses } from './signs.ts';

const page = { width_mm: 120, height_mm: 160 };
const bubble = (label: string, x_mm: number, y_mm: number) => ({
  label,
  x_mm,
  y_mm,
  width_mm: 3.2,
  height_mm: 3.2,
});

/** Columns of four questions' bubbles, 24 rows each, 5 mm apart. */
const sheetWith = (lefts: readonly number[]) =>
  sheetOfRegions({
    unit: 'mm',
    page,
    questions: lefts.flatMap((left, column) =>
      Array.from({ length: 24 }, (_, row) => ({
        number: 24 * column + row + 1,
        region_meta: {
          kind: 'choice',
          bubbles: ['A', 'B', 'C', 'D'].map((label, at) => bubble(label, left + 5 * at, 20 + 5 * row)),
        },
      })),
    ),
  });

const cutting = { shrinkBy: 1, size_mm: 12, step_mm: 12, most: 200, faint: 16, lines: false };
const seen = (reference: Grey, sheet: Parameters<typeof planOf>[0]) =>
  witnesses(reference, cut(reference, cutting), planOf(sheet));
const isDown = ({ side }: { side: number }) => sides[side]?.x === 0;

test('rows that are printed a hair unevenly do not tell one from the next', () => {
  const sheet = sheetWith([40]);
  const uneven = {
    ...sheet,
    questions: sheet.questions.map((question, row) =>
      question.kind === 'choice'
        ? {
            ...question,
            bubbles: question.bubbles.map((one) => ({
              ...one,
              y_mm: one.y_mm + ([0, 0.3, 0.1, -0.2][row % 4] ?? 0),
            })),
          }
        : question,
    ),
  };
  const found = seen(drawReference(uneven), sheet);
  const middle = found.filter(({ patch }) => patch.y_mm > 40 && patch.y_mm < 110);

  expect(middle.length).toBeGreaterThan(6);
  const points = middle.flatMap(({ signs }) =>
    signs.filter(isDown).map(({ own, other }) => own.px.length + other.px.length),
  );
  expect(Math.max(0, ...points)).toBeLessThan(20);
  expect(found.flatMap(({ signs }) => signs.filter(isDown)).length).toBeGreaterThan(0);
});

test('what is printed between two columns of questions tells the rows of both', () => {
  const sheet = sheetWith([30, 66]);
  const reference = drawReference(sheet);
  // A different short line beside each row of the second column, nearer to the bubbles of the first.
  for (let row = 0; row < 24; row += 1) {
    const y = Math.round((20 + 5 * row + (row % 3) - 1) * fineDensity);
    for (let x = 50 * fineDensity; x < (53 + (row % 4)) * fineDensity; x += 1) {
      for (const line of [0, 1]) reference.data[(y + line) * reference.width + x] = 0;
    }
  }
  const told = seen(reference, sheet).filter(
    ({ patch, signs }) => patch.x_mm === 48 && patch.y_mm > 40 && patch.y_mm < 110 && signs.some(isDown),
  );
  expect(new Set(told.map(({ block }) => block)).size).toBe(2);
});
