import { expect, test } from 'vitest';
import { Batches } from './batches.ts';

/** Doubles numbers, but breaks at 13; each run waits until it is let go. */
function doubling(at_once: number) {
  const runs: { items: readonly number[]; letGo: () => void }[] = [];
  const batches = new Batches<number, number>({
    at_once,
    most: 3,
    async run(items) {
      const gate = Promise.withResolvers<void>();
      runs.push({ items, letGo: gate.resolve });
      await gate.promise;
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    },
  });
  /** What began since, once everything that may begin has. */
  const began = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return runs.splice(0);
  };
  return { batches, began };
}

test('what comes alone runs at once, what comes meanwhile together, at most so many', async () => {
  const { batches, began } = doubling(1);
  const first = batches.add(1);
  const [alone] = await began();
  expect(alone?.items).toEqual([1]);
  const others = [2, 3, 4, 5].map((item) => batches.add(item));
  expect(await began()).toEqual([]);
  alone?.letGo();
  expect(await first).toBe(2);
  const [three] = await began();
  expect(three?.items).toEqual([2, 3, 4]);
  three?.letGo();
  await others[2];
  const [last] = await began();
  last?.letGo();
  expect(await Promise.all(others)).toEqual([4, 6, 8, 10]);
});

test('what one item runs into is not the fate of the others', async () => {
  const { batches, began } = doubling(2);
  const answers = Promise.allSettled([1, 13, 2].map((item) => batches.add(item)));
  for (const expected of [[1, 13, 2], [1], [13], [2]]) {
    const [run] = await began();
    expect(run?.items).toEqual(expected);
    run?.letGo();
  }
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
