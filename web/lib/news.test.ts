import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellerOf } from './news.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A screen that asks for the board; each answer comes when it is given. */
function board() {
  const queries = new QueryClient();
  const asked: PromiseWithResolvers<string>[] = [];
  const queryFn = () => {
    const one = Promise.withResolvers<string>();
    asked.push(one);
    return one.promise;
  };
  const observer = new QueryObserver(queries, { queryKey: ['board'], queryFn });
  const stop = observer.subscribe(() => undefined);
  const answer = async (text: string) => {
    asked.at(-1)?.resolve(text);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { tell: tellerOf(queries), asked, answer, stop, shown: () => observer.getCurrentResult().data };
}

test('news that comes while something is asked for the first time is not lost', async () => {
  const { tell, asked, answer, stop, shown } = board();
  tell({ topic: 'board' });
  tell({ topic: 'other' });
  await answer('old');
  await answer('new');
  expect(shown()).toBe('new');
  expect(asked.length).toBe(2);
  stop();
});

test('a thousand pieces of news are asked about a few times, the last of them too, and a single one at once', async () => {
  const { tell, asked, answer, stop, shown } = board();
  await answer('first');
  for (let ms = 0; ms < 10_000; ms += 10) {
    tell({ topic: 'board', lecture_id: ms });
    await answer(`at ${ms}`);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(2000);
  await answer('last');
  expect(shown()).toBe('last');
  expect(asked.length).toBeLessThan(12);
  await vi.advanceTimersByTimeAsync(2000);
  const before = asked.length;
  tell({ topic: 'board' });
  expect(asked.length).toBe(before + 1);
  stop();
});

test('a slow server answers what it is asked before it is asked again', async () => {
  const { tell, asked, answer, stop } = board();
  await answer('first');
  for (let ms = 0; ms < 10_000; ms += 100) {
    tell({ topic: 'board' });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked.length).toBe(2);
  await answer('second');
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked.length).toBe(3);
  stop();
});

test('news that come by the dozen are followed once', async () => {
  const queries = new QueryClient();
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return asked;
  };
  const meta = { alsoOn: ['jobs'], foldMs: 1000 };
  const observer = new QueryObserver(queries, { queryKey: ['board'], queryFn, meta, staleTime: 60_000 });
  const stop = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(1);
  const tell = tellerOf(queries);
  for (let at = 0; at < 12; at++) {
    tell({ topic: 'jobs' });
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toBe(2);
  tell('gap');
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(3);
  stop();
});
