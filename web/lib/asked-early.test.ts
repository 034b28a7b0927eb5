import { afterEach, expect, test, vi } from 'vitest';
import { askedSince, takeEarly } from './asked-early.ts';

const name = 'GET /study/state';
afterEach(() => {
  globalThis.seodangAsked = undefined;
  vi.restoreAllMocks();
});
const at = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(ms);

test('what was asked for early is the answer for the first who asks for just that', async () => {
  const answer = new Response('{}');
  globalThis.seodangAsked = { [name]: Promise.resolve(answer) };
  at(1000);
  expect(await takeEarly('GET', '/study/pack')).toBeUndefined();
  expect(await takeEarly('GET', '/study/state')).toBe(answer);
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
});

test('what never came, or came long before, is asked for again', async () => {
  at(1000);
  globalThis.seodangAsked = { [name]: Promise.reject(new TypeError('no network')) };
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
  globalThis.seodangAsked = { [name]: Promise.resolve(new Response('{}')) };
  at(60_000);
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
});

test('news is missed since the page began when something was asked for then, else since now', () => {
  at(5000);
  expect(askedSince()).toBe(5000);
  globalThis.seodangAsked = {};
  expect(askedSince()).toBe(0);
});
