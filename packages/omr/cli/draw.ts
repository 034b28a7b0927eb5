import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { drawSheets } from '../draw/index.ts';
import { layout, papers } from '../geometry/layout.ts';
import type { Print } from './run.ts';

const Layout = z.object({
  title: z.string(),
  subtitle: z.string().default(''),
  paper: z.enum(Object.keys(papers)).default('A4'),
  number_digits: z.number().int().min(0).max(12).default(8),
  questions: z
    .array(
      z.object({
        number: z.number().int(),
        kind: z.enum(['choice', 'numeric']).default('choice'),
        choices: z.number().int().min(2).max(5).default(5),
        digits: z.number().int().min(1).max(5).default(3),
      }),
    )
    .min(1),
});

const Students = z.array(
  z.object({
    name: z.string(),
    number: z.string().optional(),
    class: z.string().optional(),
    enrollment: z.number().int(),
  }),
);

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

/** `omr draw`: layout in, PDF and geometry out. */
export async function drawCommand(args: string[], print: Print): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { layout: text, out: text, 'sheet-out': text, students: text, exam: text, sheet: text },
  });
  if (!values.layout || !values.out) throw new Error('draw needs --layout and --out; see omr --help');
  const input = Layout.parse(await json(values.layout));
  const paper = Object.keys(papers).find((name): name is keyof typeof papers => name === input.paper) ?? 'A4';
  const pages = layout({ ...input, paper });
  const students = values.students ? Students.parse(await json(values.students)) : [undefined];
  const code = { exam: Number(values.exam ?? 1), sheet: Number(values.sheet ?? 1) };
  const copies = students.flatMap((student) =>
    pages.map((sheet) => ({
      sheet,
      code: { ...code, page: sheet.page.number, ...(student ? { enrollment: student.enrollment } : {}) },
      ...(student
        ? {
            student: {
              name: student.name,
              ...(student.number ? { number: student.number } : {}),
              ...(student.class ? { class: student.class } : {}),
            },
          }
        : {}),
    })),
  );
  await writeFile(values.out, await drawSheets(copies, input.title));
  if (values['sheet-out']) await writeFile(values['sheet-out'], JSON.stringify(pages, undefined, 1));
  print(`${copies.length} pages in ${values.out}`);
  return 0;
}
