import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, devices, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../server/domains/identity/index.ts';
import { startSeodang } from '../server/testing/process.ts';
import { findChromium } from '../tools/system-packages.ts';
import { record } from './figures.ts';

const times = 5;
/** Lighthouse's mid-tier phone on slow 4G: 1.6 Mbit/s, 150 ms there and back, a fourth of this machine's speed. */
const slow = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const phone = { ...devices['Pixel 7'], locale: 'ko-KR', timezoneId: 'Asia/Seoul' };

async function throttle(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...slow });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** Watched from inside, so that looking costs the slow page nothing: a topic's button stands on a painted screen. */
const noteWhenUsable = `new MutationObserver((_, watching) => {
  const isThere = [...document.querySelectorAll('main button')].some((button) =>
    /풀기$/.test(button.getAttribute('aria-label') ?? button.textContent) && button.checkVisibility());
  if (!isThere) return;
  watching.disconnect();
  requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
}).observe(document, { childList: true, subtree: true })`;

/** Seconds from the begin of the navigation until a topic can be pressed. */
async function untilUsable(page: Page): Promise<number> {
  await page.addInitScript(noteWhenUsable);
  await page.goto('/student/study', { waitUntil: 'commit' });
  const mark = 'performance.getEntriesByName("usable")[0]?.startTime';
  const usable = await page.waitForFunction<number>(mark, undefined, { polling: 200 });
  await page.getByRole('button', { name: /풀기$/ }).first().click({ trial: true });
  return (await usable.jsonValue()) / 1000;
}

async function signedIn(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const context = await browser.newContext({ ...phone, baseURL, bypassCSP: true });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('학원 코드').fill('demo');
  await page.getByLabel('아이디 또는 휴대폰 번호').fill('leejia0000');
  await page.getByLabel('비밀번호', { exact: true }).fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/student$/);
  return context;
}

/** On a phone that has never been there, but is signed in. */
async function first(browser: Browser, baseURL: string): Promise<number> {
  const known = await signedIn(browser, baseURL);
  const context = await browser.newContext({
    ...phone,
    baseURL,
    bypassCSP: true,
    storageState: await known.storageState(),
  });
  const page = await context.newPage();
  await throttle(page);
  const seconds = await untilUsable(page);
  await Promise.all([context.close(), known.close()]);
  return seconds;
}

/** Where the app was before: in the same weak network, and without any. */
async function later(browser: Browser, baseURL: string) {
  const context = await signedIn(browser, baseURL);
  const page = await context.newPage();
  await untilUsable(page);
  await page.getByRole('status').getByText('동기화됨').waitFor();
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.waitForFunction('navigator.serviceWorker.controller !== null');
  const measured = async (offline: boolean) => {
    const next = await context.newPage();
    await throttle(next);
    await context.setOffline(offline);
    const seconds = await untilUsable(next);
    await context.setOffline(false);
    await next.close();
    return seconds;
  };
  const seconds = { online: await measured(false), offline: await measured(true) };
  await context.close();
  return seconds;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const hundredth = (value: number) => Math.round(value * 100) / 100;

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-study-app-'));
const server = await startSeodang(dataDir, { DEMO: 'true', RUNNER_CONCURRENCY: '0' });
const executablePath = findChromium();
const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
try {
  const cold: number[] = [];
  const online: number[] = [];
  const offline: number[] = [];
  for (let time = 0; time < times; time += 1) {
    cold.push(await first(browser, server.address));
    const again = await later(browser, server.address);
    online.push(again.online);
    offline.push(again.offline);
  }
  const what = (how: string) =>
    `at most; until a topic can be pressed on a throttled phone (slow 4G, a fourth of the CPU), ${how}; median of ${times}`;
  const figure = (name: string, values: readonly number[], limit: number, how: string) => ({
    ...{ name, value: hundredth(median(values)), unit: 's', limit, limit_what: what(how) },
  });
  record('npm run bench study-app', [
    figure('study_usable_s', online, 2, 'where it was opened before'),
    figure('study_usable_first_s', cold, 2, 'the first time, with nothing on the device'),
    figure('study_usable_offline_s', offline, 2, 'without network'),
  ]);
} finally {
  await browser.close();
  server.signal('SIGINT');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
}
