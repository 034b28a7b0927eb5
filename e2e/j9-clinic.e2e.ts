import { expect, type Page, test } from '@playwright/test';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { listClinicLinks } from '@seodang/contract/clinic.ts';
import { bookClinic, createClinicSlots } from '@seodang/contract/clinic-slots.ts';
import { enroll, listLectureEnrollments } from '@seodang/contract/enrollments.ts';
import { setExamQuestions } from '@seodang/contract/exam-questions.ts';
import { changeExam, createExam } from '@seodang/contract/exams.ts';
import { createHomework } from '@seodang/contract/homework.ts';
import { outbox } from '@seodang/contract/notices.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { createSubmission } from '@seodang/contract/submissions.ts';
import { dayFromNow, expectGoodScreen } from './academy.ts';
import { openSchool, type School, signInAt } from './school.ts';

async function newStudent({ call, lecture_id }: School, name: string): Promise<number> {
  const { id: student_id } = await call(createStudent, { body: { name, parent_phone: '01011112222' } });
  return (await call(enroll, { body: { lecture_id, student_id } })).id;
}

async function enrollmentOf({ call, lecture_id }: School, name: string): Promise<number> {
  const { results } = await call(listLectureEnrollments, { params: { id: lecture_id }, querystring: {} });
  return results.find(({ student_name }) => student_name === name)?.id ?? 0;
}

/** The last two sessions, that of today among them, asked for homework that nobody handed in. */
async function missedWeeks({ call, lecture_id, session_id }: School): Promise<void> {
  const ids: number[] = [];
  for (const days of [-2, -1]) {
    const body = { title: `지난 차시 ${-days}`, date: dayFromNow(days) };
    ids.push((await call(addClassSession, { params: { id: lecture_id }, body })).id);
  }
  const due_at = `${dayFromNow(0)}T00:00:00+09:00`;
  for (const id of [...ids.slice(1), session_id])
    await call(createHomework, { body: { session_id: id, title: '복습 과제', due_at } });
}

/** An exam of 42 points for its first question and 58 for the other four, whose results are shown at once. */
async function examOf({ call, session_id }: School): Promise<{ id: number; questions: number[] }> {
  const exam = await call(createExam, { body: { session_id, title: '주간 테스트' } });
  const points = [42, 20, 20, 10, 8];
  const { questions } = await call(setExamQuestions, {
    params: { id: exam.id },
    body: { questions: points.map((worth, at) => ({ number: at + 1, keys: ['1'], points: worth })) },
  });
  const body = { state: 'published', pass_score: 60, results_shown: 'at_once' } as const;
  await call(changeExam, { params: { id: exam.id }, body });
  return { id: exam.id, questions: questions.map(({ id }) => id) };
}

async function failExam({ call }: School, exam: Awaited<ReturnType<typeof examOf>>, enrollment_id: number) {
  const answers = exam.questions.map((id, at) => ({ exam_question_id: id, answer: at === 0 ? '1' : '2' }));
  await call(createSubmission, {
    body: {
      ...{ enrollment_id, target_type: 'exam', target_id: exam.id, source: 'omr_manual' },
      payload: { answers },
    },
  });
}

async function linkOf({ call }: School, enrollment_id: number): Promise<number> {
  const links = () => call(listClinicLinks, { querystring: { enrollment_id, reason: 'AUTO_RISK' } });
  await expect.poll(async () => (await links()).count).toBe(1);
  return (await links()).results[0]?.id ?? 0;
}

/** Tomorrow at these hours, each with one seat. */
async function slotsAt({ call }: School, ...hours: number[]): Promise<number[]> {
  const ids: number[] = [];
  for (const hour of hours) {
    const body = {
      starts_at: `${dayFromNow(1)}T${hour}:00:00+09:00`,
      ends_at: `${dayFromNow(1)}T${hour + 1}:00:00+09:00`,
      ...{ capacity: 1, room: '클리닉실' },
    };
    const { results } = await call(createClinicSlots, { body });
    ids.push(...results.map(({ id }) => id));
  }
  return ids;
}

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: '클리닉 메뉴' }).getByRole('link', { name, exact: true }).click();

test('who fails behind is seen, called, booked and tested again until the cause is gone @desktop', async ({
  page,
  browser,
}) => {
  const school = await openSchool('j9');
  const { call } = school;
  await missedWeeks(school);
  await newStudent(school, '박무연');
  const { student } = await school.family('강지아');
  const rival = await newStudent(school, '이경쟁');
  const hers = await enrollmentOf(school, '강지아');
  const complaints = await signInAt(page, school, school.owner);

  await page.goto('/staff/clinic/cases');
  const row = page.getByRole('row').filter({ hasText: '박무연' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('주의');
  await expect(row).toContainText('2차시 연속 미완료');
  await expect(row).toContainText('한 번도 로그인하지 않음');
  await row.getByRole('link').click();
  await page.getByLabel('내용').fill('보호자와 통화함');
  await page.getByRole('button', { name: '기록' }).click();
  await expect(page.getByText('보호자와 통화함')).toBeVisible();
  await expectGoodScreen(page);

  const exam = await examOf(school);
  await failExam(school, exam, hers);
  await failExam(school, exam, rival);
  await linkOf(school, hers);
  const theirs = await linkOf(school, rival);
  const [first = 0] = await slotsAt(school, 10, 11, 12);

  await tab(page, '대상 학생');
  await page.getByRole('button', { name: '강지아 자세히' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('틀린 문항 2, 3, 4, 5번')).toBeVisible();
  const text = await dialog.getByTestId('clinic-preview').innerText();
  expect(text).toContain('주간 테스트 42점(통과 60점)');
  await expectGoodScreen(page);
  await dialog.getByRole('button', { name: '승인하고 보호자에게 알리기' }).click();
  await expect(dialog.getByText(/보호자에게 알렸습니다/)).toBeVisible();
  const sent = async () => (await call(outbox, { querystring: { search: '클리닉이 필요합니다' } })).results;
  await expect.poll(async () => (await sent()).map((notice) => notice.text)).toEqual([text]);
  await page.keyboard.press('Escape');

  const her = await (
    await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ko-KR' })
  ).newPage();
  // The news that the seat is gone is late.
  await her.route(/\/api\/v1\/live\b/, () => undefined);
  const hersComplaints = await signInAt(her, school, student, process.env.SEODANG_URL);
  await her.goto(`${process.env.SEODANG_URL}/student/clinic`);
  await her.getByRole('button', { name: '시간 고르기' }).click();
  const times = her.getByRole('dialog');
  await expect(times.getByRole('listitem')).toHaveCount(3);
  await expectGoodScreen(her);
  await call(bookClinic, { body: { slot_id: first, link_id: theirs } });
  await times.getByRole('button', { name: /10:00–11:00/ }).click();
  await expect(times.getByText('방금 마지막 자리가 찼습니다')).toBeVisible();
  await times.getByRole('button', { name: /11:00–12:00/ }).click();
  await expect(her.getByText(/11:00–12:00에 만나요/)).toBeVisible();
  await expectGoodScreen(her);

  await tab(page, '오늘');
  await page.getByRole('button', { name: '다음 날' }).click();
  await expect(page.getByRole('region', { name: '11:00–12:00' })).toContainText('강지아');
  await page.getByRole('button', { name: '강지아 안 옴' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /12:00–13:00/ })
    .click();
  const last = page.getByRole('region', { name: '12:00–13:00' });
  await last.getByRole('button', { name: '강지아 도착' }).click();
  await expect(page.getByRole('region', { name: '11:00–12:00' })).toContainText('다시 예약함');
  await expectGoodScreen(page);

  await last.getByRole('button', { name: '강지아 재시험 점수' }).click();
  await dialog.getByLabel('재시험 점수 기록').fill('78');
  await dialog.getByRole('button', { name: '기록', exact: true }).click();
  await expect(dialog.getByText(/시험 통과 · 42점 → 78점/)).toBeVisible();
  await dialog.getByLabel('재시험 점수 기록').fill('55');
  await dialog.getByRole('button', { name: '기록', exact: true }).click();
  await expect(dialog.getByText(/점수가 바뀌어 다시 열림/)).toBeVisible();
  await expect(dialog.getByText(/시험 통과 · 42점 → 78점/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await tab(page, '효과');
  const effect = page.getByRole('row').filter({ hasText: '시험 미통과' });
  await expect(effect).toContainText('+36점');
  await expectGoodScreen(page);
  expect([...complaints, ...hersComplaints]).toEqual([]);
});
