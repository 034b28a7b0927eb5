import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('a stranger is shown the sign-in page, in Korean, without an error', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });

  await page.goto('/');

  await expect(page).toHaveURL(/sign-in/);
  await expect(page).toHaveTitle(/서당/);
  await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the sign-in page has no serious accessibility problem', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('it stays inside the width of the screen', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
