import { expect, test } from 'vitest';
import { captionsFor, parseCaptions, readChoice, writeChoice } from './captions.ts';

test('captions are read with their times in seconds', () => {
  const vtt =
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n함수의\n<b>극한</b>\n\n01:00:03.000 --> 01:00:05.000\n끝\n';
  expect(parseCaptions(vtt)).toEqual([
    { from: 1, to: 2.5, text: '함수의\n<b>극한</b>' },
    { from: 3603, to: 3605, text: '끝' },
  ]);
});

const track = (id: number, language: string, label: string) => ({ id, language, label, url: '' });
const tracks = [track(1, 'ko', '한국어'), track(2, 'ko', '쉬운 말'), track(3, 'en', 'English')];

test('what was chosen is chosen again, at another video the same language, and nothing stays nothing', () => {
  const again = (text: string | undefined) => captionsFor(tracks, readChoice(text))?.id;
  expect(again('ko|쉬운 말')).toBe(2);
  expect(again('ko|다른 이름')).toBe(1);
  expect(again('ja|日本語')).toBeUndefined();
  expect(again(undefined)).toBeUndefined();
  expect(readChoice(writeChoice({ language: 'en', label: 'a|b' }))).toEqual({ language: 'en', label: 'a|b' });
});
