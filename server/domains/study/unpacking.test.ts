import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photo } from '#testing/pictures.ts';
import { ankiOf, choiceItem, qtiOf } from '#testing/question-packages.ts';
import { unpackApart } from './unpacking.ts';

let within = '';
beforeAll(async () => {
  within = await mkdtemp(join(tmpdir(), 'unpacking-'));
});
afterAll(() => rm(within, { recursive: true }));

const whole = ankiOf([{ fields: ['사과', 'apple'] }]);
const usual = { patience_ms: 600_000, heap_mb: 512 };
const unpack = (bytes: Buffer, bounds = usual) =>
  unpackApart(
    bytes,
    { known: new Set(), withPictures: true },
    async ({ questions, pictures, open }) => ({
      bodies: questions.map(({ body }) => body),
      sizes: await Promise.all(pictures.map(async (one) => (await open(one)).bytes.length > 0)),
    }),
    { ...bounds, within },
  );
const refused = (reason: string) => ({ code: 'questions_unreadable', extra: { reason } });

test('who is too slow or dies of a package is refused and leaves nothing, and the next has its turn', async () => {
  const pictured = qtiOf({ 'a.xml': choiceItem('<img src="p.jpg"/>') }, { 'p.jpg': await photo(1) });
  const [late, large, next] = await Promise.allSettled([
    unpack(whole, { ...usual, patience_ms: 1 }),
    unpack(whole, { ...usual, heap_mb: 8 }),
    unpack(pictured),
  ]);
  expect(late).toMatchObject({ reason: refused('too_slow') });
  expect(large).toMatchObject({ reason: refused('failed') });
  expect(next).toMatchObject({ value: { bodies: [expect.stringContaining('p.jpg')], sizes: [true] } });
  expect(await readdir(within)).toEqual([]);
});

test('only a few wait for their turn; who comes then is asked to come again', async () => {
  const all = Array.from({ length: 5 }, () => unpack(whole, { ...usual, patience_ms: 1 }));
  const ended = await Promise.all(all.map((one) => one.catch(({ code }: { code: string }) => code)));
  expect(ended).toEqual([...Array(4).fill('questions_unreadable'), 'unavailable']);
  expect(await readdir(within)).toEqual([]);
});
