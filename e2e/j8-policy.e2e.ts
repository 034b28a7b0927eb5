import { expect, type Page, test } from '@playwright/test';
import { addClassSession, changeClassSession } from '@seodang/contract/class-sessions.ts';
import { enrollMany, listEnrollments } from '@seodang/contract/enrollments.ts';
import { setExamQuestions } from '@seodang/contract/exam-questions.ts';
import { changeExam, createExam } from '@seodang/contract/exams.ts';
import { createHomework } from '@seodang/contract/homework.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { createSubmission, prepareSubmissionFile } from '@seodang/contract/submissions.ts';
import { setVideoProgress } from '@seodang/contract/video-progress.ts';
import { photo } from '../server/testing/pictures.ts';
import { dayFromNow, expectGoodScreen } from './academy.ts';
import { drawClip } from './clips.ts';
import { openSchool, type School, signInAt, statusOf } from './school.ts';

const address = () => process.env.SEODANG_URL ?? '';
type Seat = { id: number; student_name: string };

/** A week with a video that everybody watched to 84 percent. */
async function week(school: School, title: string, days: number, seats: readonly Seat[]): Promise<number> {
  const { call, lecture_id } = school;
  const lesson = { title, date: dayFromNow(days) };
  const { id } = await call(addClassSession, { params: { id: lecture_id }, body: lesson });
  const video = await school.uploaded('강의', await drawClip(10), id);
  await expect.poll(() => statusOf(school, video, id), { timeout: 180_000 }).toBe('READY');
  for (const { id: enrollment } of seats)
    await call(setVideoProgress, { body: { video, enrollment, progress: 0.845 } });
  return id;
}

/** An exam of the week; who answers it passes. */
async function exam({ call }: School, session_id: number, passing: readonly Seat[]) {
  const { id } = await call(createExam, {
    body: { session_id, title: '주간 테스트', results_shown: 'at_once' },
  });
  const questions = [{ number: 1, keys: ['3'], points: 100 }];
  const set = await call(setExamQuestions, { params: { id }, body: { questions } });
  await call(changeExam, { params: { id }, body: { state: 'published' } });
  const answers = set.questions.map((question) => ({ exam_question_id: question.id, answer: '3' }));
  const target = { target_type: 'exam' as const, target_id: id, source: 'omr_manual' as const };
  for (const { id: enrollment_id } of passing)
    await call(createSubmission, { body: { enrollment_id, ...target, payload: { answers } } });
}

/** Homework of the week that one student handed in and nobody has looked at. */
async function homework({ call }: School, session_id: number, { id: enrollment_id }: Seat) {
  const { id: target_id } = await call(createHomework, { body: { session_id, title: '교재 37쪽' } });
  const bytes = new Uint8Array(await photo(9));
  const { file_key, upload } = await call(prepareSubmissionFile, {
    body: { filename: 'a.jpg', size: bytes.length },
  });
  expect((await fetch(new URL(upload.url, address()), { ...upload, body: bytes })).ok).toBe(true);
  const target = { target_type: 'homework' as const, target_id, source: 'homework_image' as const };
  await call(createSubmission, { body: { enrollment_id, ...target, file_key } });
}

async function classOfFive(school: School) {
  const { call, lecture_id } = school;
  const family = await school.family('이지아');
  const student_ids: number[] = [];
  for (const name of ['강하늘', '김민준', '박도윤', '최지우'])
    student_ids.push((await call(createStudent, { body: { name } })).id);
  await call(enrollMany, { body: { lecture_id, student_ids } });
  const { results } = await call(listEnrollments, { querystring: { lecture_id, page_size: 500 } });
  return { ...family, seats: results };
}

const cell = (page: Page, name: string, week: number) =>
  page.getByRole('button', { name: new RegExp(`^${name}, ${week}차시:`) });
const states = (page: Page, week: number) =>
  page.getByRole('button', { name: new RegExp(`, ${week}차시: `) });

test('a rule is changed for the weeks to come, with a preview of everybody it concerns; an excuse can be taken back', {
  tag: '@desktop',
}, async ({ page, browser }) => {
  const school = await openSchool('j8-policy');
  const { seats, student, parent } = await classOfFive(school);
  const jia = seats.find(({ student_name }) => student_name === '이지아') as Seat;
  const past = { date: dayFromNow(-14) };
  await school.call(changeClassSession, { params: { id: school.session_id }, body: past });
  const second = await week(school, '도함수', -7, seats);
  await exam(school, second, [jia]);
  await homework(school, second, jia);
  await exam(school, await week(school, '적분', 0, seats), []);
  const sentence = '미완료: 영상 84% (기준 90%), 시험 통과, 과제 검토 중';

  const complaints = await signInAt(page, school, school.owner);
  await page.goto(`/staff/lectures/${school.lecture_id}/progress`);
  await cell(page, '이지아', 2).click();
  await expect(page.getByRole('dialog').getByText(sentence)).toBeVisible();
  for (const account of [student, parent]) {
    const other = await (await browser.newContext({ locale: 'ko-KR', baseURL: address() })).newPage();
    await signInAt(other, school, account);
    await expect(other.getByText(sentence)).toBeVisible();
    await other.context().close();
  }

  await page.goto(`/staff/lectures/${school.lecture_id}/policy`);
  await page.getByLabel('영상 시청 기준(%)').fill('80');
  await page.getByLabel('언제부터').selectOption(dayFromNow(0));
  await page.getByRole('button', { name: '미리 보기' }).click();
  await expect(page.getByText('결과 5칸이 달라집니다')).toBeVisible();
  await expect(page.getByText('보내는 메시지 0건')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '3차시' })).toHaveCount(5);
  await expectGoodScreen(page);

  await page.getByRole('button', { name: '적용하기' }).click();
  await expect(page.getByText('2번째 기준')).toBeVisible();
  await page.goto(`/staff/lectures/${school.lecture_id}/progress`);
  await expect(states(page, 3).filter({ hasText: '시험' })).toHaveCount(5);
  await cell(page, '이지아', 2).click();
  await expect(page.getByRole('dialog').getByText(sentence)).toBeVisible();
  await page.keyboard.press('Escape');

  await cell(page, '박도윤', 3).click();
  const why = page.getByRole('dialog');
  await why.getByRole('button', { name: '면제하기' }).click();
  await why.getByLabel('이유').fill('병결');
  await why.getByRole('button', { name: '저장' }).click();
  await expect(why.getByText('완료: 영상 84%, 시험 면제')).toBeVisible();
  await expect(why.getByText(/^병결 · 김하늘/)).toBeVisible();
  await why.getByRole('button', { name: '시험 면제 되돌리기' }).click();
  await expect(why.getByText('미완료: 영상 84%, 시험 결과 없음')).toBeVisible();

  await why.getByRole('button', { name: '클리닉 추천' }).click();
  await why.getByLabel('무엇을 도와야 하나요?').fill('부호를 자주 틀립니다');
  await why.getByRole('button', { name: '추천하기' }).click();
  await expect(why.getByText('클리닉 · 강사 추천')).toBeVisible();
  await expect(why.getByRole('button', { name: '클리닉 추천' })).toHaveCount(0);
  await expectGoodScreen(page);
  await why.getByRole('link', { name: '클리닉 대상에서 보기' }).click();
  await page.getByRole('button', { name: '박도윤 자세히' }).click();
  await expect(page.getByRole('dialog').getByText('부호를 자주 틀립니다')).toBeVisible();
  expect(complaints).toEqual([]);
});
