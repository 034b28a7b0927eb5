import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { listJobs } from '@seodang/contract/jobs.ts';
import { soundClip } from '../server/testing/clips.ts';
import { expectGoodScreen } from './academy.ts';
import { drawClip, padded } from './clips.ts';
import { openSchool, type School, signInAt } from './school.ts';

const partBytes = 16 * 1024 * 1024;

const videosOf = ({ lecture_id, session_id }: School) =>
  `/staff/videos?lecture=${lecture_id}&session=${session_id}`;

/** Lets one part of the upload through and then cuts the line; counts what was let through. */
async function cutAfterOnePart(page: Page) {
  const line = { isCut: true, passed: [] as string[] };
  await page.route(
    () => true,
    (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      if (line.isCut && line.passed.length > 0) return route.abort('internetdisconnected');
      line.passed.push(new URL(route.request().url()).searchParams.get('part_number') ?? '');
      return route.continue();
    },
  );
  return line;
}

/** Files let go over the place for them. */
async function drop(page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) {
  const sent = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    text: buffer.toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, text } of all) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, sent);
  await page.locator('label[for]', { hasText: '영상 올리기' }).dispatchEvent('drop', { dataTransfer });
}

test('an upload goes on where the network was cut, and a file without a picture is refused with its reason', async ({
  page,
  context,
}) => {
  const school = await openSchool('j3-upload');
  const complaints = await signInAt(page, school, school.owner);
  const folder = await mkdtemp(join(tmpdir(), 'seodang-clips-'));
  const file = await padded(await drawClip(4), 3 * partBytes - 1000, join(folder, '함수의 극한.mp4'));
  await page.goto(videosOf(school));
  const line = await cutAfterOnePart(page);
  const firstPart = page.waitForResponse((reply) => reply.request().method() === 'PUT' && reply.ok());

  await page.locator('input[type=file]').setInputFiles(file);
  await firstPart;
  await context.setOffline(true);
  const sending = page.getByRole('list', { name: '올리는 파일' });
  await expect(sending.getByRole('status')).toContainText(/연결|사용할 수 없/);

  line.isCut = false;
  await context.setOffline(false);
  const card = page.getByRole('listitem').filter({ hasText: '함수의 극한' });
  await expect(card.getByText(/^(변환 대기|변환 중|시청 가능.*)$/)).toBeVisible();
  expect(line.passed.toSorted()).toEqual(['1', '2', '3']);
  await expectGoodScreen(page);

  const clip = Buffer.from(await drawClip(2));
  const lesson = (name: string) => ({ name, mimeType: 'video/mp4', buffer: clip });
  await drop(page, ['10강.mp4', '2강.mp4', '1강.mp4'].map(lesson));
  const titles = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(titles).toHaveText(['함수의 극한', '1강', '2강', '10강']);

  const sound = { name: '녹음.mp4', mimeType: 'video/mp4', buffer: Buffer.from(soundClip()) };
  await page.locator('input[type=file]').setInputFiles(sound);
  await expect(page.getByRole('alert').filter({ hasText: '녹음.mp4' })).toContainText(
    '소리만 있고 화면이 없는',
  );
  const jobs = () => school.call(listJobs, { querystring: { kind: 'video.transcode' } });
  await expect.poll(async () => (await jobs()).count).toBe(4);
  expect(complaints).toEqual([]);
  await rm(folder, { recursive: true });
});
