import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Attempts } from './attempts.ts';
import type { Playback } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import { type Asking, granted } from './seek-guard.ts';
import { useGuards } from './use-guards.ts';
import { useVideoWords, type VideoWords } from './words.ts';

type Policy = Playback['policy'];

const refusalOf = (words: VideoWords, { seek }: Policy): string =>
  seek.mode === 'blocked' ? words.seekBlocked : words.tooFar;

const noticeMs = 5000;
const idleMs = 3000;

/** The `<video>` as the policy lets it be used: its state, and what a viewer may do with it. */
export function useMedia(video: RefObject<HTMLVideoElement | null>, line: PlaybackLine, policy: Policy) {
  const words = useVideoWords();
  const [state, setState] = useState({ position: 0, paused: true, muted: false, rate: 1 });
  const [notice, setNotice] = useTimed<string>(noticeMs);
  const [awake, wake] = useTimed<true>(idleMs);
  const attempts = useMemo(() => new Attempts((type, payload) => line.note(type, payload)), [line]);
  useEffect(() => attempts.settle, [attempts]);
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
  useGuards(video, {
    ...{ line, policy, attempts },
    onRefused: (what) => setNotice(what === 'rate' ? words.tooFast : refusalOf(words, policy)),
  });

  const act = (work: (element: HTMLVideoElement) => void) => {
    if (video.current) work(video.current);
  };
  const move = (element: HTMLVideoElement, wanted: number, asking: Asking) => {
    const from = element.currentTime;
    const to = Math.max(0, Math.min(wanted, (element.duration || wanted) - 0.1));
    const grant = granted({ from, to }, { ...policy.seek, limit: line.limit() }, asking);
    if (grant.isAttempt) attempts.seek(from, to);
    if (grant.isCut) setNotice(refusalOf(words, policy));
    if (grant.to !== undefined) element.currentTime = grant.to;
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
    seek: (wanted: number) => act((element) => move(element, wanted, 'place')),
    step: (seconds: number, isRepeat: boolean) =>
      act((element) => move(element, element.currentTime + seconds, isRepeat ? 'repeat' : 'step')),
    hold: (isHeld: boolean) => (isHeld ? attempts.hold() : attempts.release()),
    tell: setNotice,
  };
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
