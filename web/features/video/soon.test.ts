import { ApiProblem } from '@seodang/contract/call.ts';
import { MOST_VIEWERS } from '@seodang/contract/video-watching.ts';
import { expect, test, vi } from 'vitest';
import { call } from '../../lib/api.ts';
import { countWatching } from './audience.queries.ts';
import { impactOfEnrollment } from './impact.queries.ts';
import { soon } from './soon.ts';

vi.mock('../../lib/api.ts', () => ({ call: vi.fn() }));
const server = vi.mocked(call as () => Promise<unknown>);
const problem = { type: 'about:blank', title: 'unavailable', status: 503, detail: 'unavailable' } as const;

test('what is asked on the way holds up nothing that it is asked for', async () => {
  const never = (signal: AbortSignal) =>
    new Promise<number>((_, refuse) => signal.addEventListener('abort', () => refuse(signal.reason)));
  expect(await soon(never, 1)).toBeUndefined();
  expect(await soon(async () => 7)).toBe(7);
  server.mockRejectedValueOnce(new ApiProblem(problem));
  expect(await impactOfEnrollment(3, { status: 'INACTIVE' })).toBeUndefined();
});

test('who watches is counted by student, and unknown where the answer is not whole', async () => {
  const viewers = (...enrollments: number[]) => enrollments.map((enrollment) => ({ enrollment }));
  server.mockResolvedValueOnce(viewers(4, 4, 5));
  expect(await countWatching({ lecture: 1 })).toBe(2);
  server.mockResolvedValueOnce([]);
  expect(await countWatching({ video: 1 })).toBe(0);
  server.mockResolvedValueOnce(viewers(...Array(MOST_VIEWERS).keys()));
  expect(await countWatching({ video: 1 })).toBeUndefined();
  server.mockRejectedValueOnce(new ApiProblem(problem));
  expect(await countWatching({ video: 1 })).toBeUndefined();
});
