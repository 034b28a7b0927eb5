import type { Chapter } from '@seodang/contract/video-chapters.ts';
import { useState } from 'react';
import { chapterAt, chapterStep } from './chapters.ts';
import type { Playback } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import type { useMedia } from './use-media.ts';
import { useVideoWords } from './words.ts';

/** The chapters of a playback as its policy lets one move between them: what is closed is said, and is no attempt. */
export function useChapters(
  media: ReturnType<typeof useMedia>,
  line: PlaybackLine,
  { chapters, policy: { seek } }: Playback,
) {
  const words = useVideoWords();
  const [isOpen, setOpen] = useState(false);
  const isClosed = ({ at }: Pick<Chapter, 'at'>) =>
    seek.mode === 'blocked' || (seek.mode === 'bounded_forward' && at > line.limit() + seek.grace_seconds);
  const go = (at: number | undefined) => {
    if (at === undefined) return;
    if (isClosed({ at })) media.tell(seek.mode === 'blocked' ? words.seekBlocked : words.tooFar);
    else media.seek(at);
  };
  return {
    ...{ chapters, isOpen, isClosed, go },
    present: chapterAt(chapters, media.position),
    step: (by: 1 | -1) => go(chapterStep(chapters, media.position, by)),
    toggle: () => setOpen(!isOpen),
    close: () => setOpen(false),
  };
}
export type Chapters = ReturnType<typeof useChapters>;
