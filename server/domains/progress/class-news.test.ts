import pg from 'pg';
import { expect, test } from 'vitest';
import type { News } from '#core/live.ts';
import { ask } from '#testing/ask.ts';
import { useApp } from '#testing/harness.ts';
import { importer } from '#testing/imports.ts';

const kit = useApp();

test('the progress of a class that came in one import is one piece of news', async () => {
  const { owner, lecture_id, send, commit } = await importer(kit);
  await ask(kit, owner, `POST /lectures/${lecture_id}/sessions`, { date: '2026-11-01', title: '1' });
  const heard: News[] = [];
  const listener = new pg.Client({ connectionString: kit.ownerUrl });
  await listener.connect();
  listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '{}')));
  await listener.query('listen seodang_live');

  const { body } = await send('이름,연락처\n김민준,01011111111\n박서연,01022222222\n정가람,01033333333\n');
  await commit(body, { lecture_id });
  await kit.runTasks();

  await expect.poll(() => heard.some(({ topic }) => topic === 'risk-ranking')).toBe(true);
  expect(heard.filter(({ topic }) => topic === 'progress')).toMatchObject([
    { lecture_id, enrollment_ids: [expect.any(Number), expect.any(Number), expect.any(Number)] },
  ]);
  await listener.end();
});
