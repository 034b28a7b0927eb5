import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a damaged PDF is refused in words', async () => {
  const file = join(folder, 'broken.pdf');
  await writeFile(file, '%PDF-1.7 nothing');
  await expect(omr('read', '--sheet', join(folder, 'sheet.json'), file)).rejects.toThrow();
});

test('help says what there is, and a wrong command does too', async () => {
  expect((await omr('--help')).code).toBe(0);
  const { code, lines } = await omr('guess');
  expect(code).toBe(2);
  expect(lines.join('')).toContain('omr read --sheet');
});
