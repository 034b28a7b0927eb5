import { expect, test, vi } from 'vitest';
import { Places } from './places.ts';

const held = () => Promise.withResolvers<string>();

test('work goes in its order as places become free, also where what was in one failed', async () => {
  const places = new Places(2, 1000);
  const works = [held(), held(), held(), held()];
  const began: number[] = [];
  const answers = works.map(({ promise }, n) =>
    places.take(n, () => {
      began.push(n);
      return promise;
    }),
  );
  expect(began).toEqual([0, 1]);
  works[1]?.reject(new Error('unlucky'));
  await expect(answers[1]).rejects.toThrow('unlucky');
  await vi.waitFor(() => expect(began).toEqual([0, 1, 2]));
  works[0]?.resolve('first');
  works[2]?.resolve('third');
  works[3]?.resolve('fourth');
  expect(await Promise.all([answers[0], answers[2], answers[3]])).toEqual(['first', 'third', 'fourth']);
  expect(await places.take(9, async () => 'later')).toBe('later');
});

test('one owner never has all places, and a free one goes to whose owner has fewest', async () => {
  const places = new Places(3, 1000);
  const began: string[] = [];
  const enter = (owner: number, name: string) => {
    const work = held();
    const answer = places.take(owner, () => {
      began.push(name);
      return work.promise;
    });
    return {
      leave: async () => {
        work.resolve(name);
        await answer;
      },
    };
  };
  const [first, second, third] = [enter(1, 'a1'), enter(1, 'a2'), enter(1, 'a3')];
  expect(began).toEqual(['a1', 'a2']);
  const other = enter(2, 'b1');
  expect(began).toEqual(['a1', 'a2', 'b1']);

  const [next, last] = [enter(2, 'b2'), enter(3, 'c1')];
  await first.leave();
  expect(began).toEqual(['a1', 'a2', 'b1', 'c1']);
  for (const one of [second, other, last]) await one.leave();
  expect(began).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  for (const one of [third, next]) await one.leave();
});

test('who has no place in time is told to try again, and takes none away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const places = new Places(1, 10_000);
  const work = held();
  const first = places.take(1, () => work.promise);
  const refused = expect(places.take(2, held as never)).rejects.toMatchObject({
    code: 'unavailable',
    status: 503,
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  vi.useRealTimers();
  const third = places.take(3, async () => 'third');
  work.resolve('first');
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
});
