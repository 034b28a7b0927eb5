import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { completeJob, failJob, getJob, heartbeatJob } from '@seodang/contract/jobs.ts';
import { askDatabase, startSeodang } from '../server/testing/process.ts';
import { expectGoodScreen } from './academy.ts';
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
    /** The one that a runner holds, with the token that only the runner knows. */
    leasedJob: async () => {
      const jobs = await askDatabase(dataDir, `select id, lease_token from job where status = 'leased'`);
      expect(jobs).toHaveLength(1);
      return jobs[0] as { id: number; lease_token: string };
    },
    stop: async () => {
      server.signal('SIGTERM');
      await server.ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Notes every state of the one progress bar from now on; the answer gives what it showed, in percent. */
async function recordProgress(page: Page): Promise<() => Promise<number[]>> {
  const bar = page.getByRole('progressbar');
  const notes = await bar.evaluateHandle((element) => {
    const seen = [Number(element.getAttribute('aria-valuenow'))];
    const observer = new MutationObserver(() => seen.push(Number(element.getAttribute('aria-valuenow'))));
    observer.observe(element, { attributeFilter: ['aria-valuenow'] });
    return seen;
  });
  return () => notes.evaluate((seen) => seen);
}

test('a lesson is published although its runner dies, and a poisonous file stops nobody else', async ({
  page,
}) => {
  const system = await startWithoutRunner();
  const { address } = system;
  const school = await openSchool('j3-runners', address);
  const complaints = await signInAt(page, school, school.owner, address);
  const clip = await drawClip(4);
  await page.goto(`${address}/staff/videos?lecture=${school.lecture_id}&session=${school.session_id}`);
  const cardOf = (title: string) => page.getByRole('listitem').filter({ hasText: title });
  const asRunner = runnerCalls(address, 'runner-d');

  const dying = startRunner(address, system.workDir, 'runner-a');
  await school.uploaded('첫 영상', clip);
  await dying.working;
  dying.freeze();
  const { id, lease_token } = await system.leasedJob();
  const beat = (token: string, progress: number) =>
    asRunner.call(heartbeatJob, { params: { id }, body: { lease_token: token, progress, stage: 'first' } });
  await beat(lease_token, 0.3);
  await expect(cardOf('첫 영상')).toContainText('30%');
  await dying.kill();

  await system.sql(`update job set leased_until = now() - interval '1 second' where id = ${id}`);
  const living = startRunner(address, system.workDir, 'runner-b');
  await living.working;
  living.freeze();
  await expect(cardOf('첫 영상')).toContainText('2번째 시도 · 0%');
  const shown = await recordProgress(page);
  await beat((await system.leasedJob()).lease_token, 0.2);
  await expect(cardOf('첫 영상')).toContainText('20%');
  await expect(beat(lease_token, 0.9)).rejects.toMatchObject({ problem: { status: 409 } });
  expect(await school.call(getJob, { params: { id } })).toMatchObject({ attempt: 2, failures: 1 });
  living.goOn();
  await expect(cardOf('첫 영상').getByText('시청 가능', { exact: true })).toBeVisible({ timeout: 90_000 });
  const progress = await shown();
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  const late = asRunner.call(completeJob, { params: { id }, body: { lease_token, result: {} } });
  await expect(late).rejects.toMatchObject({ problem: { status: 409, detail: 'lease_owner_mismatch' } });
  await living.stop();

  await school.uploaded('독이 든 영상', clip);
  await school.uploaded('뒤의 영상', clip);
  const fail = async () => {
    const job = await asRunner.claim();
    const body = { lease_token: job.lease_token, reason: 'engine_failed' };
    await asRunner.call(failJob, { params: { id: job.id }, body });
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
  await cardOf('독이 든 영상').getByRole('link').first().click();
  await expect(page.getByRole('button', { name: '원본 교체' })).toBeVisible();
  await page.goBack();
  await cardOf('독이 든 영상').getByRole('button', { name: '다시 시도' }).click();
  await expect(cardOf('독이 든 영상').getByText('변환 대기', { exact: true })).toBeVisible();

  await expectGoodScreen(page);

  await page.goto(`${address}/admin/jobs/${id}`);
  const attempts = page.getByRole('row');
  await expect(attempts.filter({ hasText: 'runner-a' })).toContainText(/1번째.*신호 끊김/);
  await expect(attempts.filter({ hasText: 'runner-b' })).toContainText(/2번째.*완료/);
  await expectGoodScreen(page);
  expect(complaints).toEqual([]);
  await system.stop();
});
