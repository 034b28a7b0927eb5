import { z } from 'zod';
import { bubblesOf } from './lines.ts';

const mm = z.number().min(-50).max(2000);
const size = z.number().positive().max(2000);

/** A place for one mark: its centre and full size on the sheet, in millimetres from the top left corner. */
export const Bubble = z.object({
  label: z.string().min(1).max(20),
  x_mm: mm,
  y_mm: mm,
  width_mm: size,
  height_mm: size,
});

/** Alternatives of which a student marks one (or several, or none). */
const Line = z.array(Bubble).min(1).max(60);

const Choice = z.object({ number: z.number().int(), kind: z.literal('choice'), bubbles: Line });
const Numeric = z.object({
  number: z.number().int(),
  kind: z.literal('numeric'),
  columns: z.array(Line).min(1).max(20),
});

/** What a question's `region_meta` holds: the boxes of its bubbles, without its number. */
export const RegionMeta = z.discriminatedUnion('kind', [
  Choice.omit({ number: true }),
  Numeric.omit({ number: true }),
]);

const Text = z.object({
  text: z.string(),
  x_mm: mm,
  y_mm: mm,
  size_pt: z.number().positive(),
  align: z.enum(['left', 'center', 'right']),
  weight: z.enum(['regular', 'bold']),
  tone: z.enum(['ink', 'faint']),
});
const Box = z.object({
  x_mm: mm,
  y_mm: mm,
  width_mm: size,
  height_mm: size,
  radius_mm: z.number().min(0),
  fill: z.enum(['none', 'faint', 'ink']),
});

/** One side of one sheet. The same object draws it and reads it. Lengths are millimetres. */
export const Sheet = z
  .object({
    version: z.literal(1),
    page: z.object({ width_mm: size, height_mm: size, number: z.number().int().min(1) }),
    bubble_shape: z.enum(['ellipse', 'rectangle']),
    /** Centres of the rings at the corners: top left, top right, bottom right, bottom left. */
    fiducials: z
      .array(z.object({ x_mm: mm, y_mm: mm }))
      .length(4)
      .optional(),
    /** Top left corner of the machine code and the side of a cell. */
    code: z.object({ x_mm: mm, y_mm: mm, cell_mm: size }).optional(),
    /** The student number: one column of digits for each place, most significant first. */
    number_grid: z.array(Line).max(20).optional(),
    questions: z.array(z.discriminatedUnion('kind', [Choice, Numeric])).max(500),
    texts: z.array(Text),
    boxes: z.array(Box),
    /** Where a sheet printed for one student shows the name, the number and the class. */
    name_at: z.object({ x_mm: mm, y_mm: mm }).optional(),
  })
  .superRefine((sheet, context) => {
    const { width_mm, height_mm } = sheet.page;
    for (const { x_mm, y_mm, label } of bubblesOf(sheet)) {
      if (x_mm > 0 && y_mm > 0 && x_mm < width_mm && y_mm < height_mm) continue;
      context.addIssue({ code: 'custom', message: `bubble ${label} at ${x_mm}, ${y_mm} is not on the page` });
    }
    const numbers = sheet.questions.map(({ number }) => number);
    if (new Set(numbers).size !== numbers.length) {
      context.addIssue({ code: 'custom', message: 'two questions have the same number' });
    }
  });

export type Bubble = z.infer<typeof Bubble>;
export type RegionMeta = z.infer<typeof RegionMeta>;
export type Sheet = z.infer<typeof Sheet>;
export type Question = Sheet['questions'][number];
export type SheetText = z.infer<typeof Text>;
export type SheetBox = z.infer<typeof Box>;

/** Validates a sheet from outside; throws a ZodError that names each wrong field. */
export const parseSheet = (value: unknown): Sheet => Sheet.parse(value);
