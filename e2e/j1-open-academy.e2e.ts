import { expect, type Page, test } from '@playwright/test';
import { messyList } from '../server/testing/class-lists.ts';
import { expectGoodScreen, openAcademy, watch } from './academy.ts';

async function importMessyList(page: Page): Promise<void> {
  await page.goto('/staff/students');
  await expect(page.getByText('아직 학생이 없습니다')).toBeVisible();
  await page.getByRole('link', { name: '명단 가져오기' }).first().click();
  await page.getByLabel('학생 명단 파일 올리기').setInputFiles({
    name: '고1 수학 명단.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: messyList(),
  });
  await expect(page.getByText('열 6개 중 5개를 알아봤습니다')).toBeVisible();
}

async function decideByPreview(page: Page): Promise<void> {
  await expect(page.getByText('이름 B, 보호자 휴대폰 C, 학교 D, 학년 E, 생년월일 F')).toBeVisible();
  await expectGoodScreen(page);
  await page.getByText('오류 3', { exact: true }).click();
  await expect(page.getByText('학생과 보호자 전화번호가 모두 없습니다')).toBeVisible();
  await expect(page.getByText('전화번호가 아닙니다 (“010-12”)')).toBeVisible();
  await expect(page.getByText('이름이 없습니다')).toBeVisible();
  await page.getByText('중복 의심 1', { exact: true }).click();
  await expect(page.getByText('5번째 줄 김민준')).toBeVisible();
  await page.getByRole('button', { name: '4명 등록하기' }).click();
  await expect(page.getByRole('heading', { name: '새 학생 4 · 바뀜 0' })).toBeVisible();
  await expectGoodScreen(page);
}

async function lookAtFamilies(page: Page): Promise<void> {
  await page.goto('/staff/families');
  await page.getByText('형제자매', { exact: true }).click();
  await page.getByRole('searchbox').pressSequentially('이서');
  await expect(page.getByRole('searchbox')).toHaveValue('이서');
  const family = page.getByRole('listitem').filter({ hasText: '자녀 2명' });
  await expect(family).toHaveCount(1);
  await expect(family.getByText('leeseoyeon2222')).toBeVisible();
  await expect(family.getByText('leeseojun2222')).toBeVisible();
  await expect(family.getByText('보호자 동의 대기')).toHaveCount(1);
  await expectGoodScreen(page);
}

async function createLecture(page: Page): Promise<void> {
  await page.goto('/staff/lectures/new');
  await page.getByLabel('강의 이름').fill('고1 수학 A');
  await page.getByRole('button', { name: '월', exact: true }).click();
  await page.getByRole('button', { name: '수', exact: true }).click();
  await page.getByRole('button', { name: '만들기', exact: true }).click();
  await expect(page).toHaveURL(/lectures\/\d+$/);
  const weeks = page.getByText(/^\d+주차$/);
  const numbers = Array.from({ length: 12 }, (_, at) => `${at + 1}주차`);
  await expect(weeks).toHaveText(numbers);
}

/** The addresses of the students in the list, which carry their ids. */
async function studentLinks(page: Page): Promise<string[]> {
  await page.goto('/staff/students');
  const links = page.getByRole('table').getByRole('link');
  await expect(links).toHaveCount(4);
  return links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
}

async function undoAndRedo(page: Page): Promise<void> {
  const before = await studentLinks(page);
  await page.goto('/admin/imports');
  await page.getByRole('link', { name: '고1 수학 명단.xlsx' }).click();
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByRole('button', { name: '다시 적용' })).toBeVisible();
  const imported = page.url();

  await page.goto('/staff/students');
  await expect(page.getByText('아직 학생이 없습니다')).toBeVisible();
  await page.goto('/staff/lectures');
  await expect(page.getByText('고1 수학 A')).toBeVisible();

  await page.goto(imported);
  await page.getByRole('button', { name: '다시 적용' }).click();
  await expect(page.getByRole('button', { name: '되돌리기' })).toBeVisible();
  expect(await studentLinks(page)).toEqual(before);
}

test('an owner opens an academy from nothing: readiness, messy list, families, lecture, and back and forth', async ({
  page,
}) => {
  const complaints = watch(page);
  await openAcademy(page, 'j1');
  await expect(page.getByText('모두 준비되었습니다')).toBeVisible();
  await importMessyList(page);
  await decideByPreview(page);
  await lookAtFamilies(page);
  await createLecture(page);
  await undoAndRedo(page);
  expect(complaints).toEqual([]);
});
