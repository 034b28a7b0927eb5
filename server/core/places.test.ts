import { expect, test, vi } from 'vitest';
import { Places } from './places.ts';

const held = () => Promise.withResolvers<string>();

test('work goes in its order as places become free, also where what was in one failed', async () => {
  const places = new Places(2, 1000);
  const works = [held(), held(), held(), held()];
  const began: number[] = [];
  const answers = works.map(({ promise }, n) =>
    places.take(() => {
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
  expect(await places.take(async () => 'later')).toBe('later');
});

test('who has no place in time is told to try again, and takes none away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const places = new Places(1, 10_000);
  const work = held();
  const first = places.take(() => work.promise);
  const refused = expect(places.take(held as never)).rejects.toMatchObject({
    code: 'unavailable',
    status: 503,
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  vi.useRealTimers();
  const third = places.take(async () => 'third');
  work.resolve('first');
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
});
