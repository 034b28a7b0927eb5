import { type Browser, expect, type Page, test } from '@playwright/test';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { setExamQuestions } from '@seodang/contract/exam-questions.ts';
import { changeExam, createExam } from '@seodang/contract/exams.ts';
import { dayFromNow, expectGoodScreen } from './academy.ts';
import { drawClip } from './clips.ts';
import { positionOf } from './moved-clock.ts';
import { openSchool, type School, signInAt, statusOf } from './school.ts';

const length = 24;

/** Seconds that the picture has played since the page was loaded, and those that the bar below it shows as watched. */
const playedOf = (page: Page) =>
  page.locator('video').evaluate(({ played }: HTMLVideoElement) => {
    const pieces = Array.from({ length: played.length }, (_, n) => played.end(n) - played.start(n));
    return pieces.reduce((sum, seconds) => sum + seconds, 0);
  });
const coveredOf = (page: Page) =>
  page
    .locator('[class*=covered]')
    .evaluateAll(
      (pieces, seconds) =>
        pieces.reduce(
          (sum, piece) => sum + (Number.parseFloat((piece as HTMLElement).style.width) / 100) * seconds,
          0,
        ),
      length,
    );

/** The second class of the lecture, from which on exams count, with an exam on paper. */
async function lessonWithExam({ call, lecture_id }: School): Promise<number> {
  const lesson = { title: '함수의 극한 연습', date: dayFromNow(0) };
  const { id: session_id } = await call(addClassSession, { params: { id: lecture_id }, body: lesson });
  const exam = await call(createExam, { body: { session_id, title: '극한 확인 시험' } });
  const questions = [1, 2, 3, 4].map((number) => ({ number, keys: ['3'], points: 25 }));
  await call(setExamQuestions, { params: { id: exam.id }, body: { questions } });
  await call(changeExam, { params: { id: exam.id }, body: { state: 'published' } });
  return session_id;
}

async function teacherAt(browser: Browser, school: School) {
  const desk = await browser.newContext({
    baseURL: process.env.SEODANG_URL ?? '',
    locale: 'ko-KR',
    viewport: { width: 1366, height: 768 },
  });
  const page = await desk.newPage();
  const complaints = await signInAt(page, school, school.owner);
  await page.goto(`/staff/lectures/${school.lecture_id}/progress`);
  return { page, complaints, close: () => desk.close() };
}

/** The same student somewhere else: there they choose to go on, and here it says why it stopped. */
async function takeOverElsewhere(page: Page, browser: Browser, school: School, student: School['owner']) {
  const tablet = await browser.newContext({ baseURL: process.env.SEODANG_URL ?? '', locale: 'ko-KR' });
  const other = await tablet.newPage();
  const complaints = await signInAt(other, school, student);
  await other.goto(new URL(page.url()).pathname);
  await other.getByRole('button', { name: '여기서 계속 보기' }).click();
  await expect(page.getByText('다른 기기에서 이어서 보기 시작했습니다.')).toBeVisible();
  await expectGoodScreen(page);
  await tablet.close();
  await page.getByRole('button', { name: '여기서 계속 보기' }).click();
  return complaints;
}

test('a student watches a lesson to its end, over a lost network, a reload and another device, and teacher and parent see it by themselves', async ({
  page,
  browser,
}) => {
  const school = await openSchool('j4');
  const { student, parent } = await school.family('이지아');
  const lesson = await lessonWithExam(school);
  const video = await school.uploaded('함수의 극한', await drawClip(length), lesson);
  await expect.poll(() => statusOf(school, video, lesson), { timeout: 180_000 }).toBe('READY');
  const teacher = await teacherAt(browser, school);
  await expect(teacher.page.getByRole('button', { name: /이지아, 2차시: 할 일 남음/ })).toBeVisible();
  await expectGoodScreen(teacher.page);
  await teacher.page.getByRole('button', { name: /이지아, 2차시: 할 일 남음/ }).click();
  await expect(teacher.page.getByRole('dialog', { name: /이지아/ })).toContainText('90%');
  await expectGoodScreen(teacher.page);
  await teacher.page.keyboard.press('Escape');

  const complaints = await signInAt(page, school, student);
  await expect(page.getByRole('heading', { name: '이번 주 할 일' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('link', { name: /함수의 극한 연습/ })
    .first()
    .click();
  await page.getByRole('link', { name: '함수의 극한 보기', exact: true }).click();
  await expect(page.getByText('처음 시청: 앞으로 건너뛰기 제한, 1.5배속까지')).toBeVisible();
  await expectGoodScreen(page);

  const play = page.getByRole('button', { name: '재생', exact: true });
  await page.getByLabel('재생 속도').selectOption('1.5');
  await play.first().click();
  await expect.poll(() => positionOf(page)).toBeGreaterThan(3);

  const offline = page.getByText('오프라인 – 시청 기록 저장됨');
  await page.context().setOffline(true);
  // A pause reports at once; the next report by itself may be half the lesson away.
  await page.keyboard.press('k');
  await expect(offline).toBeVisible();
  await page.keyboard.press('k');
  await expect.poll(() => positionOf(page)).toBeGreaterThan(9);
  const taken = page.waitForResponse((reply) => reply.url().endsWith('/playback/heartbeat') && reply.ok());
  await page.context().setOffline(false);
  await expect(offline).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(play.first()).toBeVisible();
  await taken;
  const played = await playedOf(page);
  await expect.poll(async () => Math.abs((await coveredOf(page)) - played)).toBeLessThan(0.5);
  const watched = page.getByRole('progressbar', { name: '시청' });
  await expect
    .poll(async () => (Number(await watched.getAttribute('aria-valuenow')) / 100) * length)
    .toBeGreaterThan(played - 1);

  const left = await positionOf(page);
  await page.reload();
  // Whole seconds are kept; nothing is played yet.
  await expect.poll(() => positionOf(page)).toBeGreaterThan(left - 1.5);
  expect(await positionOf(page)).toBeLessThan(left + 1.5);
  await play.first().click();
  await expect.poll(() => positionOf(page)).toBeGreaterThan(left + 1);
  await expect(page.getByText('다른 곳에서 보고 있습니다')).toHaveCount(0);

  const elsewhere = await takeOverElsewhere(page, browser, school, student);
  await play.first().click();

  await expect(page.getByText('시청 완료')).toBeVisible();
  await expect(teacher.page.getByRole('button', { name: /이지아, 2차시: 시험 남음/ })).toBeVisible();
  await page.goto('/student');
  await expect(page.getByRole('link', { name: /함수의 극한 연습.*시험 남음/ }).first()).toBeVisible();
  await expectGoodScreen(page);

  const home = await browser.newContext({ baseURL: process.env.SEODANG_URL ?? '', locale: 'ko-KR' });
  const mother = await home.newPage();
  const heard = await signInAt(mother, school, parent);
  await expect(mother.getByRole('listitem').filter({ hasText: '함수의 극한 연습' })).toContainText(
    '시험 남음',
  );
  await expectGoodScreen(mother);

  expect([...complaints, ...teacher.complaints, ...elsewhere, ...heard]).toEqual([]);
  await teacher.close();
  await home.close();
});
