import { expect, test } from 'vitest';
import { parseStoryboard } from './storyboard.ts';

test('a storyboard tells which part of which picture belongs to which second', () => {
  const vtt =
    'WEBVTT\n\n00:00:00.000 --> 00:00:10.000\nsprite-0.jpg#xywh=0,0,160,90\n\n01:00:10.500 --> 01:00:20.000\nsprite-1.jpg#xywh=160,90,160,90\n';
  expect(parseStoryboard(vtt, 'https://cdn/x/storyboard.vtt')).toEqual([
    { from: 0, to: 10, image: 'https://cdn/x/sprite-0.jpg', x: 0, y: 0, width: 160, height: 90 },
    { from: 3610.5, to: 3620, image: 'https://cdn/x/sprite-1.jpg', x: 160, y: 90, width: 160, height: 90 },
  ]);
});
