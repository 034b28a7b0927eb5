import { z } from 'zod';
import { Bubble, parseSheet, type Sheet } from './geometry.ts';

const positive = z.number().positive();

/** The middle and size of a bubble in pixels of the blank. */
const PixelBubble = z.object({
  label: z.string().min(1).max(20),
  x: z.number(),
  y: z.number(),
  width: positive,
  height: positive,
});

/** Regions with bubbles in some unit. */
const regionsOf = <T extends z.ZodType>(bubble: T) => {
  const line = z.array(bubble).min(1);
  const meta = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('choice'), bubbles: line }),
    z.object({ kind: z.literal('numeric'), columns: z.array(line).min(1) }),
  ]);
  return {
    bubble_shape: z.enum(['ellipse', 'rectangle']).default('ellipse'),
    number_grid: z.array(line).optional(),
    questions: z.array(z.object({ number: z.number().int(), region_meta: meta })).min(1),
  };
};

const PixelQuestions = regionsOf(PixelBubble).questions;

const Page = z.object({ width_mm: positive, height_mm: positive });

const Regions = z.discriminatedUnion('unit', [
  z.object({ unit: z.literal('mm'), page: Page, ...regionsOf(Bubble) }),
  z.object({ unit: z.literal('px'), page: Page.optional(), ...regionsOf(PixelBubble) }),
]);
type Page = z.infer<typeof Page>;
type Size = { width: number; height: number };

/** The bubbles of questions in pixels. */
const pixelBubbles = (questions: z.infer<typeof PixelQuestions>) =>
  questions.flatMap(({ region_meta }) =>
    region_meta.kind === 'choice' ? region_meta.bubbles : region_meta.columns.flat(),
  );

/** Bubbles are a few millimetres wide; larger ones on what would be A4 are those of a slip, or of a part of a page. */
const usualBubble_mm = { most: 8, taken: 5 };

/**
 * A blank whose size on paper nobody told is taken for A4, or smaller paper where bubbles would be huge: how finely lines are
 * looked for hangs on it, roughly.
 */
function usualPage(blank: Size, bubbles: readonly { width: number; height: number }[]): Page {
  const mm = (blank.height >= blank.width ? 297 : 210) / blank.height;
  const sizes = bubbles.map(({ width, height }) => Math.min(width, height) * mm).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const smaller = usual > usualBubble_mm.most ? (mm * usualBubble_mm.taken) / usual : mm;
  return { width_mm: blank.width * smaller, height_mm: blank.height * smaller };
}

function mustHaveShape({ width_mm, height_mm }: Page, { width, height }: Size): void {
  const ratio = ((width_mm / height_mm) * height) / width;
  if (ratio < 1.06 && ratio > 1 / 1.06) return;
  throw new RangeError(
    `a page of ${width_mm} by ${height_mm} mm does not have the shape of its blank of ${width} by ${height} pixels`,
  );
}

function mmOf({ label, x, y, width, height }: z.infer<typeof PixelBubble>, page: Page, blank: Size): Bubble {
  const [across, down] = [page.width_mm / blank.width, page.height_mm / blank.height];
  return { label, x_mm: x * across, y_mm: y * down, width_mm: width * across, height_mm: height * down };
}

function sheetOf<T>(
  {
    bubble_shape,
    number_grid,
    questions,
  }: {
    bubble_shape: Sheet['bubble_shape'];
    number_grid?: T[][] | undefined;
    questions: {
      number: number;
      region_meta: { kind: 'choice'; bubbles: T[] } | { kind: 'numeric'; columns: T[][] };
    }[];
  },
  page: Page,
  toBubble: (bubble: T) => Bubble,
): Sheet {
  const line = (bubbles: readonly T[]) => bubbles.map(toBubble);
  return parseSheet({
    version: 1,
    page: { ...page, number: 1 },
    bubble_shape,
    ...(number_grid ? { number_grid: number_grid.map(line) } : {}),
    questions: questions.map(({ number, region_meta }) =>
      region_meta.kind === 'choice'
        ? { number, kind: 'choice', bubbles: line(region_meta.bubbles) }
        : { number, kind: 'numeric', columns: region_meta.columns.map(line) },
    ),
    texts: [],
    boxes: [],
  });
}

/**
 * A sheet of somebody else's design from regions that were marked on a scan of an empty one, measured from the top left
 * corner of what the blank shows: in millimetres, with the size of the page, or with `unit: 'px'` in pixels of the blank
 * (`x`, `y`, `width`, `height`), whose size must be given then. Throws a ZodError that names each wrong field, and a
 * RangeError when page and blank differ in shape.
 */
export function sheetOfRegions(input: unknown, blank?: Size): Sheet {
  const isTold = typeof input === 'object' && input !== null && 'unit' in input;
  const regions = Regions.parse(isTold || typeof input !== 'object' ? input : { unit: 'mm', ...input });
  if (regions.unit === 'mm') {
    if (blank) mustHaveShape(regions.page, blank);
    return sheetOf(regions, regions.page, (bubble) => bubble);
  }
  if (!blank) throw new RangeError('regions in pixels need the size of their blank');
  const page = regions.page ?? usualPage(blank, pixelBubbles(regions.questions));
  mustHaveShape(page, blank);
  return sheetOf(regions, page, (bubble) => mmOf(bubble, page, blank));
}
