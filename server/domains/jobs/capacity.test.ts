import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#core/config.ts';
import { type Round, roundClock } from '#core/rounds.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { capacityRounds } from './capacity.ts';

const kit = useApp();
beforeEach(() => kit.owner.query('delete from job'));

const roundOf = (env: Record<string, string>): Round => {
  const [round] = capacityRounds({ ...kit, config: readConfig({ NODE_ENV: 'test', ...env }) });
  if (!round) throw new Error('no hook');
  return round;
};

/** Two jobs that can be taken, one for five minutes; one that rests, and one at which somebody works. */
async function queueSome(): Promise<void> {
  const { tenant_id } = await academy(kit);
  const add = (subject: number, more: string, values: string) =>
    kit.owner.query(
      `insert into job (tenant_id, kind, subject_id${more}) values ($1, 'test.paint', $2${values})`,
      [tenant_id, subject],
    );
  await add(1, ', created_at', `, now() - interval '5 minutes'`);
  await add(2, '', '');
  await add(3, ', not_before', `, now() + interval '1 hour'`);
  const leased = `, 'leased', gen_random_uuid(), 'r1', now() + interval '1 minute'`;
  await add(4, ', status, lease_token, leased_by, leased_until', leased);
}

/** Somebody who starts machines when asked to, and answers with these statuses one after the other. */
async function startListening(...statuses: number[]) {
  const heard: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      heard.push({ headers: request.headers, body });
      reply.writeHead(statuses.shift() ?? 204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { heard, url: `http://127.0.0.1:${port}/runners` };
}

test('a webhook is told what waits, signed; while nothing waits, nobody is told', async () => {
  const { heard, url } = await startListening();
  const round = roundOf({ CAPACITY_WEBHOOK_URL: url, CAPACITY_WEBHOOK_SECRET: 'a-secret-of-this-test' });
  await round.run();
  expect(heard).toEqual([]);

  await queueSome();
  await round.run();
  expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
    type: 'jobs.waiting',
    data: { waiting: 2, running: 1, oldest_seconds: expect.any(Number), runners: 0 },
  });
  expect(JSON.parse(heard[0]?.body ?? '').data.oldest_seconds).toBeGreaterThanOrEqual(300);
  expect(heard[0]?.headers).toMatchObject({ 'webhook-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/) });
});

test('whoever cannot be reached is told again', async () => {
  const { heard, url } = await startListening(503);
  const round = roundOf({ CAPACITY_WEBHOOK_URL: url });
  await queueSome();
  await expect(round.run()).rejects.toThrow('503');
  await round.run();
  expect(heard).toHaveLength(2);
  expect(heard[0]?.headers['webhook-signature']).toBeUndefined();
  const [item] = roundClock([round]).items;
  expect(item?.options.maxAttempts).toBeGreaterThan(1);
});

test('a command is run with what waits in its surroundings; one that fails is run again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-capacity-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const note = join(folder, 'note');
  await queueSome();
  await roundOf({ CAPACITY_COMMAND: `echo "$JOBS_WAITING $JOBS_RUNNING $RUNNERS" > ${note}` }).run();
  expect(await readFile(note, 'utf8')).toBe('2 1 0\n');
  await expect(roundOf({ CAPACITY_COMMAND: 'echo no quota >&2; exit 3' }).run()).rejects.toThrow('no quota');
});

test('without either nobody is called', () => {
  expect(capacityRounds({ ...kit, config: readConfig({ NODE_ENV: 'test' }) })).toEqual([]);
});

test('who looks by themselves finds the same as metrics, with the token of the runners', async () => {
  await queueSome();
  expect((await kit.app.inject('/metrics')).statusCode).toBe(401);
  const authorization = `Bearer ${kit.secrets.worker}`;
  const reply = await kit.app.inject({ url: '/metrics', headers: { authorization } });
  expect(reply.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = reply.body.split('\n');
  expect(lines).toContain('seodang_jobs_waiting{kind="test.paint"} 2');
  expect(lines).toContain('seodang_jobs_running{kind="test.paint"} 1');
  expect(lines).toContain('seodang_runners 0');
  expect(lines.some((line) => /^seodang_jobs_oldest_seconds\{kind="test.paint"\} 30\d$/.test(line))).toBe(
    true,
  );
});
