import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { send } from './api.ts';
import { concerns } from './live.rules.ts';
import { startLive } from './live.ts';

vi.mock('./api.ts', () => ({ send: vi.fn() }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('news of a topic concerns every query of it that does not name something else', () => {
  const news = { topic: 'attendance', lecture_id: 3 };
  expect(concerns(['attendance', 12], news)).toBe(true);
  expect(concerns(['attendance', { lecture_id: 3 }], news)).toBe(true);
  expect(concerns(['attendance', { lecture_id: 4 }], news)).toBe(false);
  expect(concerns(['videos', { lecture_id: 3 }], news)).toBe(false);
});

test('news that names nothing concerns everything of its topic', () => {
  expect(concerns(['attendance', { lecture_id: 4 }], { topic: 'attendance' })).toBe(true);
});

test.each([
  { answers: 'at once', user: 1, refused: 0, waits_ms: 0, gaps: 0 },
  { answers: 'after a refusal', user: 2, refused: 1, waits_ms: 0, gaps: 1 },
  { answers: 'after more than is kept', user: 3, refused: 0, waits_ms: 31_000, gaps: 1 },
])('of a server that answers $answers, all is asked for again only where news may be lost', async (one) => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  const asked = vi.mocked(send).mockReset();
  for (let at = 0; at < one.refused; at += 1) asked.mockRejectedValueOnce(new Error('refused'));
  const heard = Promise.withResolvers<Response>();
  asked.mockReturnValue(heard.promise);
  const queries = new QueryClient();
  const again = vi.spyOn(queries, 'invalidateQueries');
  const stop = startLive(queries, one.user);
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(one.refused + 1));
  await vi.advanceTimersByTimeAsync(one.waits_ms);
  const stream = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(new TextEncoder().encode('data: {"topic":"attendance"}\n\n')),
  });
  heard.resolve(new Response(stream));
  await vi.waitFor(() => expect(again).toHaveBeenCalledTimes(one.gaps + 1));
  stop();
});
