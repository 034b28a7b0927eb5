import { type RefObject, useEffect } from 'react';
import type { PlaybackLine } from './playback-line.ts';

/** Tells what happens around the picture: whether the page is looked at, fills the screen, or can't play. */
export function useEvents(video: RefObject<HTMLVideoElement | null>, line: PlaybackLine): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const onVisibility = () => {
      const isHidden = document.visibilityState === 'hidden';
      line.note(isHidden ? 'VISIBILITY_HIDDEN' : 'VISIBILITY_VISIBLE');
      // On phones this is the last that a page hears.
      if (isHidden) line.part();
    };
    const onBlur = () => line.note('FOCUS_LOST');
    const onFocus = () => line.note('FOCUS_GAINED');
    const onFullscreen = () => line.note(document.fullscreenElement ? 'FULLSCREEN_ENTER' : 'FULLSCREEN_EXIT');
    const onError = () => line.note('PLAYER_ERROR', { code: element.error?.code ?? 0 });
    document.addEventListener('visibilitychange', onVisibility);
    document.addEventListener('fullscreenchange', onFullscreen);
    addEventListener('blur', onBlur);
    addEventListener('focus', onFocus);
    addEventListener('pagehide', line.part);
    element.addEventListener('error', onError);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      document.removeEventListener('fullscreenchange', onFullscreen);
      removeEventListener('blur', onBlur);
      removeEventListener('focus', onFocus);
      removeEventListener('pagehide', line.part);
      element.removeEventListener('error', onError);
    };
  }, [video, line]);
}
