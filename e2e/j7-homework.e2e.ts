import { type Browser, expect, type Page, test } from '@playwright/test';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { enroll } from '@seodang/contract/enrollments.ts';
import { createHomework } from '@seodang/contract/homework.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { createSubmission, listSubmissions, prepareSubmissionFile } from '@seodang/contract/submissions.ts';
import { photo } from '../server/testing/pictures.ts';
import { dayFromNow, expectGoodScreen } from './academy.ts';
import { openSchool, type School, signInAt } from './school.ts';

const address = () => process.env.SEODANG_URL ?? '';
const picture = async (name: string, seed: number) => ({
  ...{ name, mimeType: 'image/jpeg' },
  buffer: await photo(seed, { width: 900, height: 1200, gps: seed === 1 }),
});

/** Homework that was due an hour ago, worth ten points, two of them for the working. */
async function giveHomework({ call, lecture_id }: School): Promise<number> {
  const lesson = { title: '함수의 연속', date: dayFromNow(0) };
  const { id: session_id } = await call(addClassSession, { params: { id: lecture_id }, body: lesson });
  const rubric = [{ label: '풀이 과정 없음', points: -2 }];
  const due_at = new Date(Date.now() - 3_600_000).toISOString();
  const body = { session_id, title: '교재 37쪽', due_at, max_score: 10, rubric };
  return (await call(createHomework, { body })).id;
}

/** Another student whose work staff took in on paper. */
async function handedInBy({ call, lecture_id }: School, homework: number, name: string): Promise<void> {
  const family = { parent_phone: '01090000001', guardian_name: `${name} 보호자` };
  const { id: student_id } = await call(createStudent, { body: { name, ...family } });
  const { id: enrollment_id } = await call(enroll, { body: { lecture_id, student_id } });
  const bytes = new Uint8Array(await photo(9));
  const file = { filename: 'a.jpg', size: bytes.length };
  const { file_key, upload } = await call(prepareSubmissionFile, { body: file });
  const sent = await fetch(new URL(upload.url, address()), { ...upload, body: bytes });
  expect(sent.ok).toBe(true);
  const target = { target_type: 'homework' as const, target_id: homework, source: 'homework_image' as const };
  await call(createSubmission, { body: { enrollment_id, ...target, file_key } });
}

async function phoneOf(browser: Browser, school: School, account: { login: string; password: string }) {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await (await browser.newContext({ ...phone, locale: 'ko-KR', baseURL: address() })).newPage();
  return { page, complaints: await signInAt(page, school, account) };
}

const names = (page: Page) =>
  page
    .getByRole('list', { name: '낼 사진, 순서대로' })
    .getByRole('img')
    .evaluateAll((all) => all.length);

/** Four photos put in order by button, key and finger, one of them turned. */
async function arrange(page: Page): Promise<void> {
  const files = await Promise.all(['ga', 'na', 'da', 'ra'].map((name, at) => picture(`${name}.jpg`, at + 1)));
  await page.locator('input[type=file][multiple]').setInputFiles(files);
  await expect(page.getByRole('button', { name: '늦게 4장 제출' })).toBeEnabled();
  expect(await names(page)).toBe(4);
  await page.getByRole('button', { name: '4쪽 앞으로' }).click();
  const said = page.getByText('4쪽을 3쪽으로 옮겼습니다');
  await expect(said).toBeVisible();
  await page.getByRole('button', { name: /^3쪽 끌어서 옮기기/ }).press('ArrowLeft');
  await expect(page.getByText('3쪽을 2쪽으로 옮겼습니다')).toBeVisible();
  await page.getByRole('button', { name: /^2쪽 끌어서 옮기기/ }).scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: /^2쪽 끌어서 옮기기/ }).hover();
  await page.mouse.down();
  await page.getByRole('img', { name: '1쪽', exact: true }).hover();
  await page.mouse.up();
  await expect(page.getByText('2쪽을 1쪽으로 옮겼습니다')).toBeVisible();
  await page.getByRole('button', { name: '1쪽 돌리기' }).click();
}

const toast = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text });

/** One line by the mouse, one mark by the keys, one line too many taken back; then two points off and a word. */
async function sendBack(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: '이지아' })).toBeVisible();
  const board = page.getByRole('group', { name: /^1쪽에 그리는 곳/ });
  await expect(board).toBeVisible();
  const box = await board.boundingBox();
  if (!box) throw new Error('no board');
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('표시 1개')).toBeVisible();
  await page.keyboard.press('x');
  await board.focus();
  for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await expect(page.getByText('표시 3개')).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByText('표시 2개')).toBeVisible();
  await page.keyboard.press('r');
  await page.keyboard.press(']');
  await expect(page.getByText('2 / 4쪽')).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByText('비워 두면 8점')).toBeVisible();
  await page.keyboard.press('c');
  await page.keyboard.type('풀이를 적어 주세요');
  await page.keyboard.press('Escape');
  await expectGoodScreen(page);
  await page.keyboard.press('s');
  await expect(toast(page, '이지아: 다시 제출하게 했습니다')).toBeVisible();
}

test('homework goes from a phone without a network to the desk, back with what was drawn on it, and to the approval @desktop', async ({
  page,
  browser,
}) => {
  const school = await openSchool('j7');
  const { student } = await school.family('이지아');
  const homework = await giveHomework(school);
  await handedInBy(school, homework, '강민서');
  const complaints = await signInAt(page, school, school.owner);
  const her = await phoneOf(browser, school, student);

  await her.page.getByRole('link', { name: /교재 37쪽/ }).click();
  await arrange(her.page);
  await expect(her.page.getByText('지금 내면 지각으로 표시됩니다')).toBeVisible();
  await expectGoodScreen(her.page);
  await her.page.context().setOffline(true);
  await her.page.getByRole('button', { name: '늦게 4장 제출' }).dblclick();
  await expect(her.page.getByText('이 기기에 저장해 두었습니다')).toBeVisible();
  await her.page.context().setOffline(false);
  await expect(her.page.getByText('검토 중')).toBeVisible();
  const target = { target_type: 'homework' as const, target: homework };
  const { results } = await school.call(listSubmissions, { querystring: target });
  expect(results.map(({ student_name }) => student_name).sort()).toEqual(['강민서', '이지아']);

  await page.goto(`/staff/lectures/${school.lecture_id}/homework`);
  await page.getByRole('link', { name: '교재 37쪽' }).press('Enter');
  const row = page.getByRole('row').filter({ hasText: '이지아' });
  await expect(row).toContainText('지각');
  await page.getByRole('button', { name: '이지아 연장' }).press('Enter');
  await page.getByLabel('새 기한').fill(`${dayFromNow(2)}T22:00`);
  await page.keyboard.press('Enter');
  await expect(row).toContainText('연장');
  await expect(row).not.toContainText('지각');
  await expectGoodScreen(page);

  await page.getByRole('link', { name: '검토하기 2' }).press('Enter');
  await expect(page.getByRole('region', { name: '강민서' })).toBeVisible();
  await page.keyboard.press('j');
  await sendBack(page);
  await expect(page.getByRole('region', { name: '강민서' })).toBeVisible();
  await page.keyboard.press('a');
  await expect(toast(page, '모두 검토했습니다')).toBeVisible();

  await expect(her.page.getByText('8 / 10점')).toBeVisible();
  await expect(her.page.getByText('풀이를 적어 주세요')).toBeVisible();
  await expect(her.page.getByRole('img', { name: '1쪽, 선생님이 표시함' })).toBeVisible();
  await expectGoodScreen(her.page);
  await her.page.locator('input[type=file][multiple]').setInputFiles(await picture('ma.jpg', 5));
  await her.page.getByRole('button', { name: '1장 제출', exact: true }).click();
  await expect(her.page.getByRole('heading', { name: '2번째 제출' })).toBeVisible();
  await expect(her.page.getByRole('heading', { name: '1번째 제출' })).toBeVisible();

  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: '이지아' })).toBeVisible();
  await expect(page.getByLabel('제출', { exact: true }).locator('option')).toHaveCount(2);
  await page.keyboard.press('a');
  await expect(toast(page, '이지아: 승인했습니다')).toBeVisible();
  await page.goto(`/staff/lectures/${school.lecture_id}/progress`);
  await expect(page.getByRole('button', { name: /이지아, 2차시: 완료/ })).toBeVisible();
  await expect(her.page.getByText('승인', { exact: true }).first()).toBeVisible();
  await expect(her.page.getByText('연장').first()).toBeVisible();
  expect([...complaints, ...her.complaints]).toEqual([]);
});
