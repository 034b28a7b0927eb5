import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent, emit, listen, tasksOf } from '#core/events.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { runQueued } from '#testing/tasks.ts';

const kit = useApp();
const enrolled = defineEvent('test.enrolled', z.object({ ids: z.array(z.int()) }));

test('news of a whole academy at once reaches those who listen, and the same news twice is heard once', async () => {
  const heard: number[] = [];
  const listener = listen(enrolled, 'test.on_enrolled', async (_scope, { ids }) => {
    heard.push(ids.length);
  });
  const ids = Array.from({ length: 5000 }, (_, at) => 100_000 + at);
  const school = await academy(kit);
  await school.system().tx(async (tx) => {
    await emit(tx, enrolled, { ids });
    await emit(tx, enrolled, { ids });
    await emit(tx, enrolled, { ids: [1] });
  });

  await runQueued(kit.owner, kit.db, tasksOf([listener]));

  expect(heard.sort()).toEqual([1, 5000]);
});
