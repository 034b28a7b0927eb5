import { vi } from 'vitest';
import type { Person } from '#testing/factories.ts';

type Playing = {
  phase: 'playing';
  progress: number;
  completed: boolean;
  offline: boolean;
  playback: { session_id: string; token: string };
};
type Line = {
  state: { get: () => Playing | { phase: string }; follow: (listener: () => void) => () => void };
  start: () => Promise<void>;
  report: (position: number, intervals: [number, number][]) => void;
  close: () => Promise<void>;
};

/**
 * The player's own line to the server, as a browser runs it for this person. Only one at a time: it lives on the
 * globals of a browser, which the calling test has to unstub.
 */
export async function openPlayer(address: string, person: Person, video_id: number) {
  const page = new EventTarget();
  const travel = pretendBrowser(address, person, page);
  // By its address: the server's types know no browser, so they must not follow this import.
  const { PlaybackLine } = await import(
    new URL('../../web/features/video/playback-line.ts', import.meta.url).href
  );
  const line: Line = new PlaybackLine(video_id);

  function playing(): Playing {
    const state = line.state.get();
    if (!('playback' in state)) throw new Error(`the player is ${state.phase}`);
    return state;
  }
  /** Resolves as soon as it shows that. */
  async function until(is: (state: Playing) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => void (is(playing()) && resolve());
    const stop = line.state.follow(look);
    look();
    await promise;
    stop();
  }
  return { line, playing, until, travel, comeOnline: () => page.dispatchEvent(new Event('online')) };
}

function pretendBrowser(address: string, person: Person, page: EventTarget) {
  const [send, clock] = [fetch, performance.now.bind(performance)];
  let ahead = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + ahead * 1000);
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', person.headers.authorization);
    return send(new URL(path, address), { ...init, headers });
  });
  return (seconds: number): void => {
    ahead += seconds;
  };
}
