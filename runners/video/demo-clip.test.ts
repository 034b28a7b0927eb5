import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode } from '../testing/media.ts';
import { makeDemoClip } from './demo-clip.ts';
import { wrap } from './demo-slides.ts';
import { speechWav } from './demo-speech.ts';
import { findFfmpeg } from './engine/ffmpeg-engine.ts';
import { findNodeAv } from './engine/node-av-engine.ts';
import { inspectSource } from './inspect.ts';

const engines = [findNodeAv(), findFfmpeg()].filter((engine) => engine !== null);
const signal = new AbortController().signal;

describe.each(engines)('with $name', (engine) => {
  test('a clip is a whole video with sound, readable slides and a running clock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seodang-clip-'));
    const out = join(folder, 'clip.mp4');

    const slides = ["꼭짓점: 'p', q\n50% 할인; a:b [0:v] \\ %{pts}", '연습 문제'];
    await makeDemoClip(engine, { title: '이차함수의 그래프', slides, seconds: 6, out }, signal);

    const source = await inspectSource(engine, { path: out }, signal);
    expect(source).toMatchObject({ picture: { width: 1280, height: 720 }, audio: { codec: 'aac' } });
    expect(source.duration).toBeCloseTo(6, 0);
    const clock = await decode(engine, out, 'crop=200:90:1060:630,scale=20:9,format=gray', 180);
    expect(clock).toHaveLength(72);
    expect(clock[8]?.equals(clock[40] ?? Buffer.alloc(0))).toBe(false);
    expect(await readdir(folder)).toEqual(['clip.mp4']);
    await rm(folder, { recursive: true });
  });
});

test('the voice is the same each time for the same lecture, and pauses for breath', () => {
  const wav = speechWav('이차함수', 10);

  expect(wav.equals(speechWav('이차함수', 10))).toBe(true);
  expect(wav.equals(speechWav('삼차함수', 10))).toBe(false);
  expect(wav.length).toBe(44 + 10 * 24_000 * 2);
});

test('long lines break at spaces, Korean letters counting more than Latin ones', () => {
  expect(wrap('가나다라마바사 아자차카타파하 가나다라마바사 아자차카')).toEqual([
    '가나다라마바사 아자차카타파하 가나다라마바사',
    '아자차카',
  ]);
  expect(wrap('a > 0 and b < 0 and c = 0 and d')).toHaveLength(1);
});
