import { type RefObject, useEffect, useRef } from 'react';
import type { Playback } from './line-state.ts';
import { mediaActions } from './media-session.ts';
import type { useMedia } from './use-media.ts';

type Shown = { playback: Playback; title: string; lecture: string; isHalted: boolean };

/** Tells the device what plays, and obeys its keys as far as the policy allows; while it is halted, none of them. */
export function useMediaSession(
  video: RefObject<HTMLVideoElement | null>,
  media: ReturnType<typeof useMedia>,
  { playback, title, lecture, isHalted }: Shown,
): void {
  const newest = useRef(media);
  newest.current = media;
  const { poster_url: poster, policy } = playback;
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session) return;
    const artwork = poster ? [{ src: new URL(poster, location.href).href, type: 'image/jpeg' }] : [];
    session.metadata = new MediaMetadata({ title, artist: lecture, artwork });
    return () => {
      session.metadata = null;
    };
  }, [title, lecture, poster]);
  const { seek } = policy;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the policy only the mode matters here
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session) return;
    const player = {
      isPaused: () => video.current?.paused ?? true,
      toggle: () => newest.current.toggle(),
      move: (seconds: number) => newest.current.step(seconds, true),
      position: () => video.current?.currentTime ?? 0,
    };
    const actions = mediaActions(player, seek);
    for (const [action, handler] of actions)
      session.setActionHandler(action, isHalted ? () => undefined : handler);
    return () => {
      for (const [action] of actions) session.setActionHandler(action, null);
    };
  }, [video, seek.mode, isHalted]);
}
