import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Playback, PlaybackLine } from './playback-line.ts';
import { useVideoWords } from './words.ts';

type Policy = Playback['policy'];
const noticeMs = 5000;
const idleMs = 3000;

/** The `<video>` as the policy lets it be used: its state, and what a viewer may do with it. */
export function useMedia(video: RefObject<HTMLVideoElement | null>, line: PlaybackLine, policy: Policy) {
  const words = useVideoWords();
  const [state, setState] = useState({ position: 0, paused: true, muted: false, rate: 1 });
  const [notice, setNotice] = useTimed<string>(noticeMs);
  const [awake, wake] = useTimed<true>(idleMs);
  const limitOf = useCallback(() => {
    if (policy.seek.mode === 'free') return Number.POSITIVE_INFINITY;
    return policy.seek.mode === 'blocked' ? -1 : line.limit() + policy.seek.grace_seconds;
  }, [policy, line]);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const read = () => {
      const { currentTime: position, paused, muted, playbackRate: rate } = element;
      setState({ position, paused, muted, rate });
    };
    const names = ['timeupdate', 'play', 'pause', 'volumechange', 'ratechange', 'seeked', 'loadedmetadata'];
    for (const name of names) element.addEventListener(name, read);
    return () => {
      for (const name of names) element.removeEventListener(name, read);
    };
  }, [video]);
  useGuards(video, policy, limitOf, () => setNotice(words.tooFar));

  const act = (work: (element: HTMLVideoElement) => void) => {
    if (video.current) work(video.current);
  };
  return {
    ...state,
    notice,
    idle: !state.paused && !awake,
    wake: () => wake(true),
    toggle: () =>
      act((element) => void (element.paused ? element.play().catch(() => undefined) : element.pause())),
    toggleSound: () =>
      act((element) => {
        element.muted = !element.muted;
      }),
    setRate: (rate: number) =>
      act((element) => {
        element.playbackRate = rate;
      }),
    seek: (wanted: number) =>
      act((element) => {
        const limit = limitOf();
        if (limit < 0) return setNotice(words.seekBlocked);
        if (wanted > limit) setNotice(words.tooFar);
        element.currentTime = Math.max(0, Math.min(wanted, limit, (element.duration || wanted) - 0.1));
      }),
  };
}

/** Holds the element to the policy also when somebody moves it otherwise, e.g. by keys of the system. */
function useGuards(
  video: RefObject<HTMLVideoElement | null>,
  policy: Policy,
  limitOf: () => number,
  onTooFar: () => void,
): void {
  const told = useRef(onTooFar);
  told.current = onTooFar;
  const { max, ui_control } = policy.playback_rate;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const onRate = () => {
      const allowed = ui_control ? Math.min(element.playbackRate, max) : 1;
      if (element.playbackRate !== allowed) element.playbackRate = allowed;
    };
    const onSeeking = () => {
      const limit = limitOf();
      if (limit < 0 || element.currentTime <= limit + 0.5) return;
      element.currentTime = limit;
      told.current();
    };
    onRate();
    element.addEventListener('ratechange', onRate);
    element.addEventListener('seeking', onSeeking);
    return () => {
      element.removeEventListener('ratechange', onRate);
      element.removeEventListener('seeking', onSeeking);
    };
  }, [video, max, ui_control, limitOf]);
}

/** A value that goes away by itself. */
function useTimed<T>(ms: number): [T | undefined, (value: T) => void] {
  const [value, setValue] = useState<T>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(
    (next: T) => {
      setValue(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setValue(undefined), ms);
    },
    [ms],
  );
  return [value, show];
}
