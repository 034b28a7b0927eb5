import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#core/config.ts';
import type { App } from '#core/http.ts';
import { serveErrors } from '#core/http-errors.ts';
import { serveWebApp } from '#core/web-app.ts';

let folder: string;
let app: App;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'seodang-web-')), 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<title>서당</title>');
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'plain');
  await writeFile(join(folder, 'assets', 'index-abc.js.br'), 'small');
  app = Fastify();
  serveErrors(app);
  await serveWebApp(app, readConfig({ S3_ENDPOINT: 'https://files.example.com:9000/x' }), folder);
});

afterAll(async () => {
  await app.close();
  await rm(join(folder, '..'), { recursive: true });
});

const browser = { accept: 'text/html,*/*' };

test('every address of a screen answers with the app, asked for anew each time', async () => {
  for (const url of ['/', '/sign-in', '/staff/lectures/7?tab=people']) {
    const answer = await app.inject({ url, headers: browser });
    expect(answer.body).toBe('<title>서당</title>');
    expect(answer.headers['cache-control']).toBe('no-cache');
  }
});

test('an asset comes compressed and is kept for good; one that is gone is not the app', async () => {
  const answer = await app.inject({ url: '/assets/index-abc.js', headers: { 'accept-encoding': 'br' } });
  expect(answer.body).toBe('small');
  expect(answer.headers['cache-control']).toContain('immutable');

  const gone = await app.inject({ url: '/assets/index-old.js', headers: browser });
  expect(gone).toMatchObject({ statusCode: 404 });
});

test('what was built anew while we ran is served too', async () => {
  await writeFile(join(folder, 'assets', 'index-new.js'), 'newer');
  expect((await app.inject({ url: '/assets/index-new.js' })).body).toBe('newer');
});

test('what the API does not know is a problem, for browsers too', async () => {
  for (const url of ['/api/v1/nothing', '/api/v1//progress/cells', '/api/v1/a%00b']) {
    const answer = await app.inject({ url, headers: browser });
    expect(answer.json()).toMatchObject({ status: 404, detail: 'not_found' });
  }
});

test('a browser may run our scripts only, and load from the storage of the settings', async () => {
  const { headers } = await app.inject({ url: '/', headers: browser });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("media-src 'self' blob: https://files.example.com:9000;");
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('an answer of the API may load nothing, be framed nowhere and is no other type than it says', async () => {
  const { headers } = await app.inject({ url: '/api/v1/nothing' });
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
});
