import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { enroll } from '@seodang/contract/enrollments.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { expectGoodScreen } from './academy.ts';
import { openSchool, type School, signInAt } from './school.ts';

const keys = '12345'.repeat(4);
const numbers = ['140', '147', '7', '0', '999'];

async function classmates({ call, lecture_id }: School, ...names: string[]): Promise<void> {
  for (const [at, name] of names.entries()) {
    const family = { parent_phone: `0109000000${at}`, guardian_name: `${name} 보호자` };
    const { id: student_id } = await call(createStudent, { body: { name, ...family } });
    await call(enroll, { body: { lecture_id, student_id } });
  }
}

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: '시험 메뉴' }).getByRole('link', { name, exact: true }).click();

const toast = (page: Page, text: RegExp) => page.getByRole('alert').filter({ hasText: text });

async function createExam(page: Page, { lecture_id }: School): Promise<void> {
  await page.goto(`/staff/lectures/${lecture_id}/exams`);
  await expect(page.getByRole('heading', { name: '시험이 없습니다' })).toBeVisible();
  await page.getByRole('button', { name: '시험 만들기' }).click();
  await page.getByLabel('시험 이름').fill('주간 테스트');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/staff\/exams\/\d+$/);
}

/** Twenty keys of choices and five numbers, without the mouse where it counts. */
async function setKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: '문항 추가' }).click();
  await page.locator('[data-place="0:key"]').focus();
  await page.keyboard.type(keys);
  await page.getByLabel('추가할 문항 수').fill('5');
  await page.getByRole('button', { name: '문항 추가' }).click();
  for (const at of [21, 22, 23, 24, 25])
    await page.getByLabel(`${at}번 유형`).selectOption({ label: '숫자 3자리' });
  await page.locator('[data-place="20:key"]').focus();
  for (const number of numbers) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: '배점 나누기' }).click();
  await page.getByRole('button', { name: '적용' }).click();
  await expect(page.getByText('25문항 · 100점')).toBeVisible();
  await expectGoodScreen(page);
  await page.getByRole('button', { name: '저장', exact: true }).click();
  await expect(toast(page, /저장했습니다/)).toBeVisible();
}

async function printRoster(page: Page, count: number): Promise<void> {
  await tab(page, '답안지');
  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: `전원 ${count}명 PDF` }).click();
  const pdf = await readFile(await (await arriving).path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await expect(page.getByText('인쇄함')).toBeVisible();
}

/** One student's paper; whoever comes next by name is offered by itself. */
async function typeIn(page: Page, name: string, choices: string): Promise<void> {
  await expect(page.getByLabel('학생', { exact: true }).locator('option:checked')).toHaveText(name);
  await page.getByLabel('1번 답', { exact: true }).focus();
  await page.keyboard.type(choices);
  for (const number of numbers) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await expect(toast(page, new RegExp(`${name}의 답을 저장했습니다`))).toBeVisible();
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function studentWith(browser: Browser, school: School, account: { login: string; password: string }) {
  const viewport = { width: 390, height: 844 };
  const baseURL = process.env.SEODANG_URL ?? '';
  const page = await (await browser.newContext({ viewport, locale: 'ko-KR', baseURL })).newPage();
  const complaints = await signInAt(page, school, account);
  await page.goto('/student/exams');
  return { page, complaints };
}

test('a teacher keys a paper exam, prints it, types it in, mends a key, and releases it @desktop', async ({
  page,
  browser,
}) => {
  const school = await openSchool(`j6-${test.info().project.name}`);
  const { student } = await school.family('강지아');
  await classmates(school, '김하늘', '박서연', '이도윤');
  const complaints = await signInAt(page, school, school.owner);
  await createExam(page, school);
  await setKeys(page);
  await page.getByRole('button', { name: '공개', exact: true }).click();
  await expect(toast(page, /학생에게 공개했습니다/)).toBeVisible();
  await printRoster(page, 4);

  await tab(page, '제출');
  await page.getByRole('button', { name: '답 입력' }).click();
  await typeIn(page, '강지아', keys);
  await typeIn(page, '김하늘', '1'.repeat(20));
  await typeIn(page, '박서연', `5${keys.slice(1)}`);
  await expectGoodScreen(page);
  await page.keyboard.press('Escape');

  await tab(page, '결과');
  await expect(rowOf(page, '강지아')).toContainText('100 / 100');
  await expect(rowOf(page, '김하늘')).toContainText('36 / 100');
  await expect(page.getByText('결과가 없는 학생 1명')).toBeVisible();
  const her = await studentWith(browser, school, student);
  await expect(her.page.getByText(/제출함/)).toBeVisible();
  await expect(her.page.getByText('/ 100')).toHaveCount(0);

  await tab(page, '문항·정답');
  await page.locator('[data-place="2:key"]').focus();
  await page.keyboard.press('1');
  await page.getByRole('button', { name: '저장', exact: true }).click();
  const diff = page.getByRole('dialog');
  await expect(diff.getByText('3명의 점수가 바뀝니다')).toBeVisible();
  await expect(diff.getByRole('row').filter({ hasText: '강지아' })).toContainText('96');
  await expectGoodScreen(page);
  await diff.getByRole('button', { name: '적용하고 다시 채점' }).click();
  await expect(toast(page, /3명의 점수를 바꿨습니다/)).toBeVisible();

  await tab(page, '결과');
  await expect(rowOf(page, '강지아')).toContainText('96 / 100');
  await page.getByText('문항 분석').click();
  await expect(rowOf(page, '①').first()).toBeVisible();
  await page.getByRole('button', { name: '결과 공개' }).click();
  await expect(toast(page, /공개했습니다/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText('학생 × 문항').click();
  await expectGoodScreen(page);

  await her.page.reload();
  await expect(her.page.getByText('96 / 100')).toBeVisible();
  await her.page.getByRole('link', { name: '주간 테스트 결과 보기' }).click();
  await expect(her.page.getByText('3명 중 1등')).toBeVisible();
  await expect(her.page.getByRole('heading', { name: '틀린 문항 1' })).toBeVisible();
  await expectGoodScreen(her.page);
  expect([...complaints, ...her.complaints]).toEqual([]);
});
