import { afterEach, expect, test, vi } from 'vitest';
import { patiently } from './patiently.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what does not load is tried again after a pause, and at once when there is a network again', async () => {
  vi.useFakeTimers();
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  const load = vi.fn(() => Promise.reject<string>(new TypeError('no network')));
  const loaded = patiently(load);
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(load).toHaveBeenCalledTimes(2);
  load.mockResolvedValue('the part');
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(await loaded).toBe('the part');
  expect(load).toHaveBeenCalledTimes(3);
});
