import { type Browser, expect, type Page, test } from '@playwright/test';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { enroll } from '@seodang/contract/enrollments.ts';
import { changeNoticeSettings, outbox } from '@seodang/contract/notices.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { dayFromNow, expectGoodScreen, watch } from './academy.ts';
import { pushService } from './push-service.ts';
import { openSchool, type School, signInAt } from './school.ts';

/** A second child of the same parent in the same lecture, and a class tomorrow; messages go out at any hour. */
async function withSibling({ call, lecture_id }: School): Promise<number> {
  const family = { parent_phone: '01087654321', guardian_name: '보호자' };
  const sibling = await call(createStudent, { body: { name: '이하늘', phone: '01023450000', ...family } });
  await call(enroll, { body: { lecture_id, student_id: sibling.id } });
  const lesson = { title: '미분 첫걸음', date: dayFromNow(1), starts_at: '18:00', ends_at: '20:00' };
  await call(addClassSession, { params: { id: lecture_id }, body: lesson });
  await call(changeNoticeSettings, { body: { quiet_from: null, quiet_until: null } });
  return sibling.id;
}

/** The address in the last message about a child, once it has gone out. */
async function addressIn({ call }: School, name: string): Promise<string> {
  let address = '';
  const ask = async () => {
    const { results } = await call(outbox, { querystring: { search: name } });
    address = results.find(({ status }) => status === 'sent')?.text.match(/\/family#\S+/)?.[0] ?? '';
    return address;
  };
  await expect.poll(ask).not.toBe('');
  return address;
}

/** A notification and its repeat are delivered, seen as one, and pressed: the address that opens. */
async function arrives(push: Awaited<ReturnType<typeof pushService>>, url: string): Promise<string> {
  const news = { tag: 'notice-1', title: '하늘수학학원', url };
  const sent = ['요청을 살펴보고 있습니다', '보강이 정해졌습니다'].map((body) => ({ ...news, body }));
  for (const payload of sent) {
    await push.deliver(payload);
    await expect.poll(push.shown).toEqual([`하늘수학학원: ${payload.body}`]);
  }
  expect(await push.received()).toEqual(sent.map((payload) => ({ isTrusted: true, payload })));
  const description = (await push.shower()) === 'granted' ? 'shown by the browser' : 'kept by the worker';
  test.info().annotations.push({ type: 'notifications', description });
  expect(await push.press()).toEqual([url]);
  expect(await push.shown()).toEqual([]);
  return url;
}

async function newPage(browser: Browser): Promise<Page> {
  const baseURL = process.env.SEODANG_URL ?? '';
  return (
    await browser.newContext({ baseURL, locale: 'ko-KR', viewport: { width: 390, height: 844 } })
  ).newPage();
}

test('a parent follows two children, asks for an excuse and a make-up, chooses what to hear, and opens the link of a notification', async ({
  page,
  browser,
}) => {
  const school = await openSchool('parent');
  const { parent } = await school.family('이지아');
  const sibling = await withSibling(school);
  const push = await pushService(page);
  const complaints = await signInAt(page, school, parent);

  await expect(page.getByRole('heading', { name: '이지아' })).toBeVisible();
  const asking = page.getByRole('button', { name: /사유·보강: .*미분 첫걸음/ });
  for (const [kind, reason] of [
    ['결석 사유', '독감으로 쉽니다'],
    ['보강 요청', '토요일에 보강을 부탁드립니다'],
  ] as const) {
    await asking.click();
    await page.getByRole('radiogroup').getByText(kind, { exact: true }).click();
    await page.getByLabel('내용').fill(reason);
    await page.getByRole('button', { name: '보내기' }).click();
    await expect(page.getByText('학원에 보냈습니다')).toBeVisible();
  }
  await page.getByRole('button', { name: '구독 주소 만들기' }).click();
  const address = await page.getByLabel('구독 주소').inputValue();
  await expectGoodScreen(page);

  const desk = await newPage(browser);
  const deskComplaints = await signInAt(desk, school, school.owner);
  await desk.goto('/staff/requests');
  await expect(desk.getByText('2건이 답을 기다립니다')).toBeVisible();
  const open = desk.getByRole('button', { name: '이지아 요청에 답하기' });
  for (const [action, left] of [
    ['인정하기', 1],
    ['보강 정하기', 0],
  ] as const) {
    await open.first().click();
    await desk.getByRole('dialog').getByRole('button', { name: action }).click();
    await expect(desk.getByRole('dialog')).toBeHidden();
    await expect(open).toHaveCount(left);
  }
  await expect(desk.getByText('기다리는 요청이 없습니다')).toBeVisible();
  await expectGoodScreen(desk);

  await expect(page.getByText('받아들임')).toHaveCount(2);
  const calendar = await (await fetch(new URL(new URL(address).pathname, process.env.SEODANG_URL))).text();
  expect(calendar.match(/STATUS:CANCELLED/g)).toHaveLength(1);
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(3);

  await page.goto('/parent/report');
  await page.getByText('이하늘').last().click();
  await expect(page.getByText('함수의 극한').first()).toBeVisible();
  // A class of today without a time counts once somebody was marked in it.
  await expect(page.getByText('0 / 0')).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PDF로 받기' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^report-\d+-\d{4}-\d{2}-\d{2}\.pdf$/);
  await expectGoodScreen(page);

  await page.goto('/parent/settings');
  await expect(page.getByRole('switch', { name: '출결·안전 알림' })).toBeDisabled();
  await page.getByRole('switch', { name: '홍보·행사 알림' }).click();
  await expect(page.getByRole('switch', { name: '홍보·행사 알림' })).not.toBeChecked();
  await page.getByRole('switch', { name: '내 시간으로 정하기' }).click();
  await expect(page.getByLabel('시작')).toHaveValue('21:00');
  await page.getByRole('button', { name: '이 기기에서 받기' }).click();
  await expect(page.getByText('브라우저 1곳에서 받고 있습니다.')).toBeVisible();
  await expectGoodScreen(page);

  const door = await newPage(browser);
  const doorComplaints = watch(door);
  const link = await addressIn(school, '이지아');
  await door.goto(await arrives(push, link));
  await expect(door.getByRole('heading', { name: '이지아', level: 1 })).toBeVisible();
  await expect(door.getByText('비밀번호 없이 이 자녀만 볼 수 있습니다')).toBeVisible();
  await expect(door.getByText('이하늘')).toHaveCount(0);
  expect(door.url()).not.toContain('#');
  const headers = { authorization: `Bearer ${link.split('#')[1]}` };
  const other = await door.request.get(`/api/v1/family/children/${sibling}`, { headers });
  expect(other.status()).toBe(404);
  await expectGoodScreen(door);

  await page.getByRole('button', { name: '브라우저 알림 모두 끄기' }).click();
  await expect(page.getByText('브라우저 1곳에서 받고 있습니다.')).toBeHidden();
  expect([...complaints, ...deskComplaints, ...doorComplaints]).toEqual([]);
  await desk.context().close();
  await door.context().close();
});
