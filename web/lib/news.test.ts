import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
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
