import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Collects what a user would never see but must not happen: errors in the console, answers of a broken server. */
export function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on(
    'response',
    (reply) => reply.status() >= 500 && complaints.push(`${reply.status()} ${reply.url()}`),
  );
  page.on('console', (message) => {
    // The browser itself reports every refusal; those are answers, not errors.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}

/** What fades in has too little contrast for a moment; what stays so is a fault. */
export async function mustBeAccessible(page: Page): Promise<void> {
  const faults = async () => {
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
    // Otherwise each look opens a page of its own, for frames of other sites that there are none of.
    const { violations } = await axe.setLegacyMode(true).analyze();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  };
  await expect.poll(faults).toEqual([]);
}

/** The owner of the demo academy signed in on this page, and its API as the owner. */
export async function signInAsOwner(page: Page) {
  await page.goto('/sign-in');
  const signedIn = page.waitForResponse((reply) => reply.url().endsWith('/auth/sign-in'));
  await page.getByLabel('학원 코드').fill('demo');
  await page.getByLabel('아이디 또는 휴대폰 번호').fill('owner');
  await page.getByLabel('비밀번호', { exact: true }).fill('seodang-demo-2026');
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  const { access_token } = await (await signedIn).json();
  await expect(page).toHaveURL(/staff$/);
  const headers = { authorization: `Bearer ${access_token}` };
  return async function api(request: string, data?: object) {
    const [method = 'GET', path = ''] = request.split(' ');
    const reply = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data && { data }) });
    expect(reply.ok(), `${request}: ${reply.status()} ${await reply.text()}`).toBe(true);
    return reply.status() === 204 ? undefined : reply.json();
  };
}
export type Api = Awaited<ReturnType<typeof signInAsOwner>>;

/** The calendar day in Seoul, some days from now. */
export function dayFromNow(days: number): string {
  const then = new Date(Date.now() + days * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(then);
}

export const password = '우리 학원의 긴 비밀번호 27';

/** A code that no other academy has: each try of a test is to have one of its own. */
export const ownCode = (name: string) => `${name}-${crypto.randomUUID().slice(0, 8)}`;

/** Opens an academy from nothing, as its owner; ends on the readiness page. Returns its code. */
export async function openAcademy(page: Page, name: string): Promise<string> {
  const code = ownCode(name);
  await page.goto('/open');
  await page.getByLabel('학원 이름').fill('하늘수학학원');
  await page.getByLabel('학원 코드').fill(code);
  await page.getByLabel('원장 이름').fill('김하늘');
  await page.getByLabel('휴대폰 번호').fill('01012345678');
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.getByRole('button', { name: '학원 만들기' }).click();
  await expect(page).toHaveURL(/admin\/readiness/);
  return code;
}

/** Nothing that axe finds serious once what moves has settled, and nothing wider than the screen. */
export async function expectGoodScreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
  await mustBeAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
