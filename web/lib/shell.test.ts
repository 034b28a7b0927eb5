import { expect, test } from 'vitest';
import { answerOf, mayShow, outdated } from './shell.rules.ts';
import { entryOf } from './version.rules.ts';

const origin = 'https://academy.example';
const files = ['/', '/icon.svg', '/assets/app-1.js'];
const asked = (
  path: string,
  more: { method?: string; mode?: string; from?: string; cache?: string } = {},
) => {
  const { method = 'GET', mode = 'cors', from = origin, cache = 'default' } = more;
  return answerOf({ method, mode, cache, url: `${from}${path}` }, { origin, files });
};

test.each([
  ['/api/v1/study/pack', {}],
  ['/api', { mode: 'navigate' }],
  ['/media/hls/a.m3u8', {}],
  ['/student/study', { method: 'POST', mode: 'navigate' }],
  ['/assets/app-1.js', { from: 'https://cdn.example' }],
  ['/storage/study/a.png', {}],
  ['/', { cache: 'no-store' }],
])('%s is never answered without the server', (path, more) => {
  expect(asked(path, more)).toBeUndefined();
});

test('pages, files of a build and what the app keeps come from the device when there is no network', () => {
  expect(asked('/student', { mode: 'navigate' })).toBe('page');
  expect(asked('/apiary', { mode: 'navigate' })).toBe('page');
  expect(asked('/assets/other-2.css')).toBe('asset');
  expect(asked('/icon.svg?v=1')).toBe('kept');
});

test('studying begins with what the app keeps before the server is asked, but for who asks anew', () => {
  expect(asked('/student/study', { mode: 'navigate', cache: 'default' })).toBe('kept_page');
  expect(asked('/student/study/rounds/1', { mode: 'navigate' })).toBe('kept_page');
  expect(asked('/student/studying', { mode: 'navigate' })).toBe('page');
  expect(asked('/student/study', { mode: 'navigate', cache: 'no-cache' })).toBe('page');
});

test('a new version leaves the one that pages still run, and puts older ones away and nothing else', () => {
  const others = ['seodang-assets', 'seodang-study-pictures'];
  const shells = (...versions: number[]) => [...versions.map((one) => `seodang-shell-${one}`), ...others];
  expect(outdated(shells(1), 'seodang-shell-1')).toEqual([]);
  expect(outdated(shells(1, 2), 'seodang-shell-2')).toEqual([]);
  expect(outdated(shells(1, 2, 3, 4), 'seodang-shell-4')).toEqual(['seodang-shell-1', 'seodang-shell-2']);
  // A version that comes back has its place of before.
  expect(outdated(shells(1, 2), 'seodang-shell-1')).toEqual([]);
});

test('a server that fails shows the page that was kept, one that refuses shows its own', () => {
  expect([mayShow(undefined), mayShow({ status: 502 }), mayShow({ status: 404 })]).toEqual([
    false,
    false,
    true,
  ]);
});

test('a version is known by its entry, not by a script that was brought forward', () => {
  const forward = '/assets/study-begin-1.js';
  expect(entryOf([forward, '/assets/index-2.js'], forward)).toBe('/assets/index-2.js');
  expect(entryOf(['/assets/index-2.js'], undefined)).toBe('/assets/index-2.js');
});
