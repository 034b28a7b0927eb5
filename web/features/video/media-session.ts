import type { Playback } from './line-state.ts';

/** What the player can do that keys outside the page ask for. */
export type Player = {
  isPaused: () => boolean;
  toggle: () => void;
  /** Seconds on or back, as far as the policy allows; asking for more is no attempt against it. */
  move: (seconds: number) => void;
  position: () => number;
};

const usualStep = 10;

/** What the keys of a headset and the lock screen of a phone do: never more than the buttons of the player. */
export function mediaActions(
  player: Player,
  { mode }: Playback['policy']['seek'],
): [MediaSessionAction, MediaSessionActionHandler | null][] {
  const ifMovable = (handler: MediaSessionActionHandler) => (mode === 'blocked' ? null : handler);
  return [
    ['play', () => player.isPaused() && player.toggle()],
    ['pause', () => !player.isPaused() && player.toggle()],
    ['seekbackward', ifMovable(({ seekOffset }) => player.move(-(seekOffset ?? usualStep)))],
    ['seekforward', ifMovable(({ seekOffset }) => player.move(seekOffset ?? usualStep))],
    [
      'seekto',
      ifMovable(({ seekTime }) => seekTime !== undefined && player.move(seekTime - player.position())),
    ],
  ];
}
