import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { tellerOf } from './news.ts';

test('news that comes while something is asked for the first time is not lost', async () => {
  const queries = new QueryClient();
  const first = Promise.withResolvers<string>();
  const replies = [first.promise, Promise.resolve('new')];
  let asked = 0;
  const observer = new QueryObserver(queries, { queryKey: ['board'], queryFn: () => replies[asked++] ?? '' });
  const stop = observer.subscribe(() => undefined);
  const tell = tellerOf(queries);
  tell({ topic: 'board' });
  tell({ topic: 'board' });
  tell({ topic: 'other' });
  first.resolve('old');
  await expect.poll(() => observer.getCurrentResult().data).toBe('new');
  expect(asked).toBe(2);
  stop();
});

test('news that come by the dozen are followed once', async () => {
  vi.useFakeTimers();
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
  vi.useRealTimers();
});
