import { type RefObject, useEffect } from 'react';
import type { PlaybackLine } from './playback-line.ts';
import { Replays } from './replays.ts';
import { WatchRecorder } from './watch-recorder.ts';

const sampleMs = 250;
const beatMs = 10_000;

/** Records what is played and reports it every ten seconds, at each pause and jump, and when the line asks. */
export function useReports(video: RefObject<HTMLVideoElement | null>, line: PlaybackLine): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const recorder = new WatchRecorder(element);
    const state = line.state.get();
    const seen = state.phase === 'playing' ? state.playback.watch.watched : [];
    const replays = new Replays(seen, (parts) => line.note('REPLAYED', { parts }));
    const report = () => {
      const played = recorder.take();
      line.report(element.currentTime, played);
      replays.add(played);
    };
    const settle = () => {
      report();
      replays.settle();
    };
    const onSeek = () => recorder.interrupt();
    line.onAsk = report;
    line.pending = () => recorder.pending();
    const sampling = setInterval(() => recorder.sample(), sampleMs);
    const beating = setInterval(report, beatMs);
    const reports = ['pause', 'ended', 'seeked'] as const;
    for (const name of reports) element.addEventListener(name, settle);
    element.addEventListener('seeking', onSeek);
    element.addEventListener('waiting', onSeek);
    return () => {
      settle();
      clearInterval(sampling);
      clearInterval(beating);
      for (const name of reports) element.removeEventListener(name, settle);
      element.removeEventListener('seeking', onSeek);
      element.removeEventListener('waiting', onSeek);
      line.onAsk = () => void line.flush();
      line.pending = () => [];
    };
  }, [video, line]);
}
