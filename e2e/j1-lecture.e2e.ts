import { expect, test } from '@playwright/test';
import { mustBeAccessible, signInAsOwner, watch } from './academy.ts';

test('a Mon/Wed lecture gets twelve weeks; a make-up comes between them and renumbers none', async ({
  page,
}) => {
  const complaints = watch(page);
  const title = `고1 수학 ${test.info().project.name} ${Date.now()}`;
  await signInAsOwner(page);
  await page.goto('/staff/lectures');
  await page.getByRole('link', { name: '강의 만들기' }).first().click();

  await expect(page.getByRole('heading', { name: '강의 만들기' })).toBeVisible();
  await page.getByLabel('강의 이름').fill(title);
  await page.getByLabel('첫 수업이 있을 수 있는 날').fill('2027-03-02');
  await page.getByRole('button', { name: '월', exact: true }).click();
  await page.getByRole('button', { name: '수', exact: true }).click();
  const preview = page.getByRole('region', { name: '생길 차시' });
  await expect(preview.getByRole('listitem')).toHaveCount(12);
  await expect(preview.getByRole('listitem').first()).toContainText('3월 3일');
  await preview.getByTitle('3월 10일 (수) 쉬기').click();
  await expect(preview.getByRole('listitem').nth(2)).toContainText('3월 15일');
  await mustBeAccessible(page);
  await page.getByRole('button', { name: '만들기', exact: true }).click();

  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  const weeks = page.getByText(/^\d+주차$/);
  const numbers = Array.from({ length: 12 }, (_, index) => `${index + 1}주차`);
  await expect(weeks).toHaveText(numbers);

  await page.getByRole('button', { name: '보강 추가' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('날짜').fill('2027-03-20');
  await dialog.getByLabel('시작').fill('10:00');
  await dialog.getByLabel('끝').fill('12:00');
  await dialog.getByRole('button', { name: '저장' }).click();

  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines).toHaveCount(13);
  await expect(lines.nth(4)).toContainText('보강');
  await expect(weeks).toHaveText(numbers);
  await mustBeAccessible(page);
  expect(complaints).toEqual([]);
});
