import { bubblesOfRegion, faultsOfRegions, type SheetRegion } from '@seodang/contract/sheet-regions.ts';
import { expect, test } from 'vitest';
import type { Grey } from './components.rules.ts';
import { gridsIn } from './detect.rules.ts';
import {
  copyOf,
  fitted,
  type GridRegion,
  gapsIn,
  missingFor,
  nextNumber,
  regionsFrom,
  spansOf,
} from './regions.rules.ts';

const dotsPerMm = 8;
const page = { width_mm: 120, height_mm: 100 };

/** A page on which the outlines of these regions are printed, each with its label inside. */
function drawn(regions: readonly SheetRegion[], ink = 60): Grey {
  const [width, height] = [page.width_mm * dotsPerMm, page.height_mm * dotsPerMm];
  const data = new Uint8Array(width * height).fill(245);
  for (const region of regions)
    for (const { x_mm, y_mm, width_mm, height_mm } of region.kind === 'name'
      ? []
      : bubblesOfRegion(region).flat())
      for (let y = Math.floor((y_mm - height_mm) * dotsPerMm); y < (y_mm + height_mm) * dotsPerMm; y += 1)
        for (let x = Math.floor((x_mm - width_mm) * dotsPerMm); x < (x_mm + width_mm) * dotsPerMm; x += 1) {
          const [dx, dy] = [
            (x / dotsPerMm - x_mm) / (width_mm / 2),
            (y / dotsPerMm - y_mm) / (height_mm / 2),
          ];
          const far = Math.hypot(dx, dy);
          if ((far < 1 && far > 0.85) || far < 0.2) data[y * width + x] = ink;
        }
  return { width, height, data };
}

const block = (x_mm: number, y_mm: number, first_number: number): SheetRegion => ({
  ...{ kind: 'choice', direction: 'across', first_number, questions: 5, choices: 4, x_mm, y_mm },
  ...{ width_mm: 24, height_mm: 26, bubble_width_mm: 3.6, bubble_height_mm: 3.2 },
});
const whole = {
  left: 2,
  top: 2,
  right: page.width_mm * dotsPerMm - 2,
  bottom: page.height_mm * dotsPerMm - 2,
};

test('bubbles that are printed are found where they are, block by block, and counted on', () => {
  const printed = [block(10, 10, 1), block(10, 45, 6), block(60, 10, 11), block(60, 45, 16)];
  const found = regionsFrom('choice', gridsIn(drawn(printed), whole, dotsPerMm), dotsPerMm, []);
  expect(found).toMatchObject(
    printed.map(({ kind }, at) => ({ kind, first_number: 1 + 5 * at, questions: 5 })),
  );
  for (const [at, region] of found.entries()) {
    const meant = printed[at];
    for (const name of ['x_mm', 'y_mm', 'width_mm', 'height_mm'] as const)
      expect(Math.abs(region[name] - (meant?.[name] ?? 0)), `${at} ${name}`).toBeLessThan(0.3);
  }
});

test('a pale grid of digits is taken for a number, and an area without bubbles for nothing', () => {
  const grid: SheetRegion = {
    ...{ kind: 'student_number', direction: 'down', digits: 4, first_digit: 0, x_mm: 20, y_mm: 20 },
    ...{ width_mm: 22, height_mm: 55, bubble_width_mm: 3, bubble_height_mm: 4 },
  };
  const image = drawn([grid], 205);
  const found = regionsFrom('student_number', gridsIn(image, whole, dotsPerMm), dotsPerMm, []);
  expect(found).toMatchObject([{ kind: 'student_number', digits: 4, direction: 'down' }]);
  const beside = { left: 500, top: 10, right: 900, bottom: 700 };
  expect(gridsIn(image, beside, dotsPerMm)).toEqual([]);
});

test('what is missing for an exam, between the numbers, and what comes next are told by number', () => {
  const regions = [block(10, 10, 1), block(10, 45, 8)];
  const asked = [5, 6, 7, 8, 13].map((number) => ({ number, kind: 'single', choices: 4, digits: null }));
  expect(missingFor(asked, regions)).toEqual([6, 7, 13]);
  expect(missingFor([{ number: 1, kind: 'single', choices: 5, digits: null }], regions)).toEqual([1]);
  expect(gapsIn(regions)).toEqual([6, 7]);
  expect(spansOf([1, 2, 3, 7, 9, 8])).toBe('1–3, 7–9');
  expect(nextNumber(regions)).toBe(13);
  const more = fitted({ ...block(10, 10, 1), questions: 10 } as GridRegion);
  expect(faultsOfRegions([{ ...block(10, 10, 1), questions: 10 } as SheetRegion], page)).toHaveLength(1);
  expect(faultsOfRegions([more], page)).toEqual([]);
  expect(copyOf(block(10, 10, 1), regions, page)).toMatchObject({ x_mm: 38, y_mm: 10, first_number: 13 });
});
