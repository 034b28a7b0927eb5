import { expect, test } from 'vitest';
import { mediaActions } from './media-session.ts';

const seek = { mode: 'bounded_forward', forward_limit: null, grace_seconds: 5 } as const;

function playerAt(position: number, paused: boolean) {
  const done: (string | number)[] = [];
  const player = {
    isPaused: () => paused,
    toggle: () => void done.push('toggle'),
    move: (seconds: number) => void done.push(seconds),
    position: () => position,
  };
  return { player, done };
}

function press(
  actions: ReturnType<typeof mediaActions>,
  action: MediaSessionAction,
  details: Partial<MediaSessionActionDetails> = {},
) {
  new Map(actions).get(action)?.({ action, ...details });
}

test('keys of a headset play what is paused and pause what plays', () => {
  const { player, done } = playerAt(0, true);
  press(mediaActions(player, seek), 'pause');
  expect(done).toEqual([]);
  press(mediaActions(player, seek), 'play');
  expect(done).toEqual(['toggle']);
});

test('the lock screen moves as the keys of the player do', () => {
  const { player, done } = playerAt(100, false);
  const actions = mediaActions(player, seek);
  press(actions, 'seekbackward');
  press(actions, 'seekforward', { seekOffset: 30 });
  press(actions, 'seekto', { seekTime: 40 });
  expect(done).toEqual([-10, 30, -60]);
});

test('where nothing may be moved, nothing is offered', () => {
  const { player } = playerAt(0, false);
  const offered = mediaActions(player, { ...seek, mode: 'blocked' }).filter(
    ([, handler]) => handler !== null,
  );
  expect(offered.map(([action]) => action)).toEqual(['play', 'pause']);
});
