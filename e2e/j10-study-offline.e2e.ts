import { type Browser, expect, type Page, test } from '@playwright/test';
import { signIn } from '@seodang/contract/auth.ts';
import { listEnrollments } from '@seodang/contract/enrollments.ts';
import { setExamQuestions } from '@seodang/contract/exam-questions.ts';
import { changeExam, createExam } from '@seodang/contract/exams.ts';
import { releaseResults } from '@seodang/contract/results.ts';
import { changeStudyQuestion, listStudyQuestions } from '@seodang/contract/study-bank.ts';
import { syncAttempts } from '@seodang/contract/study-ingest.ts';
import { studyPack, studyState } from '@seodang/contract/study-overview.ts';
import { createSubmission } from '@seodang/contract/submissions.ts';
import { expectGoodScreen } from './academy.ts';
import { apiOf, openSchool, type School, signInAt } from './school.ts';

const WRONG = 15;

/** An exam of twenty questions of which the student got the first fifteen wrong, with its results shown. */
async function releasedExam({ call, session_id, lecture_id }: School): Promise<void> {
  const { id } = await call(createExam, {
    body: { session_id, title: '주간 테스트', keys_shown: 'with_results' },
  });
  const questions = Array.from({ length: 20 }, (_, at) => ({ number: at + 1, keys: ['1'], points: 5 }));
  const set = await call(setExamQuestions, { params: { id }, body: { questions } });
  await call(changeExam, { params: { id }, body: { state: 'published' } });
  const { results } = await call(listEnrollments, { querystring: { lecture_id } });
  const answers = set.questions.map(({ id: exam_question_id, number }) => ({
    ...{ exam_question_id, answer: number <= WRONG ? '2' : '1' },
  }));
  const what = { target_type: 'exam', target_id: id, source: 'omr_manual' } as const;
  const body = { ...what, enrollment_id: results[0]?.id ?? 0, payload: { answers } };
  await call(createSubmission, { body });
  await call(releaseResults, { params: { id }, body: { released: true } });
}

async function studentApi({ code }: School, { login, password }: { login: string; password: string }) {
  const { access_token } = await apiOf()(signIn, { body: { academy: code, login, password } });
  return apiOf(access_token);
}
type Api = Awaited<ReturnType<typeof studentApi>>;

const packOf = async (call: Api) => (await call(studyPack, { querystring: { limit: 500 } })).questions;

/** Every answer that the server has, by question number. */
async function historiesOf(call: Api) {
  const numberOf = (body: string) => Number(/(\d+)번/.exec(body)?.[1]);
  return new Map((await packOf(call)).map(({ body, history }) => [numberOf(body), history]));
}

const countOf = (histories: Awaited<ReturnType<typeof historiesOf>>) =>
  [...histories.values()].reduce((sum, history) => sum + history.length, 0);

const mark = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text);

/** Signed in, with everything on the device that studying needs. */
async function readyToGo(page: Page): Promise<void> {
  await page.goto('/student/study');
  await expect(mark(page, '동기화됨')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

/** What failed says so to everybody, and is tried again by who asks for it. */
async function refuseOnce(page: Page): Promise<void> {
  const problem = { type: 'about:blank', title: '', status: 409, detail: 'conflict' };
  await page.route('**/study/state', (route) => route.fulfill({ status: 409, json: problem }));
  await page.reload();
  await expect(mark(page, '동기화 실패')).toBeVisible();
  await expectGoodScreen(page);
  await page.unroute('**/study/state');
  await page.getByRole('button', { name: '동기화 실패, 다시 동기화' }).click();
  await expect(mark(page, '동기화됨')).toBeVisible();
}

/** Without network, from nothing: the app comes from the device. */
async function startOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.goto('/student/study');
  await expect(mark(page, '오프라인').first()).toBeVisible();
  await page.getByRole('button', { name: '고1 수학 A 시험 오답 풀기' }).click();
  await page.getByRole('menuitem', { name: '틀린 문제 다시' }).click();
  await expect(page.getByText(`${WRONG}문제 중 1번째`)).toBeVisible();
}

async function numberNow(page: Page): Promise<number> {
  const text = await page.getByRole('heading', { level: 2 }).textContent();
  return Number(/(\d+)번/.exec(text ?? '')?.[1]);
}

/** Skips to the next question that this device is to answer. */
async function skipTo(page: Page, wanted: (number: number) => boolean): Promise<void> {
  for (let number = await numberNow(page); !wanted(number); ) {
    await page.keyboard.press('s');
    await expect.poll(() => numberNow(page)).not.toBe(number);
    number = await numberNow(page);
  }
}

const nextButton = (page: Page) => page.getByRole('button', { name: /^(다음|결과 보기)$/ });

async function answerTen(page: Page, wanted: (number: number) => boolean, give: () => Promise<void>) {
  for (let at = 0; at < 10; at += 1) {
    await skipTo(page, wanted);
    await give();
    await expect(nextButton(page)).toBeVisible();
    if (at < 9) {
      const before = await numberNow(page);
      await nextButton(page).click();
      await expect.poll(() => numberNow(page)).not.toBe(before);
    }
  }
}

async function tapWrong(page: Page): Promise<void> {
  await page.locator('[data-choice]').nth(1).click();
  await page.getByRole('button', { name: '확인' }).click();
}

async function typeRight(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('1');
    await expect(page.locator('[data-choice][aria-pressed="true"]')).toHaveCount(1, { timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
}

async function phoneOf(browser: Browser): Promise<Page> {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({
    ...{ viewport, locale: 'ko-KR', timezoneId: 'Asia/Seoul', hasTouch: true },
    baseURL: process.env.SEODANG_URL ?? '',
  });
  return context.newPage();
}

/** Back in the network; what the page sends of its answers. */
async function reconnect(page: Page) {
  const sending = page.waitForRequest((request) => request.url().endsWith('/study/attempts'));
  await page.context().setOffline(false);
  return (await sending).postDataJSON();
}

/** A round that is begun on one device goes on where it was left on the other, and has ended on both. */
async function goOnElsewhere(laptop: Page, phone: Page): Promise<void> {
  const progress = (page: Page, done: number) => page.getByText(`${WRONG}문제 중 ${done}문제를 풀었습니다`);
  const resume = (page: Page) => page.getByRole('button', { name: '이어서 풀기' });
  const toStudy = (page: Page) => page.getByRole('link', { name: '복습', exact: true }).first().click();
  const answerTwo = async (page: Page, place: number) => {
    for (const at of [place, place + 1]) {
      await expect(page.getByText(`${WRONG}문제 중 ${at}번째`)).toBeVisible();
      await page.locator('[data-choice]').first().click();
      await page.getByRole('button', { name: '확인' }).click();
      await nextButton(page).click();
    }
  };
  await phone.goto('/student/study');
  await laptop.getByRole('button', { name: '고1 수학 A 시험 오답 풀기' }).click();
  await laptop.getByRole('menuitem', { name: '섞어서 20문제' }).click();
  await answerTwo(laptop, 1);
  await toStudy(laptop);
  await expect(phone.getByText('다른 기기에서 풀던 것이 있습니다')).toBeVisible();
  await expect(progress(phone, 2)).toBeVisible();
  await expectGoodScreen(phone);
  await resume(phone).click();
  await answerTwo(phone, 3);
  await toStudy(phone);
  await expect(progress(laptop, 4)).toBeVisible();
  await resume(laptop).click();
  await laptop.getByRole('button', { name: '그만하기' }).click();
  await expect(laptop.getByText('4문제 중 4문제 정답')).toBeVisible();
  await expect(resume(phone)).toHaveCount(0);
}

const agreed = (page: Page) => page.locator('[data-state-hash]').getAttribute('data-state-hash');

test('what was wrong on paper is studied on two devices without network, and counts once @desktop', async ({
  page: laptop,
  browser,
}) => {
  const school = await openSchool('j10');
  const { student } = await school.family('강지아');
  await releasedExam(school);
  const api = await studentApi(school, student);
  await expect.poll(async () => (await packOf(api)).length).toBe(WRONG);
  const phone = await phoneOf(browser);
  const pages = [laptop, phone];
  const complaints = await Promise.all(pages.map((page) => signInAt(page, school, student)));
  await Promise.all(pages.map(readyToGo));
  await expect(phone.getByText(`${WRONG}문제 · 틀린 문제 ${WRONG}`)).toBeVisible();
  await refuseOnce(phone);

  await startOffline(phone);
  await skipTo(phone, (number) => number <= 10);
  await expectGoodScreen(phone);
  await tapWrong(phone);
  await expect(phone.getByText('기기에만 1건')).toBeVisible();
  await phone.getByRole('button', { name: '되돌리기' }).click();
  await expect(phone.getByText('기기에만 1건')).toHaveCount(0);
  await answerTen(
    phone,
    (number) => number <= 10,
    () => tapWrong(phone),
  );
  await phone.getByRole('button', { name: '그만하기' }).click();
  await expect(phone.getByText('10문제 중 0문제 정답')).toBeVisible();

  await startOffline(laptop);
  await answerTen(
    laptop,
    (number) => number > 5,
    () => typeRight(laptop),
  );
  await laptop.getByRole('button', { name: '그만하기' }).click();
  await expect(laptop.getByText('10문제 중 10문제 정답')).toBeVisible();
  await expect(laptop.getByText('기기에만 10건')).toBeVisible();
  await expectGoodScreen(laptop);

  const { results } = await school.call(listStudyQuestions, { querystring: { search: '12번' } });
  const params = { id: results[0]?.id ?? 0 };
  await school.call(changeStudyQuestion, { params, body: { state: 'withdrawn' } });

  await reconnect(laptop);
  await expect(laptop.getByText('보류 1건').first()).toBeVisible();
  await expect(mark(laptop, '동기화됨')).toBeVisible();
  const batch = await reconnect(phone);
  await expect(phone.getByText('보류 1건').first()).toBeVisible();
  await expect(mark(phone, '동기화됨')).toBeVisible();
  const before = await api(studyState, {});
  const again = await api(syncAttempts, { body: batch });
  expect(again.status).toBe('already_ingested');
  expect(await api(studyState, {})).toEqual(before);

  const histories = await historiesOf(api);
  expect(countOf(histories)).toBe(WRONG + 10 + 9);
  // The laptop's answers came first and were given last.
  for (const number of [6, 7, 8, 9, 10]) {
    const inTime = [...(histories.get(number) ?? [])].sort((a, b) => a.at - b.at);
    expect(inTime.map(({ outcome }) => outcome)).toEqual(['wrong', 'wrong', 'correct']);
  }
  for (const page of pages) await expect.poll(() => agreed(page)).toBe(before.state_hash);

  await school.call(changeStudyQuestion, { params, body: { state: 'published' } });
  await laptop.goto('/student/study');
  await expect(laptop.getByText(/보류/)).toHaveCount(0);
  await expect.poll(async () => countOf(await historiesOf(api))).toBe(WRONG + 20);
  const after = await api(studyState, {});
  await expect.poll(() => agreed(laptop)).toBe(after.state_hash);
  await goOnElsewhere(laptop, phone);
  await expect.poll(async () => countOf(await historiesOf(api))).toBe(WRONG + 20 + 4);
  for (const page of pages) await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(complaints.flat()).toEqual([]);
  await phone.context().close();
});
