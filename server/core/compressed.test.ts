import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressAnswers } from '#core/compressed.ts';
import type { App } from '#core/http.ts';

const long = { questions: Array.from({ length: 500 }, (_, id) => ({ id, body: '함수의 극한' })) };
let app: App;

beforeAll(async () => {
  app = Fastify();
  compressAnswers(app);
  app.get('/long', async () => long);
  app.get('/short', async () => ({ questions: [] }));
  app.get('/file', async (_, reply) => reply.type('text/csv').send('1,2\n'.repeat(4000)));
  await app.ready();
});

afterAll(() => app.close());

const asked = (url: string, accepted?: string) =>
  app.inject({ url, headers: accepted ? { 'accept-encoding': accepted } : {} });

test('a long answer travels compressed to whoever can read that, and says that it depends on it', async () => {
  const brotli = await asked('/long', 'gzip, deflate, br');
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
  expect(JSON.parse(brotliDecompressSync(brotli.rawPayload).toString())).toEqual(long);
  expect(Number(brotli.headers['content-length'])).toBe(brotli.rawPayload.length);

  const gzip = await asked('/long', 'gzip');
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(gzip.rawPayload).toString())).toEqual(long);
});

test('others get it as it is, and what is short or no JSON stays as it is', async () => {
  const plain = await asked('/long');
  expect(plain.json()).toEqual(long);
  expect(plain.headers.vary).toBe('accept-encoding');
  expect((await asked('/short', 'br')).json()).toEqual({ questions: [] });
  expect((await asked('/file', 'br')).body).toHaveLength(16_000);
});
