import { type Browser, expect, type Page, test } from '@playwright/test';
import { signIn } from '@seodang/contract/auth.ts';
import { endPlayback, heartbeatPlayback, startPlayback } from '@seodang/contract/playback.ts';
import { listOwnPlaybackCases } from '@seodang/contract/playback-cases.ts';
import { editVideo } from '@seodang/contract/video.ts';
import { expectGoodScreen } from './academy.ts';
import { drawClip } from './clips.ts';
import { positionOf } from './moved-clock.ts';
import { apiOf, openSchool, type School, signInAt, statusOf } from './school.ts';

const seconds = 40;
/** As far as nobody comes here by playing. */
const late = 34;
const moveTo = (page: Page, to: number) =>
  page.locator('video').evaluate((video: HTMLVideoElement, at) => {
    video.currentTime = at;
  }, to);

async function apiAs({ code }: School, { login, password }: { login: string; password: string }) {
  const { access_token } = await apiOf()(signIn, { body: { academy: code, login, password } });
  return apiOf(access_token);
}
type Call = Awaited<ReturnType<typeof apiAs>>;

/** Claims the whole video by a script, again and again: the share that the server then holds, and the most of an honest one. */
async function forge(call: Call, video_id: number): Promise<{ progress: number; most: number }> {
  const began = Date.now();
  const { token } = await call(startPlayback, { body: { video_id, device_id: 'script' } });
  const claim = { token, position: seconds, intervals: [[0, seconds]] as [number, number][] };
  let progress = 0;
  for (let n = 0; n < 5; n += 1) ({ progress } = await call(heartbeatPlayback, { body: claim }));
  await call(endPlayback, { body: { token } });
  // A beat may run three seconds ahead of the clock, and half as fast again.
  const most = ((3 + (Date.now() - began) / 1000) * 1.5) / seconds;
  return { progress, most };
}

const play = (page: Page) => page.getByRole('button', { name: '재생', exact: true }).first();

async function watchABit(page: Page) {
  await play(page).click();
  await expect.poll(() => positionOf(page)).toBeGreaterThan(6);
  await page.keyboard.press('k');
  await expect(play(page)).toBeVisible();
}

/** The server's answer to events that carries this state; earlier events may still be on their way. */
const told = (page: Page, state: string) =>
  page.waitForResponse(
    async (reply) => reply.url().endsWith('/playback/events') && (await reply.json()).state === state,
  );

/** A teacher opens the case with the objection, sees what happened under which rules on what device, and lets her go on. */
async function restoreAtDesk(browser: Browser, school: School, reason: string) {
  const desk = await browser.newContext({ baseURL: process.env.SEODANG_URL ?? '', locale: 'ko-KR' });
  const page = await desk.newPage();
  const complaints = await signInAt(page, school, school.owner);
  await page.goto('/staff/cases');
  await page.getByText('이의 제기', { exact: true }).first().click();
  await page.getByRole('link', { name: '이지아' }).click();
  await expect(page.getByText('동생이 화면을 만졌습니다.').first()).toBeVisible();
  const evidence = page.getByRole('table').getByRole('row').filter({ hasText: '본 곳:' });
  await expect(evidence).toHaveCount(3);
  for (const row of await evidence.all())
    await expect(row).toContainText(/본 곳까지 이동, 1.5배속까지.*기기 /);
  await expectGoodScreen(page);
  await page.getByLabel('사유').fill(reason);
  await page.getByRole('button', { name: '시청 되돌리기' }).click();
  await expect(page.getByText('처리 결과: 되돌림')).toBeVisible();
  await desk.close();
  return complaints;
}

test('rules of a video are kept in steps that the student sees, can object to, and is let back from', async ({
  page,
  browser,
}) => {
  const school = await openSchool('j5');
  const { student } = await school.family('이지아');
  const video = await school.uploaded('함수의 극한', await drawClip(seconds));
  await school.call(editVideo, {
    params: { id: video },
    body: { allow_skip: false, show_watermark: true },
  });
  await expect.poll(() => statusOf(school, video), { timeout: 180_000 }).toBe('READY');
  const her = await apiAs(school, student);
  const cases = async () => her(listOwnPlaybackCases, { querystring: { video } });

  const forged = await forge(her, video);
  expect(forged.progress).toBeLessThanOrEqual(forged.most);

  const complaints = await signInAt(page, school, student);
  await page.goto(`/student/sessions/${school.session_id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1차시 · 함수의 극한');
  await page.getByRole('link', { name: '함수의 극한 이어 보기' }).click();
  await watchABit(page);

  for (let n = 0; n < 10; n += 1) await page.keyboard.press(n % 2 ? 'ArrowRight' : 'ArrowLeft');
  await moveTo(page, 1);
  await expect.poll(() => positionOf(page)).toBe(1);
  expect(await cases()).toEqual([]);

  const watermark = page.getByText('이지아 · 6789');
  const reported = page.waitForRequest((request) => /WATERMARK_REMOVED/.test(request.postData() ?? ''));
  await watermark.evaluate((mark) => mark.parentElement?.remove());
  await reported;
  await expect(watermark).toBeVisible();

  const seen = page.waitForResponse((reply) => reply.url().endsWith('/playback/acknowledge'));
  const first = told(page, 'warned');
  await page.getByRole('slider', { name: '재생 위치' }).press('End');
  await first;
  const warning = page.getByRole('alert').filter({ hasText: '시청 규칙 경고' });
  await expect(warning).toContainText('아직 보지 않은 부분으로 건너뛰려고 했습니다');
  expect(await positionOf(page)).toBeLessThan(late);
  await expectGoodScreen(page);
  await seen;
  await warning.getByRole('button', { name: '알겠습니다' }).click();
  await expect(warning).toHaveCount(0);

  const next = told(page, 'paused');
  await moveTo(page, seconds - 2);
  await next;
  const pause = page.getByRole('alertdialog', { name: '재생을 멈췄습니다' });
  await expect(pause).toContainText('건너뛰려고 했습니다');
  expect(await positionOf(page)).toBeLessThan(late);
  await expectGoodScreen(page);
  await page.reload();
  await pause.getByRole('button', { name: '확인 후 계속' }).click();
  await expect(pause).toHaveCount(0);
  const before = await positionOf(page);
  await expect.poll(() => positionOf(page)).toBeGreaterThan(before + 0.5);

  const bar = page.getByRole('slider', { name: '재생 위치' });
  const box = await bar.boundingBox();
  const last = told(page, 'revoked');
  await bar.click({ position: { x: (box?.width ?? 0) * 0.95, y: (box?.height ?? 0) / 2 } });
  await last;
  await expect(page.getByRole('heading', { name: '시청이 중단되었습니다' })).toBeVisible();
  await expect(page.getByText('위반 3번')).toBeVisible();
  await expectGoodScreen(page);
  await page.getByLabel('무슨 일이 있었나요?').fill('동생이 화면을 만졌습니다.');
  await page.getByRole('button', { name: '이의 제기 보내기' }).click();
  await expect(page.getByText('학원이 확인하고 있습니다')).toBeVisible();

  await page.goto(`/student/sessions/${school.session_id}`);
  await expect(page.getByText('시청 중단됨')).toBeVisible();
  await page.getByRole('link', { name: '함수의 극한 이유 보기' }).click();
  await expect(page.getByText('동생이 화면을 만졌습니다.')).toBeVisible();

  const reason = '확인했습니다. 이어서 보세요.';
  const heard = await restoreAtDesk(browser, school, reason);
  await expect(page.getByText('학원이 시청을 다시 열었습니다')).toBeVisible();
  await expect(page.getByText(reason)).toBeVisible();
  await play(page).click();
  const restored = await positionOf(page);
  await expect.poll(() => positionOf(page)).toBeGreaterThan(restored + 1);
  expect([...complaints, ...heard]).toEqual([]);
});
