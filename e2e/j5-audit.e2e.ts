import { expect, test } from '@playwright/test';
import { openOwner } from '../server/testing/process.ts';
import { expectGoodScreen } from './academy.ts';
import { openSchool, signInAt } from './school.ts';

test('the owner checks the audit log, and learns which entry somebody edited behind it', async ({ page }) => {
  const school = await openSchool('audit');
  const complaints = await signInAt(page, school, school.owner);
  await page.goto('/admin/audit');
  const verify = page.getByRole('button', { name: '감사 로그 검증' });
  await verify.click();
  await expect(page.getByText('정상입니다.')).toBeVisible();

  const database = await openOwner(process.env.SEODANG_DATA ?? '');
  const { rows } = await database.query<{ seq: number }>(
    `update audit_entry e set after = '{"title": "고3 수학"}' from tenant t
     where t.code = $1 and e.tenant_id = t.id and e.action = 'lecture.create' returning e.seq`,
    [school.code],
  );
  await database.end();
  await verify.click();
  await expect(page.getByText(`${rows[0]?.seq}번 기록의 내용이 바뀌었습니다`)).toBeVisible();
  await expectGoodScreen(page);
  expect(complaints).toEqual([]);
});
