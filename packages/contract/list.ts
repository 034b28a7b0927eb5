import { z } from 'zod';

/** An integer id in a path or a query string, where everything is text. */
export const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const IdParams = z.strictObject({ id: Id });

/** A truth value in a query string. */
export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** An instant: ISO-8601 with offset on the wire, a Date in our hands. */
export const Instant = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
/** Calendar days on the wire: YYYY-MM-DD. */
export const Day = z.iso.date();

/** The part of every list's query string; filters are added by `.extend`. */
export const ListQuery = z.strictObject({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(500).default(50),
  ordering: z
    .string()
    .max(200)
    .regex(/^-?[a-z_]+(,-?[a-z_]+)*$/)
    .optional()
    .describe('Fields, comma-separated; a leading minus sorts downwards'),
  search: z.string().trim().max(100).optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** One page of a list: how many there are in all, and links to the pages around this one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    count: z.int(),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(item),
  });
}
export type Page<T> = { count: number; next: string | null; previous: string | null; results: T[] };
