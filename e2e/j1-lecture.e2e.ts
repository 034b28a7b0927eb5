import { expect, test } from '@playwright/test';
import { mustBeAccessible, signInAsOwner, watch } from './academy.ts';

test('a Mon/Wed lecture gets twelve weeks; a make-up comes between them and renumbers none', async ({
  page,
}) => {
  const complaints = watch(page);
  const title = `고1 수학 ${test.info().project.name} ${Date.now()}`;
  await signInAsOwner(page);
  await page.goto('/staff/lectures');
  await page.getByRole('link', { name: '강의 만들기' }).first().click();

  await expect(page.getByRole('heading', { name: '강의 만들기' })).toBeVisible();
  await page.getByLabel('강의 이름').fill(title);
  await page.getByLabel('첫 수업이 있을 수 있는 날').fill('2027-03-02');
  await page.getByRole('button', { name: '월', exact: true }).click();
  await page.getByRole('button', { name: '수', exact: true }).click();
  const preview = page.getByRole('region', { name: '생길 차시' });
  await expect(preview.getByRole('listitem')).toHaveCount(12);
  await expect(preview.getByRole('listitem').first()).toContainText('3월 3일');
  await preview.getByTitle('3월 10일 (수) 쉬기').click();
  await expect(preview.getByRole('listitem').nth(2)).toContainText('3월 15일');
  await mustBeAccessible(page);
  await page.getByRole('button', { name: '만들기', exact: true }).click();

  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  const weeks = page.getByText(/^\d+주차$/);
  const numbers = Array.from({ length: 12 }, (_, index) => `${index + 1}주차`);
  await expect(weeks).toHaveText(numbers);

  await page.getByRole('button', { name: '보강 추가' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('날짜').fill('2027-03-20');
  await dialog.getByLabel('시작').fill('10:00');
  await dialog.getByLabel('끝').fill('12:00');
  await dialog.getByRole('button', { name: '저장' }).click();

  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines).toHaveCount(13);
  await expect(lines.nth(4)).toContainText('보강');
  await expect(weeks).toHaveText(numbers);
  await mustBeAccessible(page);
  expect(complaints).toEqual([]);
});

test('a lecture is renamed, gets an assistant, and closes a week for one student; its tabs stay around all of it', async ({
  page,
}) => {
  const complaints = watch(page);
  const api = await signInAsOwner(page);
  const own = `${test.info().project.name} ${Date.now()}`;
  const { id } = await api('POST /lectures', {
    title: `물리 ${own}`,
    session_count: 3,
    starts_on: '2027-03-02',
  });
  const student = await api('POST /students', { name: `한가람 ${own}` });
  await api('POST /enrollments', { lecture_id: id, student_id: student.id });

  await page.goto(`/staff/lectures/${id}/settings`);
  await page.getByLabel('강의 이름').fill(`화학 ${own}`);
  await page.getByRole('button', { name: '저장' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: `화학 ${own}` })).toBeVisible();
  await page.getByLabel('강사·조교 추가').selectOption({ label: '윤다온 · 조교' });
  await page.getByRole('button', { name: '배정' }).click();
  await expect(page.getByRole('button', { name: '윤다온 빼기' })).toBeVisible();
  await mustBeAccessible(page);

  const tabs = page.getByRole('navigation', { name: '강의 메뉴' });
  await tabs.getByRole('link', { name: '진도' }).click();
  await expect(page).toHaveURL(/progress$/);
  await tabs.getByRole('link', { name: '수강생' }).click();
  await page.getByRole('button', { name: `한가람 ${own} 열린 차시 3개` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: '2차시' }).uncheck();
  await dialog.getByRole('button', { name: '저장' }).click();
  await expect(page.getByRole('button', { name: `한가람 ${own} 열린 차시 2개` })).toBeVisible();
  expect(complaints).toEqual([]);
});
