import { expect, type Page, test } from '@playwright/test';
import { signIn } from '@seodang/contract/auth.ts';
import { enroll } from '@seodang/contract/enrollments.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { heartbeatPlayback, refreshPlayback, startPlayback } from '@seodang/contract/playback.ts';
import { editVideo, listStudentVideos } from '@seodang/contract/video.ts';
import { expectGoodScreen } from './academy.ts';
import { drawClip } from './clips.ts';
import { positionOf } from './moved-clock.ts';
import { apiOf, openSchool, type School, signInAt, statusOf } from './school.ts';

async function apiAs({ code }: School, { login, password }: { login: string; password: string }) {
  const { access_token } = await apiOf()(signIn, { body: { academy: code, login, password } });
  return apiOf(access_token);
}

const toast = (page: Page, text: RegExp) => page.getByRole('alert').filter({ hasText: text });

const lengthOf = (page: Page) =>
  page.locator('video').evaluate((video: HTMLVideoElement) => Math.round(video.duration));

/** With the video open: the old output plays until the new one is whole, which then goes on at the same place. */
async function replaceSource(page: Page, video: number, { from, to }: { from: number; to: number }) {
  await page.goto(`/staff/videos/${video}`);
  await expect.poll(() => lengthOf(page)).toBe(from);
  await page.locator('video').evaluate((element: HTMLVideoElement) => {
    element.currentTime = 5;
  });
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '원본 교체' }).click();
  const buffer = Buffer.from(await drawClip(to));
  await (await chosen).setFiles({ name: '고친 강의.mp4', mimeType: 'video/mp4', buffer });
  await page.getByRole('dialog').getByRole('button', { name: '원본 교체' }).click();
  await expect.poll(() => lengthOf(page), { timeout: 120_000 }).toBe(to);
  await expect.poll(() => positionOf(page)).toBe(5);
}

test('a teacher sees whom new rules concern before they hold, and takes a video away and back with all that was watched', async ({
  page,
}) => {
  const school = await openSchool('j3-rules');
  const { student } = await school.family('이지아');
  const other = { name: '박하늘', parent_phone: '01098765432', guardian_name: '박하늘 보호자' };
  const { id: student_id } = await school.call(createStudent, { body: other });
  await school.call(enroll, { body: { lecture_id: school.lecture_id, student_id } });
  const video = await school.uploaded('함수의 극한', await drawClip(30));
  const loose = { allow_skip: true, max_speed: 2, show_watermark: false };
  await school.call(editVideo, { params: { id: video }, body: loose });
  await expect.poll(() => statusOf(school, video), { timeout: 180_000 }).toBe('READY');
  const her = await apiAs(school, student);
  const playback = await her(startPlayback, { body: { video_id: video, device_id: 'tablet' } });
  const beat = { position: 3, intervals: [[0, 3]] as [number, number][] };
  await her(heartbeatPlayback, { body: { token: playback.token, ...beat } });
  const watchOf = async () => {
    const [one] = await her(listStudentVideos, { querystring: { session: school.session_id } });
    return one?.watch.watched;
  };
  const watched = await watchOf();
  expect(watched).toEqual([[0, 3]]);

  const complaints = await signInAt(page, school, school.owner);
  await page.goto(`/staff/videos/${video}`);
  await page.getByRole('link', { name: '규칙', exact: true }).click();
  const save = page.getByRole('button', { name: '확인하고 적용' });
  await expect(save).toHaveCount(0);
  await page.getByLabel('최고 배속').selectOption('1.5');
  await page.getByRole('switch', { name: /건너뛰기 허용/ }).press('Space');
  await page.getByRole('switch', { name: /워터마크/ }).press('Space');
  await expect(page.getByText('2명 중 1명 시청 중, 2명 판정 변경')).toBeVisible();
  const concerned = page.getByRole('region', { name: '적용되는 학생' }).getByRole('row');
  await expect(concerned.filter({ hasText: '이지아' })).toContainText('시청 중');
  await expect(concerned.filter({ hasText: '이지아' })).toContainText('1.5배속까지');
  await expectGoodScreen(page);
  const held = async () =>
    her(heartbeatPlayback, { body: { token: playback.token, ...beat } }).catch(({ code }) => code);
  expect(await held()).toMatchObject({ ok: true });
  await save.click();
  await expect(toast(page, /적용했습니다/)).toBeVisible();
  expect(await held()).toBe('policy_changed');
  const renewed = await her(refreshPlayback, { body: { token: playback.token } });
  expect(renewed).toMatchObject({
    session_id: playback.session_id,
    policy: { playback_rate: { max: 1.5 }, seek: { mode: 'bounded_forward' }, watermark: { enabled: true } },
  });

  await page.getByRole('button', { name: '삭제', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '삭제' }).click();
  await expect(page).toHaveURL(/staff\/videos\?/);
  expect(await her(listStudentVideos, { querystring: { session: school.session_id } })).toEqual([]);
  await page.reload();
  await page.getByText('삭제한 영상', { exact: true }).click();
  await expectGoodScreen(page);
  await page.getByRole('button', { name: '되살리기' }).click();
  await expect(toast(page, /되살렸습니다/)).toBeVisible();
  expect(await watchOf()).toEqual(watched);

  await page.goto(`/staff/videos/${video}/watching`);
  await expect(page.getByText('2명 중 1명이 보기 시작했고 0명이 마쳤습니다.')).toBeVisible();
  await expect(page.getByRole('img', { name: '구간별 시청 그래프' })).toBeVisible();
  await expectGoodScreen(page);
  await page.goto(`/staff/lectures/${school.lecture_id}/videos`);
  await page.getByRole('button', { name: /이지아, 함수의 극한: 보는 중 1/ }).click();
  await expect(page.getByRole('dialog')).toContainText('본 곳까지만 이동 · 1.5배속까지');
  await expectGoodScreen(page);
  await replaceSource(page, video, { from: 30, to: 8 });
  expect(await watchOf()).toEqual(watched);
  expect(complaints).toEqual([]);
});
