import { writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { enroll } from '@seodang/contract/enrollments.ts';
import { getExamSheet, setExamQuestions } from '@seodang/contract/exam-questions.ts';
import { changeExam, createExam } from '@seodang/contract/exams.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { listExamResults } from '@seodang/contract/results.ts';
import { parseSheet } from '../packages/omr/geometry/index.ts';
import { expectGoodScreen } from './academy.ts';
import { filmedSheet } from './scanned-class.ts';
import { openSchool, type School, signInAt } from './school.ts';

const keys = [...'1234512345'];
const answers = new Map([...keys].map((key, at) => [at + 1, at === 3 ? '5' : key]));

async function paperExam({ call, session_id }: School): Promise<number> {
  const { id } = await call(createExam, { body: { session_id, title: '쪽지 시험' } });
  const questions = keys.map((key, at) => ({ number: at + 1, keys: [key], points: 10 }));
  await call(setExamQuestions, { params: { id }, body: { questions } });
  await call(changeExam, { params: { id }, body: { state: 'published' } });
  return id;
}

async function student({ call, lecture_id }: School, name: string, attendance_code: string): Promise<void> {
  const family = { parent_phone: '01090000001', guardian_name: `${name} 보호자` };
  const { id: student_id } = await call(createStudent, { body: { name, attendance_code, ...family } });
  await call(enroll, { body: { lecture_id, student_id } });
}

test('a sheet held before the camera is read at once, and kept it is a scan like any other', async ({
  playwright,
}, info) => {
  const school = await openSchool('camera');
  await student(school, '박서연', '20260011');
  await student(school, '이도윤', '20260012');
  const exam_id = await paperExam(school);
  const sheet = await school.call(getExamSheet, { params: { id: exam_id } });
  const film = info.outputPath('sheet.mjpeg');
  const filled = { number: '20260012', answers };
  const code = { exam: exam_id, sheet: sheet.id };
  const size = { width: 1920, height: 1440 };
  await writeFile(film, await filmedSheet(parseSheet(sheet.pages[0]), code, filled, size));
  const { launchOptions = {}, locale, viewport } = info.project.use;
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  try {
    const baseURL = process.env.SEODANG_URL ?? '';
    const page = await browser.newPage({ baseURL, locale: locale ?? 'ko-KR', viewport: viewport ?? null });
    const complaints = await signInAt(page, school, school.owner);
    await page.goto(`/staff/exams/${exam_id}/scans`);
    await page.getByRole('link', { name: '카메라로 읽기' }).click();
    const found = page.getByRole('status').filter({ hasText: '이도윤' });
    await expect(found).toContainText('번호 20260012');
    await expect(found).toContainText('10문항 모두 확실');
    expect(await page.locator('svg[viewBox="0 0 1920 1440"] text').allTextContents()).toEqual([
      ...answers.values(),
    ]);
    await expectGoodScreen(page);
    await page.getByRole('button', { name: '이대로 내기' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '이도윤의 답안지를 냈습니다' })).toBeVisible();
    const results = async () =>
      (await school.call(listExamResults, { params: { id: exam_id } })).results.map(
        ({ student_name, total_score }) => [student_name, total_score],
      );
    await expect.poll(results, { timeout: 120_000 }).toEqual([['이도윤', 90]]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
