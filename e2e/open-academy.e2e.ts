import { createHmac } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { confirmTotp, enrolTotp } from '@seodang/contract/security.ts';
import { openAcademy, password } from './academy.ts';
import { openSchool, type School } from './school.ts';

async function signOut(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: '더보기' });
  if (await more.isVisible()) {
    await more.press('Enter');
    await expect(
      page.getByRole('dialog').getByRole('button', { name: '로그아웃', exact: true }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
    await more.click();
  } else await page.getByRole('button', { name: /내 계정/ }).click();
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await expect(page).toHaveURL(/sign-in$/);
}

test('an owner opens an academy, finds everything ready, and comes back by phone number', async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

  const code = await openAcademy(page, 'open');
  await expect(page.getByText('모두 준비되었습니다')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await signOut(page);
  await expect(page.getByLabel('학원 코드')).toHaveValue(code);
  await page.getByLabel('아이디 또는 휴대폰 번호').fill('010-1234-5678');
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/staff$/);

  await page.reload();
  await expect(page.getByText('김하늘님, 안녕하세요')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('what is wrong is said at the field, in Korean', async ({ page }) => {
  await page.goto('/open');
  await page.getByRole('button', { name: '학원 만들기' }).click();
  await expect(page.getByText('입력해 주세요')).toHaveCount(5);
  await expect(page.getByLabel('학원 이름')).toBeFocused();
});

test('signing out in one tab signs the other tab out', { tag: '@desktop' }, async ({ page, context }) => {
  await openAcademy(page, 'tabs');
  const other = await context.newPage();
  await other.goto('/staff');
  await expect(other.getByText('김하늘님, 안녕하세요')).toBeVisible();

  await signOut(other);

  await expect(page).toHaveURL(/sign-in/);
});

/** What an authenticator app shows now (RFC 6238). */
function totpNow(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const code = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, '0');
}

async function signInUpToTheCode(page: Page, { code, owner }: School): Promise<void> {
  await page.locator('[name=academy]').fill(code);
  await page.locator('[name=login]').fill(owner.login);
  await page.locator('[name=password]').fill(owner.password);
  await page.keyboard.press('Enter');
}

test('who lost the phone comes in by a recovery code; the language chosen goes along to other browsers', {
  tag: '@desktop',
}, async ({ page, browser }) => {
  const school = await openSchool('lost');
  const { secret } = await school.call(enrolTotp, { body: { password: school.owner.password } });
  const { recovery_codes } = await school.call(confirmTotp, { body: { code: totpNow(secret) } });
  const [first = '', second = ''] = recovery_codes;

  await page.goto('/sign-in');
  await signInUpToTheCode(page, school);
  await page.getByRole('button', { name: '인증 앱을 쓸 수 없어요' }).click();
  await page.getByLabel('복구 코드').fill('aaaaa-bbbbb');
  await page.keyboard.press('Enter');
  await expect(page.getByText('복구 코드가 맞지 않거나 이미 쓴 코드입니다')).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('Recovery code').fill(first);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/staff$/);

  const elsewhere = await browser.newContext({ baseURL: process.env.SEODANG_URL ?? '', locale: 'ko-KR' });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await signInUpToTheCode(other, school);
  await other.getByRole('button', { name: '인증 앱을 쓸 수 없어요' }).click();
  await other.getByLabel('복구 코드').fill(second.toUpperCase());
  await other.keyboard.press('Enter');
  await expect(other).toHaveURL(/staff$/);
  await expect(other.getByRole('link', { name: 'Lectures' }).first()).toBeVisible();
  await elsewhere.close();
});
