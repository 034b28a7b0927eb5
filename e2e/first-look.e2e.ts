import { expect, test } from '@playwright/test';
import { expectGoodScreen, watch } from './academy.ts';

test('a stranger is shown the sign-in page, in Korean, without an error or an obstacle', async ({ page }) => {
  const complaints = watch(page);
  await page.goto('/');

  await expect(page).toHaveURL(/sign-in/);
  await expect(page).toHaveTitle(/서당/);
  await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible();
  await expectGoodScreen(page);
  expect(complaints).toEqual([]);
});
