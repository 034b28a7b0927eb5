import { beforeEach, expect, test, vi } from 'vitest';
import { attachNative } from './native-source.ts';

/** A player that loads what it is given at once and stands at its start. */
class Media extends EventTarget {
  loaded: string[] = [];
  currentTime = 0;
  paused = true;
  error: { code: number } | null = null;
  played = 0;
  get src() {
    return this.loaded.at(-1) ?? '';
  }
  set src(address: string) {
    this.loaded.push(address);
    this.currentTime = 0;
  }
  removeAttribute() {
    this.loaded.push('');
  }
  async play() {
    this.played += 1;
    this.paused = false;
  }
  tell(name: string) {
    this.dispatchEvent(new Event(name));
  }
}

let media: Media;
let token: string;
let fatal: number;
let detach: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  [media, token, fatal] = [new Media(), 'first', 0];
  detach = attachNative(media as never, {
    ...{ url: '/hls/t/first/master.m3u8', startAt: 12 },
    fresh: (url) => url.replace('first', token),
    onFatal: () => {
      fatal += 1;
    },
  });
  media.tell('loadedmetadata');
  return () => vi.useRealTimers();
});
const playingAt = (seconds: number) => Object.assign(media, { currentTime: seconds, paused: false });

test('it begins where it was told to, and a renewed token alone interrupts nothing', () => {
  expect(media).toMatchObject({ src: '/hls/t/first/master.m3u8', currentTime: 12 });
  token = 'second';
  media.tell('waiting');
  media.tell('playing');
  vi.advanceTimersByTime(60_000);
  expect(media.loaded).toEqual(['/hls/t/first/master.m3u8']);
});

test('when the old token no longer serves, it goes on at its place with the new one', () => {
  playingAt(700);
  token = 'second';
  media.error = { code: 2 };
  media.tell('error');
  expect(media.src).toBe('/hls/t/second/master.m3u8');
  media.tell('loadedmetadata');
  expect(media).toMatchObject({ currentTime: 700, played: 1 });

  token = 'third';
  playingAt(1300);
  media.tell('waiting');
  vi.advanceTimersByTime(2500);
  media.tell('loadedmetadata');
  expect(media).toMatchObject({ src: '/hls/t/third/master.m3u8', currentTime: 1300 });
});

test('a pause is a good moment to take the new one, and it stays paused', () => {
  playingAt(300);
  token = 'second';
  media.paused = true;
  media.tell('pause');
  media.tell('loadedmetadata');
  expect(media).toMatchObject({ src: '/hls/t/second/master.m3u8', currentTime: 300, played: 0 });
});

test('without a network it tries again; what cannot be decoded is given up', () => {
  playingAt(50);
  media.error = { code: 2 };
  media.tell('error');
  vi.advanceTimersByTime(3500);
  expect(media.loaded).toHaveLength(2);
  media.error = { code: 3 };
  media.tell('error');
  expect(fatal).toBe(1);
  detach();
  media.tell('error');
  expect(fatal).toBe(1);
});
