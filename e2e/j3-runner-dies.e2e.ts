import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { completeJob, failJob, heartbeatJob } from '@seodang/contract/jobs.ts';
import { askDatabase, startSeodang } from '../server/testing/process.ts';
import { drawClip } from './clips.ts';
import { runnerCalls, startRunner, workerToken } from './runners.ts';
import { openSchool, signInAt } from './school.ts';

/** A system of its own whose runners are the test's. */
async function startWithoutRunner() {
  const dataDir = await mkdtemp(join(tmpdir(), 'seodang-runners-'));
  const env = { DEMO: 'false', RUNNER_CONCURRENCY: '0', INTERNAL_WORKER_TOKEN: workerToken };
  const server = await startSeodang(dataDir, env);
  return {
    address: server.address,
    workDir: join(dataDir, 'runner'),
    sql: (text: string) => askDatabase(dataDir, text),
    stop: async () => {
      server.signal('SIGTERM');
      await server.ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

test('a lesson is published although its runner dies, and a poisonous file stops nobody else', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const system = await startWithoutRunner();
  const { address } = system;
  const school = await openSchool('j3-runners', address);
  const complaints = await signInAt(page, school, school.owner, address);
  const clip = await drawClip(4);
  const dying = runnerCalls(address, 'runner-a');
  await page.goto(`${address}/staff/videos?lecture=${school.lecture_id}&session=${school.session_id}`);
  const cardOf = (title: string) => page.getByRole('listitem').filter({ hasText: title });

  await school.uploaded('첫 영상', clip);
  const { id, lease_token } = await dying.claim();
  await dying.call(heartbeatJob, { params: { id }, body: { lease_token, progress: 0.3, stage: 'first' } });
  await expect(cardOf('첫 영상')).toContainText('30%');

  await system.sql(`update job set leased_until = now() - interval '1 second' where id = ${id}`);
  const living = startRunner(address, system.workDir, 'runner-b');
  await expect(cardOf('첫 영상').getByText('시청 가능', { exact: true })).toBeVisible({ timeout: 90_000 });
  const late = dying.call(completeJob, { params: { id }, body: { lease_token, result: {} } });
  await expect(late).rejects.toMatchObject({ problem: { status: 409, detail: 'lease_owner_mismatch' } });
  await living.stop();

  await school.uploaded('독이 든 영상', clip);
  await school.uploaded('뒤의 영상', clip);
  const fail = async () => {
    const job = await dying.claim();
    const body = { lease_token: job.lease_token, reason: 'engine_failed' };
    await dying.call(failJob, { params: { id: job.id }, body });
    return job.id;
  };
  const poison = await fail();
  await expect(cardOf('독이 든 영상')).toContainText('1번 실패하여 잠시 뒤 다시 시도합니다');
  await system.sql(`update job set not_before = now() + interval '1 day' where id = ${poison}`);
  const other = startRunner(address, system.workDir, 'runner-c');
  await expect(cardOf('뒤의 영상').getByText('시청 가능', { exact: true })).toBeVisible({ timeout: 90_000 });
  await other.stop();
  for (let more = 0; more < 2; more += 1) {
    await system.sql(`update job set not_before = now() - interval '1 second' where id = ${poison}`);
    expect(await fail()).toBe(poison);
  }
  await expect(cardOf('독이 든 영상')).toContainText('변환 프로그램이 멈췄습니다');
  await cardOf('독이 든 영상').getByRole('button', { name: '다시 시도' }).click();
  await expect(cardOf('독이 든 영상').getByText('변환 대기', { exact: true })).toBeVisible();

  await page.goto(`${address}/admin/jobs/${id}`);
  await expect(page.getByText('runner-a')).toBeVisible();
  await expect(page.getByText('runner-b')).toBeVisible();
  expect(complaints).toEqual([]);
  await system.stop();
});
