import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReadPages } from '@seodang/contract/homework-text.ts';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { RunnerConfig } from '../kit/config.ts';
import { startRunner } from '../kit/runner.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { hurry } from '../testing/hurry.ts';
import { ocrHandler } from './ocr.ts';
import { openReader } from './ocr-reader.ts';

const fontfile = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf'),
);

/** A printed page: lines of text in ink on paper, as a camera sends them. */
async function printed(lines: readonly string[]): Promise<Buffer> {
  const input = await sharp({
    text: { text: lines.join('\n\n'), fontfile, font: 'NanumGothic', dpi: 200, width: 1000 },
  })
    .png()
    .toBuffer();
  return sharp(input)
    .flatten({ background: '#ffffff' })
    .extend({ top: 80, bottom: 80, left: 60, right: 60, background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer();
}

const children = async () =>
  (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')).trim();

test('a runner reads Korean and English print with how sure it is of each word, and a damaged page stops nobody', async () => {
  const page = await printed(['오늘의 과제는 수학 문제집입니다.', 'The answer is forty two.']);
  const server = await startFakeServer();
  const config = RunnerConfig.parse({ SEODANG_URL: server.url, INTERNAL_WORKER_TOKEN: 'token' });
  const runner = await startRunner(config, { 'ai.ocr': ocrHandler }, () => undefined, hurry);
  server.sources.set('page', page);
  server.sources.set('broken', Buffer.from('no image'));
  const pages = [
    { place: 1, url: `${server.url}/source/page`, bytes: page.length },
    { place: 2, at: 12.5, url: `${server.url}/source/broken`, bytes: 8 },
  ];
  const job = server.addJob('ai.ocr', { submission_id: 3, pages });
  await server.until(() => job.state === 'completed' || job.state === 'failed');
  await runner.stop();
  await server.close();
  expect(job).toMatchObject({ state: 'completed', result: { submission_id: 3, text_file: 'text.json' } });
  const [read, broken] = ReadPages.parse(JSON.parse(String(job.files.get('text.json'))));
  expect(broken).toEqual({ place: 2, at: 12.5, confidence: 0, lines: [] });
  const squeezed = read?.lines.map(({ text }) => text.replace(/\s/g, '')).join('\n');
  expect(squeezed).toContain('오늘의과제는수학문제집');
  expect(squeezed).toContain('Theanswerisfortytwo');
  expect(read?.confidence).toBeGreaterThan(0.8);
  const [first] = read?.lines ?? [];
  expect(first?.words.every(({ confidence }) => confidence > 0 && confidence <= 1)).toBe(true);
  expect(first?.box[1]).toBeLessThan(0.5);
  expect(await children()).toBe('');
});

test('a reader that dies between two pages fails its job and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-ocr-'));
  const path = join(folder, 'page.jpg');
  await writeFile(path, await printed(['forty two']));
  const reader = openReader(folder, new AbortController().signal);
  await reader.read(path);
  process.kill(Number(await children()), 'SIGKILL');
  while (await children());
  await expect(reader.read(path)).rejects.toMatchObject({ code: 'ocr_failed', permanent: false });
  await reader.close();
  await rm(folder, { recursive: true });
});
