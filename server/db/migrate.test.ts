import { expect, test } from 'vitest';
import { useApp } from '#testing/harness.ts';
import { migrate } from './migrate.ts';

const kit = useApp();

test('a database that was made by other migrations is left as it is, and the one that differs is named', async () => {
  const applied = async () =>
    (await kit.owner.query('select count(*)::int as count from kysely_migration')).rows[0].count;
  const before = await applied();
  await kit.owner.query(`update app.migration_text set sha256 = 'another' where name = '0012_exams.sql'`);
  const again = () => migrate(kit.ownerUrl, 'no password of anybody');
  await expect(again()).rejects.toThrow(/unreleased state of Seodang: its migration 0012_exams.sql/);
  await kit.owner.query('drop table app.migration_text');
  await expect(again()).rejects.toThrow(/its migration 0001_/);
  expect(await applied()).toBe(before);
});
