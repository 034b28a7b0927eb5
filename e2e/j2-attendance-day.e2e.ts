import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Api, dayFromNow, mustBeAccessible, signInAsOwner, watch } from './academy.ts';

/** A class of five on a day, with names, numbers and a title that no other test has. */
async function addClass(api: Api, session: object) {
  const own = String(Math.floor(1000 + Math.random() * 9000));
  const title = `수학 ${own}`;
  const names = ['강하늘', '김민준', '박도윤', '이서연', '최지우'].map((name) => `${name}${own}`);
  const codes = names.map((_, index) => `9${own}00${index}`);
  const lecture = await api('POST /lectures', { title, room: '301호' });
  const student_ids: number[] = [];
  for (const [index, name] of names.entries()) {
    const phones = { attendance_code: codes[index], parent_phone: `0109${own}00${index}` };
    student_ids.push((await api('POST /students', { name, ...phones })).id);
  }
  await api('POST /enrollments/bulk', { lecture_id: lecture.id, student_ids });
  const { id } = await api(`POST /lectures/${lecture.id}/sessions`, session);
  return { title, names, codes, lecture_id: lecture.id as number, session_id: id as number };
}

const evening = () => ({ date: dayFromNow(0), starts_at: '23:50', ends_at: '23:59' });
const lineOf = (board: Locator, name: string) => board.getByRole('listitem').filter({ hasText: name });
const press = (page: Page, code: string) => page.keyboard.type(code);

async function states(api: Api, session_id: number): Promise<string[]> {
  const { results } = await api(`GET /sessions/${session_id}/attendance`);
  return results.map((row: { status: string }) => row.status);
}

test('the board lists who is expected; the kiosk checks in, the board follows, one message goes out', async ({
  page,
  browser,
}) => {
  const complaints = watch(page);
  const api = await signInAsOwner(page);
  const { title, names, codes, lecture_id } = await addClass(api, evening());
  const [, name = ''] = names;
  const [, code = ''] = codes;
  await api(`POST /lectures/${lecture_id}/sessions`, {
    session_type: 'SUPPLEMENT',
    date: dayFromNow(0),
    starts_at: '23:00',
    ends_at: '23:40',
  });
  const { path } = await api('POST /kiosks', { name: '정문' });

  await page.goto('/staff');
  const board = page.getByRole('region', { name: `23:50–23:59 ${title}` });
  await expect(board.getByText('예정 5')).toBeVisible();
  await expect(
    page
      .getByRole('region', { name: `23:00–23:40 ${title}` })
      .getByText('보강')
      .first(),
  ).toBeVisible();
  await mustBeAccessible(page);

  await lineOf(board, name).getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('현장').click();
  await expect(dialog.getByText(`받는 번호 010-****-${code.slice(-4)}`)).toBeVisible();
  const previewed = await dialog.getByTestId('notice-preview').innerText();
  await dialog.getByRole('button', { name: '취소' }).click();

  await api(`DELETE /sessions/${await makeUpOf(api, lecture_id)}`);
  const door = await (await browser.newContext()).newPage();
  const doorComplaints = watch(door);
  await door.goto(path);
  await expect(door.getByRole('heading', { name: '서당 데모 학원' })).toBeVisible();
  await mustBeAccessible(door);
  for (const digit of code) await door.getByRole('button', { name: digit, exact: true }).click();
  await expect(door.getByText('출석했습니다')).toBeVisible();
  await expect(door.getByText(name)).toBeVisible();

  const mark = lineOf(board, name).getByRole('button', { name: `${name} 현장` });
  await expect(mark).toHaveAttribute('aria-pressed', 'true');
  await expect(board.getByText('등원 1')).toBeVisible();

  await press(door, code);
  await expect(door.getByText('이미 출석했습니다')).toBeVisible();
  await press(door, '00000000');
  await expect(door.getByText('등록되지 않은 번호입니다')).toBeVisible();

  await page.goto('/dev/outbox');
  const sent = page.getByRole('row').filter({ hasText: name });
  await expect(sent).toHaveCount(1);
  await expect(sent).toContainText(previewed);
  await expect(sent).toContainText('보냄');
  expect([...complaints, ...doorComplaints]).toEqual([]);
});

async function makeUpOf(api: Api, lecture_id: number): Promise<number> {
  const { results } = await api(`GET /lectures/${lecture_id}/sessions?session_type=SUPPLEMENT`);
  return results[0].id;
}

test('a student who comes after the tolerated minutes is late by the clock', { tag: '@desktop' }, async ({
  page,
  browser,
}) => {
  const api = await signInAsOwner(page);
  const { codes } = await addClass(api, { date: dayFromNow(0), starts_at: '00:00' });
  const { path } = await api('POST /kiosks', { name: '정문' });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Seoul',
    hour: '2-digit',
    minute: '2-digit',
  });
  const isLate = clock.format() > '00:10';

  const door = await (await browser.newContext()).newPage();
  await door.goto(path);
  await expect(door.getByRole('heading', { name: '서당 데모 학원' })).toBeVisible();
  await press(door, codes[0] ?? '');
  await expect(door.getByText(isLate ? '지각으로 표시했습니다' : '출석했습니다')).toBeVisible();
});

test('everybody else is marked at once and taken back at once; when one has changed, nothing is', async ({
  page,
}) => {
  const complaints = watch(page);
  const api = await signInAsOwner(page);
  const { title, names, session_id } = await addClass(api, evening());
  const { results } = await api(`GET /sessions/${session_id}/attendance`);
  await api(`PATCH /attendance/${results[1].id}`, { status: 'EXCUSED', memo: '병원' });
  const before = await states(api, session_id);

  await page.goto('/staff');
  const board = page.getByRole('region', { name: `23:50–23:59 ${title}` });
  await board.getByRole('button', { name: '전체 현장' }).click();
  await expect(page.getByText(/4명을 표시했습니다/)).toBeVisible();
  const marked = ['PRESENT', 'EXCUSED', 'PRESENT', 'PRESENT', 'PRESENT'];
  await expect.poll(() => states(api, session_id)).toEqual(marked);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect.poll(() => states(api, session_id)).toEqual(before);

  await board.getByRole('button', { name: '전체 현장' }).click();
  await expect.poll(() => states(api, session_id)).toEqual(marked);
  await api(`PATCH /attendance/${results[2].id}`, { status: 'LATE' });
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByText(`${names[2]} 학생의 출석이 그 사이 바뀌었습니다`)).toBeVisible();
  expect(await states(api, session_id)).toEqual(['PRESENT', 'EXCUSED', 'LATE', 'PRESENT', 'PRESENT']);
  expect(complaints).toEqual([]);
});

test('an absence of yesterday is marked and told to nobody, and the screen says so', {
  tag: '@desktop',
}, async ({ page }) => {
  const api = await signInAsOwner(page);
  const { names, session_id } = await addClass(api, { date: dayFromNow(-1), starts_at: '18:00' });
  const [, , , name = ''] = names;

  await page.goto('/staff');
  await page.getByRole('button', { name: '전날' }).click();
  await page.getByRole('button', { name: `${name} 결석` }).click();

  await expect(page.getByText(`${name} · 결석 — 오늘 수업이 아니어서 알림을 보내지 않습니다`)).toBeVisible();
  expect(await states(api, session_id)).toEqual(['UNSET', 'UNSET', 'UNSET', 'ABSENT', 'UNSET']);
  expect((await api(`GET /dev/outbox?search=${encodeURIComponent(name)}`)).count).toBe(0);
});

test('five students are marked by keys alone, and the focus is never lost', { tag: '@desktop' }, async ({
  page,
}) => {
  const complaints = watch(page);
  const api = await signInAsOwner(page);
  const { names, lecture_id, session_id } = await addClass(api, evening());
  await page.goto(`/staff/lectures/${lecture_id}/attendance`);
  const first = page.getByRole('button', { name: `${names[0]}, 1차시: 미정` });
  await expect(first).toBeVisible();
  await mustBeAccessible(page);

  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  for (let tab = 0; !(await focused()).startsWith(`${names[0]}, 1차시`); tab++) {
    expect(tab, 'the grid is reached by the tab key').toBeLessThan(60);
    await page.keyboard.press('Tab');
  }
  for (const [index, key] of ['p', 'l', 'a', 'o', 'e'].entries()) {
    expect(await focused()).toContain(names[index]);
    await page.keyboard.press(key);
  }
  expect(await focused()).toContain(names[4]);
  await expect
    .poll(() => states(api, session_id))
    .toEqual(['PRESENT', 'LATE', 'ABSENT', 'ONLINE', 'EXCUSED']);

  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByLabel('메모').fill('영상으로 듣기로 함');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(focused).toContain(names[3]);
  await page.keyboard.press('Delete');
  await expect.poll(() => states(api, session_id)).toEqual(['PRESENT', 'LATE', 'ABSENT', 'UNSET', 'EXCUSED']);
  expect(await focused()).toContain(names[4]);
  expect(complaints).toEqual([]);
});

test('a mark that a colleague made meanwhile is shown, not overwritten, and one chooses', {
  tag: '@desktop',
}, async ({ page }) => {
  const complaints = watch(page);
  const api = await signInAsOwner(page);
  const { names, lecture_id, session_id } = await addClass(api, evening());
  // The colleague's news is late.
  await page.route(/\/api\/v1\/live\b/, () => undefined);
  await page.goto(`/staff/lectures/${lecture_id}/attendance`);
  const cell = (name?: string) => page.getByRole('button', { name: new RegExp(`^${name}, 1차시`) });
  await expect(cell(names[0])).toBeVisible();
  const { results } = await api(`GET /sessions/${session_id}/attendance`);
  await api(`PATCH /attendance/${results[0].id}`, { status: 'LATE' });
  await api(`PATCH /attendance/${results[1].id}`, { status: 'EXCUSED' });

  // Both marks are on their way before the first answer opens the dialog.
  const bothMarked = Promise.withResolvers<void>();
  await page.route(/\/api\/v1\/attendance\/\d+/, async (route) => {
    await bothMarked.promise;
    await route.continue();
  });
  await cell(names[0]).click();
  await cell(names[1]).click();
  bothMarked.resolve();

  const dialog = page.getByRole('dialog', { name: '다른 사람이 먼저 표시했습니다' });
  const choiceOf = (name?: string) => dialog.getByRole('region', { name: name ?? '' });
  await expect(choiceOf(names[0])).toContainText('지각');
  await expect(choiceOf(names[1])).toContainText('인정');
  await mustBeAccessible(page);
  expect(await states(api, session_id)).toEqual(['LATE', 'EXCUSED', 'UNSET', 'UNSET', 'UNSET']);
  await choiceOf(names[0]).getByRole('button', { name: '그대로 두기' }).click();
  await choiceOf(names[1]).getByRole('button', { name: '내 표시로 바꾸기' }).click();

  await expect(dialog).toBeHidden();
  await expect.poll(() => states(api, session_id)).toEqual(['LATE', 'PRESENT', 'UNSET', 'UNSET', 'UNSET']);
  await expect(cell(names[0])).toContainText('지각');
  expect(complaints).toEqual([]);
});
