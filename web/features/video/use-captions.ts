import type { CaptionTrack } from '@seodang/contract/video-captions.ts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { memory } from '../../lib/store.ts';
import { captionsFor, parseCaptions, readChoice, writeChoice } from './captions.ts';

/** As high as the controls are, and as large as player.module.css writes captions. */
const CONTROLS_PX = 100;
const linesOfControls = () => Math.ceil(CONTROLS_PX / (1.25 * Math.min(28, Math.max(15, innerWidth * 0.02))));

/** Captions over a picture: which there are, which are shown, and how to choose; the choice is remembered. */
export function useCaptions(video: RefObject<HTMLVideoElement | null>, tracks: readonly CaptionTrack[]) {
  const [choice, setChoice] = useState(() => readChoice(memory.read('captions')));
  const loaded = useRef(new Map<number, TextTrack>());
  const shown = captionsFor(tracks, choice);
  const id = shown?.id;
  // The address is a new one after each refresh; what was loaded stays.
  const newest = useRef(shown);
  newest.current = shown;
  useEffect(() => {
    const element = video.current;
    if (!element || !newest.current || id === undefined) return;
    const track = loaded.current.get(id) ?? load(element, newest.current);
    loaded.current.set(id, track);
    track.mode = 'showing';
    return () => {
      track.mode = 'disabled';
    };
  }, [video, id]);

  const choose = (track: CaptionTrack | undefined) => {
    setChoice(track);
    memory.write('captions', writeChoice(track));
    if (track) memory.write('captions.last', writeChoice(track));
  };
  const last = () => captionsFor(tracks, readChoice(memory.read('captions.last'))) ?? tracks[0];
  return { tracks, shown, choose, toggle: () => choose(shown ? undefined : last()) };
}

/** Captions that cannot be had stay empty; the lesson goes on. */
function load(element: HTMLVideoElement, { url, label, language }: CaptionTrack): TextTrack {
  const track = element.addTextTrack('subtitles', label, language);
  const line = -linesOfControls();
  void fetch(url)
    .then((reply) => (reply.ok ? reply.text() : ''))
    .catch(() => '')
    .then((vtt) => {
      for (const { from, to, text } of parseCaptions(vtt)) {
        const cue = new VTTCue(from, to, text);
        cue.line = line;
        track.addCue(cue);
      }
    });
  return track;
}
