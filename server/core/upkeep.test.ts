import { setTimeout } from 'node:timers/promises';
import { Logger } from 'graphile-worker';
import { expect, onTestFinished, test } from 'vitest';
import { buildTasks, buildUpkeep } from '#app.ts';
import { runTasks } from '#core/task-runner.ts';
import { keepUp, type Upkeep, upkeepTasks } from '#core/upkeep.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

/** Upkeep that finds so many things to do, and notes what each of its steps did. */
function pile(size: number): { upkeep: Upkeep; steps: number[] } {
  const steps: number[] = [];
  let left = size;
  return {
    steps,
    upkeep: {
      name: 'test.pile',
      every: 'day',
      step: async (_scope, limit) => {
        const some = Math.min(left, limit);
        left -= some;
        steps.push(some);
        return some;
      },
    },
  };
}

test('a run goes on step by step until nothing is left', async () => {
  const school = await academy(kit);
  const { upkeep, steps } = pile(2500);
  expect(await keepUp(school.system(), upkeep)).toBe(2500);
  expect(steps).toEqual([1000, 1000, 500]);
  expect(await keepUp(school.system(), upkeep)).toBe(0);
});

test('a run ends when it has done enough, and the next one goes on', async () => {
  const school = await academy(kit);
  const { upkeep } = pile(150_000);
  expect(await keepUp(school.system(), upkeep)).toBe(100_000);
  expect(await keepUp(school.system(), upkeep)).toBe(50_000);
});

test('every upkeep has a task of its own name', () => {
  const names = buildTasks(kit).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name } of buildUpkeep(kit)) expect(names).toContain(name);
});

test('a machine that was off at night catches up when it starts, for each academy', async () => {
  const schools = [await academy(kit), await academy(kit)];
  const kept = new Set<number>();
  const nightly: Upkeep = {
    name: 'test.nightly',
    every: 'day',
    step: async ({ tenant_id }) => {
      kept.add(tenant_id);
      return 0;
    },
  };
  const start = () =>
    runTasks(
      kit.ownerUrl,
      kit.db,
      { tasks: upkeepTasks([nightly]), upkeeps: [nightly] },
      new Logger(() => () => {}),
    );
  const known = async () =>
    (await kit.owner.query('select from graphile_worker._private_known_crontabs')).rows.length;

  const first = await start();
  while ((await known()) < 2) await setTimeout(10);
  await first.stop();
  expect(kept.size).toBe(0);
  await kit.owner.query(
    `update graphile_worker._private_known_crontabs
     set known_since = now() - interval '3 days', last_execution = now() - interval '2 days'`,
  );

  const second = await start();
  onTestFinished(() => second.stop());
  while (!schools.every(({ tenant_id }) => kept.has(tenant_id))) await setTimeout(10);
});
