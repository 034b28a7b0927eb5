import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { signIn } from '@seodang/contract/auth.ts';
import { enroll } from '@seodang/contract/enrollments.ts';
import { getExamSheet } from '@seodang/contract/exam-questions.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { listExamResults, listResults } from '@seodang/contract/results.ts';
import { parseSheet } from '../packages/omr/geometry/index.ts';
import { expectGoodScreen } from './academy.ts';
import { lateResult } from './runners.ts';
import { type Filled, scannedClass } from './scanned-class.ts';
import { apiOf, openSchool, type School, signInAt } from './school.ts';

const keys = '12345'.repeat(4);
const numbers = ['140', '147', '7', '0', '999'];

async function classmates({ call, lecture_id }: School, names: readonly string[]): Promise<void> {
  const join = async (name: string, at: number) => {
    const family = { parent_phone: `010900000${10 + at}`, guardian_name: `${name} 보호자` };
    const attendance_code = `${20_260_000 + 10 * at}`;
    const { id: student_id } = await call(createStudent, { body: { name, attendance_code, ...family } });
    await call(enroll, { body: { lecture_id, student_id } });
  };
  await Promise.all(names.map(join));
}

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: '시험 메뉴' }).getByRole('link', { name, exact: true }).click();

const toast = (page: Page, text: RegExp) => page.getByRole('alert').filter({ hasText: text });

async function createExam(page: Page, { lecture_id }: School): Promise<void> {
  await page.goto(`/staff/lectures/${lecture_id}/exams`);
  await expect(page.getByRole('heading', { name: '시험이 없습니다' })).toBeVisible();
  await page.getByRole('button', { name: '시험 만들기' }).click();
  await page.getByLabel('시험 이름').fill('주간 테스트');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/staff\/exams\/\d+$/);
}

/** Twenty keys of choices and five numbers, without the mouse where it counts. */
async function setKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: '문항 추가' }).click();
  await page.locator('[data-place="0:key"]').focus();
  await page.keyboard.type(keys);
  await page.getByLabel('추가할 문항 수').fill('5');
  await page.getByRole('button', { name: '문항 추가' }).click();
  for (const at of [21, 22, 23, 24, 25])
    await page.getByLabel(`${at}번 유형`).selectOption({ label: '숫자 3자리' });
  await page.locator('[data-place="20:key"]').focus();
  for (const number of numbers) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: '배점 나누기' }).click();
  await page.getByRole('button', { name: '적용' }).click();
  await expect(page.getByText('25문항 · 100점')).toBeVisible();
  await expectGoodScreen(page);
  await page.getByRole('button', { name: '저장', exact: true }).click();
  await expect(toast(page, /저장했습니다/)).toBeVisible();
}

async function printRoster(page: Page, count: number): Promise<void> {
  await tab(page, '답안지');
  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: `전원 ${count}명 PDF` }).click();
  const pdf = await readFile(await (await arriving).path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await expect(page.getByText('인쇄함')).toBeVisible();
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function studentWith(browser: Browser, school: School, account: { login: string; password: string }) {
  const viewport = { width: 390, height: 844 };
  const baseURL = process.env.SEODANG_URL ?? '';
  const page = await (await browser.newContext({ viewport, locale: 'ko-KR', baseURL })).newPage();
  const complaints = await signInAt(page, school, account);
  await page.goto('/student/exams');
  return { page, complaints };
}

const names = [
  '김하늘',
  '박서연',
  '이도윤',
  '최지우',
  '정하준',
  '조은서',
  '윤시우',
  '임나연',
  '한도현',
  '오유진',
  '신예준',
  '문채원',
];

/** Who knows everything, and whose sheets lie below the others. */
const others = [
  ...['강하람', '고은비', '권도겸', '김라온', '나윤슬', '남태오', '노아인', '류시원'],
  ...['민서하', '배이든', '백도하', '서나린', '손유찬', '송해온', '안지호', '양세림'],
];

/** What a student answers who knows everything but these questions; there the next choice is marked. */
function answered(wrong: readonly number[] = [], more: Record<number, string> = {}): Map<number, string> {
  const right = [...keys, ...numbers];
  const pairs = right.map((key, at): [number, string] => [
    at + 1,
    wrong.includes(at + 1) ? (at < 20 ? `${(Number(key) % 5) + 1}` : '555') : key,
  ]);
  return new Map([...pairs, ...Object.entries(more).map(([at, key]): [number, string] => [Number(at), key])]);
}

/**
 * The class of thirty pages as it lies in the feeder: out of order, two upside down, one askew, one photo, one double
 * mark, an empty page, a second sheet of one student, and one on blank stock whose number is a digit off. Whoever is
 * last has lost the sheet.
 */
async function stackOf({ call }: School, exam_id: number): Promise<Buffer> {
  const params = { id: exam_id };
  const sheet = await call(getExamSheet, { params });
  const { absent } = await call(listExamResults, { params });
  const of = (
    name: string,
    more: Omit<Filled, 'enrollment_id' | 'answers'> & { answers?: Filled['answers'] } = {},
  ) => ({
    enrollment_id: absent.find(({ student_name }) => student_name === name)?.enrollment_id ?? 0,
    answers: answered(),
    ...more,
  });
  return scannedClass(parseSheet(sheet.pages[0]), { exam: exam_id, sheet: sheet.id }, [
    of('문채원', { answers: answered([1, 2, 3]) }),
    of('이도윤', { by: 'turned' }),
    of('강지아'),
    of('김하늘', { answers: answered([], { 7: '2,4' }) }),
    null,
    of('최지우', { by: { scan: 'rotated' } }),
    of('정하준', { answers: answered([3, 21]) }),
    { number: '20260011', answers: answered([4]) },
    of('조은서', { by: { photo: 'perspective' } }),
    of('윤시우', { by: 'turned', answers: answered([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) }),
    of('이도윤', { answers: answered([5, 6]) }),
    of('임나연', { answers: answered([20]) }),
    of('한도현'),
    of('오유진', { answers: answered([9]) }),
    ...others.map((name) => of(name)),
  ]);
}

const tile = (page: Page, name: string) =>
  page.getByRole('group', { name: '쪽 고르기' }).getByRole('button', { name });

async function scanClass(page: Page, pdf: Buffer): Promise<void> {
  await tab(page, '스캔');
  await page
    .getByLabel('한 반의 스캔을 놓으세요')
    .setInputFiles({ name: '3반.pdf', mimeType: 'application/pdf', buffer: pdf });
  await expect(page).toHaveURL(/scans\/\d+$/);
  await expect(tile(page, '읽음')).toHaveText('26읽음', { timeout: 150_000 });
  for (const [name, count] of [
    ['전체', 30],
    ['확인 필요', 1],
    ['누구인지 모름', 1],
    ['중복', 1],
    ['빈 쪽', 1],
  ] as const)
    await expect(tile(page, name)).toHaveText(`${count}${name}`);
  await page.getByText('아직 내지 않은 학생 2명').click();
  await expect(page.getByText('박서연, 신예준')).toBeVisible();
  await expectGoodScreen(page);
}

/** The pages that belong to nobody, without the mouse: who it is by name, and which of two sheets counts. */
async function sortPages(page: Page): Promise<void> {
  await page.getByRole('button', { name: '2쪽 정하기' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: '이름 또는 번호' })).toBeFocused();
  await expect(dialog.getByText('명단에 없는 번호입니다')).toBeVisible();
  await expect(dialog.getByRole('option').first()).toContainText('박서연');
  await expect(dialog.getByRole('img', { name: '8쪽 그림' })).toBeVisible();
  await expectGoodScreen(page);
  await page.keyboard.type('서연');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('이도윤의 답안지가 둘입니다')).toBeVisible();
  await expect(dialog.getByRole('group')).toBeFocused();
  await expect(dialog.getByText('두 답안지에서 다른 문항: 5–6')).toBeVisible();
  await expect(dialog.getByRole('img', { name: '새로 읽은 이도윤의 답안지' })).toBeVisible();
  await expectGoodScreen(page);
  await page.keyboard.press('2');
  await expect(dialog).toBeHidden();
  await expect(tile(page, '쓰지 않음')).toHaveText('1쓰지 않음');
}

/** The answer that was marked twice, by one key; the result follows. */
async function checkAnswers(page: Page): Promise<void> {
  await page.getByRole('link', { name: '답 1개 확인' }).focus();
  await page.keyboard.press('Enter');
  const answer = page.getByRole('region', { name: '김하늘 · 7번' });
  await expect(answer).toBeFocused();
  await expect(answer.getByText('② ④')).toBeVisible();
  await expect(answer.getByRole('img', { name: '김하늘의 7번 답' })).toBeVisible();
  await expectGoodScreen(page);
  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: '모두 확인했습니다' })).toBeVisible();
  await expect(page.getByText('28명의 결과가 나왔습니다')).toBeVisible();
}

/** Who lost the sheet has it typed in. */
async function typeIn(page: Page, name: string): Promise<void> {
  await tab(page, '제출');
  await expect(page.getByText('29명 중 28명 제출')).toBeVisible();
  await page.getByRole('button', { name: '답 입력' }).click();
  await expect(page.getByLabel('학생', { exact: true }).locator('option:checked')).toHaveText(name);
  await page.getByLabel('1번 답', { exact: true }).focus();
  await page.keyboard.type(keys);
  for (const number of numbers) {
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
  }
  await expect(toast(page, new RegExp(`${name}의 답을 저장했습니다`))).toBeVisible();
  await page.keyboard.press('Escape');
}

test('a paper exam: a class is scanned, sorted and checked by keyboard, regraded, and released @desktop', async ({
  page,
  browser,
}) => {
  const school = await openSchool('j6');
  const { student, parent } = await school.family('강지아');
  await classmates(school, [...names, ...others]);
  const complaints = await signInAt(page, school, school.owner);
  await createExam(page, school);
  await setKeys(page);
  await page.getByRole('button', { name: '공개', exact: true }).click();
  await expect(toast(page, /학생에게 공개했습니다/)).toBeVisible();
  await printRoster(page, 29);
  const exam_id = Number(/exams\/(\d+)/.exec(page.url())?.[1]);
  await scanClass(page, await stackOf(school, exam_id));
  await sortPages(page);
  await checkAnswers(page);
  await typeIn(page, '신예준');

  await tab(page, '결과');
  await expect(page.getByText('결과가 없는 학생')).toHaveCount(0);
  for (const [name, score] of [
    ['김하늘', 100],
    ['박서연', 96],
    ['이도윤', 92],
    ['윤시우', 56],
    ['정하준', 92],
  ] as const)
    await expect(rowOf(page, name)).toContainText(`${score} / 100`);
  const her = await studentWith(browser, school, student);
  await expect(her.page.getByText(/제출함/)).toBeVisible();
  await expect(her.page.getByText('/ 100')).toHaveCount(0);
  const { access_token } = await apiOf()(signIn, { body: { academy: school.code, ...parent } });
  const asParent = apiOf(access_token);
  expect(await asParent(listResults, { querystring: {} })).toMatchObject({ count: 0 });

  await tab(page, '문항·정답');
  await page.locator('[data-place="2:key"]').focus();
  await page.keyboard.press('1');
  await page.getByRole('button', { name: '저장', exact: true }).click();
  const diff = page.getByRole('dialog');
  await expect(diff.getByText('26명의 점수가 바뀝니다')).toBeVisible();
  await expect(diff.getByRole('row').filter({ hasText: '강지아' })).toContainText('96');
  await diff.getByRole('button', { name: '적용하고 다시 채점' }).click();
  await expect(toast(page, /26명의 점수를 바꿨습니다/)).toBeVisible();

  await expect(lateResult(school.code, 'ai.omr_batch')).rejects.toMatchObject({ problem: { status: 409 } });
  await tab(page, '결과');
  await expect(rowOf(page, '강지아')).toContainText('96 / 100');
  await page.getByText('문항 분석').click();
  await expect(rowOf(page, '①').first()).toBeVisible();
  await page.getByRole('button', { name: '결과 공개' }).click();
  await expect(toast(page, /공개했습니다/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText('학생 × 문항').click();
  await expectGoodScreen(page);

  await her.page.reload();
  await expect(her.page.getByText('96 / 100')).toBeVisible();
  await her.page.getByRole('link', { name: '주간 테스트 결과 보기' }).click();
  await expect(her.page.getByText('29명 중')).toBeVisible();
  await expect(her.page.getByRole('heading', { name: '틀린 문항 1' })).toBeVisible();
  const note = her.page.waitForEvent('download');
  await her.page.getByRole('button', { name: '오답노트 PDF' }).click();
  expect((await readFile(await (await note).path())).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await asParent(listResults, { querystring: {} })).toMatchObject({ results: [{ total_score: 96 }] });
  expect([...complaints, ...her.complaints]).toEqual([]);
});
