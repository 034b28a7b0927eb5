import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { download } from './download.ts';

const quick = { first_ms: 1, most_ms: 2, tries: 4 };

let server: FakeServer;
let work_dir: string;

beforeEach(async () => {
  server = await startFakeServer();
  work_dir = await mkdtemp(join(tmpdir(), 'seodang-download-'));
});
afterEach(async () => {
  await server.close();
  await rm(work_dir, { recursive: true, force: true });
});

test('an interrupted download goes on where it stopped', async () => {
  const bytes = Buffer.alloc(300_000, 7);
  server.sources.set('lecture.mp4', bytes);
  const path = join(work_dir, 'lecture.mp4');
  const ranges: (string | undefined)[] = [];
  server.hooks.source = (request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length > 1) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100_000));
    void vi.waitFor(async () => expect((await stat(path)).size).toBe(100_000)).then(() => response.destroy());
    return true;
  };

  await download(
    { url: `${server.url}/source/lecture.mp4`, bytes: bytes.length, path },
    new AbortController().signal,
    quick,
  );

  expect(ranges).toEqual([undefined, 'bytes=100000-']);
  expect((await readFile(path)).equals(bytes)).toBe(true);
});

test('a source that is gone, or larger than any disk, fails with its own code', async () => {
  const none = { url: `${server.url}/source/none`, bytes: 10, path: join(work_dir, 'none') };

  await expect(download(none, new AbortController().signal, quick)).rejects.toMatchObject({
    code: 'source_unavailable',
  });
  await expect(
    download({ ...none, bytes: 2 ** 52 }, new AbortController().signal, quick),
  ).rejects.toMatchObject({
    code: 'disk_full',
  });
});
