import { type RefObject, useEffect, useRef } from 'react';
import type { Attempts } from './attempts.ts';
import { resumeAt } from './coverage.ts';
import type { Playback } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import { SeekGuard } from './seek-guard.ts';

type Guarded = {
  line: PlaybackLine;
  policy: Playback['policy'];
  attempts: Attempts;
  onRefused: (what: 'seek' | 'rate') => void;
};

/** Holds the element to the policy also when somebody moves it otherwise: by keys of the system, or by a script. */
export function useGuards(video: RefObject<HTMLVideoElement | null>, guarded: Guarded): void {
  const now = useRef(guarded);
  now.current = guarded;
  useSeekGuard(video, now);
  useRateGuard(video, now, guarded.policy.playback_rate);
}

type Now = RefObject<Guarded>;

function useSeekGuard(video: RefObject<HTMLVideoElement | null>, now: Now): void {
  const { line } = now.current;
  useEffect(() => {
    const element = video.current;
    const state = line.state.get();
    if (!element || state.phase !== 'playing') return;
    const guard = new SeekGuard(resumeAt(state.playback.watch, state.playback.policy.seek.mode));
    const onTime = () => {
      if (!element.seeking) guard.follow(element.currentTime, element.playbackRate);
    };
    const onSeeking = () => {
      const { attempts, policy, onRefused } = now.current;
      const refused = guard.judge(element.currentTime, { ...policy.seek, limit: line.limit() });
      if (!refused) return;
      element.currentTime = refused.back;
      attempts.seek(refused.from, refused.to);
      onRefused('seek');
    };
    const onEnded = () => guard.end();
    element.addEventListener('timeupdate', onTime);
    element.addEventListener('seeking', onSeeking);
    element.addEventListener('ended', onEnded);
    return () => {
      element.removeEventListener('timeupdate', onTime);
      element.removeEventListener('seeking', onSeeking);
      element.removeEventListener('ended', onEnded);
    };
  }, [video, line, now]);
}

/** Without control of the speed only 1 is right. */
const isRight = (rate: number, { max, ui_control }: Playback['policy']['playback_rate']): boolean =>
  ui_control ? rate <= max : rate === 1;

function useRateGuard(
  video: RefObject<HTMLVideoElement | null>,
  now: Now,
  { max, ui_control }: Playback['policy']['playback_rate'],
): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const allowed = { max, ui_control };
    let right = Math.min(1, max);
    const onRate = () => {
      const rate = element.playbackRate;
      if (isRight(rate, allowed)) {
        right = rate;
        return;
      }
      element.playbackRate = right;
      now.current.attempts.rate(rate);
      now.current.onRefused('rate');
    };
    // A policy that has become stricter is no attempt of the viewer's.
    if (isRight(element.playbackRate, allowed)) right = element.playbackRate;
    else element.playbackRate = right;
    element.addEventListener('ratechange', onRate);
    return () => element.removeEventListener('ratechange', onRate);
  }, [video, now, max, ui_control]);
}
