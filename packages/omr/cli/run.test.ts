import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignSpecimens, judge } from '../corpus/index.ts';
import { linesOf } from '../geometry/index.ts';
import type { QuestionReading } from '../read/page.ts';
import { runOmr } from './run.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seodang-omr-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function omr(...args: string[]) {
  const lines: string[] = [];
  const code = await runOmr(args, (line) => lines.push(line));
  return { code, lines };
}

test('draw makes a PDF and a geometry, and read reads the one by the other, page by page', async () => {
  const at = (name: string) => join(folder, name);
  const questions = Array.from({ length: 30 }, (_, index) => ({ number: index + 1 }));
  await writeFile(at('layout.json'), JSON.stringify({ title: '주간 테스트', questions }));
  const students = ['김하늘', '이바다'].map((name, index) => ({
    name,
    number: `2026001${index}`,
    enrollment: 7 + index,
  }));
  await writeFile(at('students.json'), JSON.stringify(students));

  const files = [
    '--out',
    at('sheets.pdf'),
    '--sheet-out',
    at('sheet.json'),
    '--students',
    at('students.json'),
  ];
  await omr('draw', '--layout', at('layout.json'), ...files, '--exam', '5');
  const { code, lines } = await omr(
    'read',
    '--sheet',
    at('sheet.json'),
    '--roster',
    at('students.json'),
    '--json',
    at('sheets.pdf'),
  );

  expect(code).toBe(0);
  expect((await readFile(at('sheets.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      page: 1,
      status: 'read',
      code: { exam: 5, enrollment: 7 },
      identity: { status: 'ok', number: '20260010' },
    },
    {
      page: 2,
      status: 'read',
      code: { exam: 5, enrollment: 8 },
      identity: { status: 'ok', number: '20260011' },
    },
  ]);
});

test('a sheet of another design is read by regions in pixels of its blank, as the README shows', async () => {
  const at = (name: string) => join(folder, name);
  const first = await foreignSpecimens({ seed: 1, from: 24, to: 25 }).next();
  if (first.done) throw new Error('the corpus has this sheet');
  const specimen = first.value;
  const { width } = await sharp(specimen.blank).metadata();
  const px = width / specimen.sheet.page.width_mm;
  const questions = specimen.sheet.questions.map((question) => ({
    number: question.number,
    region_meta: {
      kind: 'choice',
      bubbles: linesOf(question)
        .flat()
        .map(({ label, x_mm, y_mm, width_mm, height_mm }) => ({
          ...{ label, x: x_mm * px, y: y_mm * px },
          ...{ width: width_mm * px, height: height_mm * px },
        })),
    },
  }));
  const regions = { unit: 'px', bubble_shape: specimen.sheet.bubble_shape, questions };
  await writeFile(at('regions.json'), JSON.stringify(regions));
  await writeFile(at('blank.jpg'), specimen.blank);
  await writeFile(at('page.jpg'), specimen.bytes);
  await writeFile(at('notes.txt'), 'no image');

  const sheet = ['--sheet', at('regions.json'), '--blank', at('blank.jpg')];
  const asJson = await omr('read', ...sheet, at('page.jpg'), at('notes.txt'), '--json');
  const [page, notes] = asJson.lines.map((line) => JSON.parse(line) as { questions: QuestionReading[] });
  const right = page?.questions.filter(
    (question) => judge(question, specimen.truth.answers.get(question.number) ?? [], false) === 'exact',
  );

  expect(page).toMatchObject({ file: 'page.jpg', page: 1, status: 'read' });
  expect(right?.length).toBeGreaterThan(0.9 * questions.length);
  expect(notes).toMatchObject({ file: 'notes.txt', status: 'unreadable' });
  expect(asJson.code).toBe(1);

  const asText = await omr('read', ...sheet, at('page.jpg'));
  expect(asText.code).toBe(0);
  expect(asText.lines[0]).toMatch(`page.jpg, page 1: ${questions.length} questions`);
});

test('what is wrong with a file is said with its name and the place in it', async () => {
  const at = (name: string) => join(folder, name);
  const bubble = { label: 'A', x_mm: 20, y_mm: 20, width_mm: 4 };
  const question = { number: 1, region_meta: { kind: 'choice', bubbles: [bubble] } };
  const page = { width_mm: 210, height_mm: 297 };
  await writeFile(at('wrong.json'), JSON.stringify({ page, questions: [question] }));
  await writeFile(at('half.json'), '{"page":');
  await writeFile(at('broken.pdf'), '%PDF-1.7 nothing');

  await expect(omr('read', '--sheet', at('wrong.json'), at('broken.pdf'))).rejects.toThrow(
    /wrong\.json: questions\.0\.region_meta\.bubbles\.0\.height_mm/,
  );
  await expect(omr('read', '--sheet', at('half.json'), at('broken.pdf'))).rejects.toThrow(/half\.json/);
  await expect(omr('read', '--sheet', at('absent.json'), at('broken.pdf'))).rejects.toThrow(/no such file/);

  const fine = { ...question.region_meta, bubbles: [{ ...bubble, height_mm: 4 }] };
  await writeFile(at('fine.json'), JSON.stringify({ page, questions: [{ number: 1, region_meta: fine }] }));
  await expect(omr('read', '--sheet', at('fine.json'), at('broken.pdf'))).rejects.toThrow(/--blank/);

  const { code, lines } = await omr('read', '--sheet', at('sheet.json'), at('broken.pdf'));
  expect(code).toBe(1);
  expect(lines.join('')).toContain('broken.pdf, page 1: cannot be opened');
});

test('help says what there is, and a wrong command does too', async () => {
  expect((await omr('--help')).code).toBe(0);
  const { code, lines } = await omr('guess');
  expect(code).toBe(2);
  expect(lines.join('')).toContain('omr read --sheet');
});
