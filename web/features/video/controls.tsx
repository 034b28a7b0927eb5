import {
  IconMaximize,
  IconMinimize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import type { RefObject } from 'react';
import { clockOf } from '../../lib/dates.ts';
import { CaptionsControl } from './captions-control.tsx';
import { ChapterList, ChaptersButton } from './chapter-list.tsx';
import { toggleFullscreen } from './fullscreen.ts';
import type { Live } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import styles from './player.module.css';
import { SeekBar, useThumbs } from './seek-bar.tsx';
import { parseStoryboard } from './storyboard.ts';
import type { useCaptions } from './use-captions.ts';
import type { Chapters } from './use-chapters.ts';
import type { useMedia } from './use-media.ts';
import { useVideoWords } from './words.ts';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

type Props = {
  media: ReturnType<typeof useMedia>;
  captions: ReturnType<typeof useCaptions>;
  chapters: Chapters;
  state: Live;
  line: PlaybackLine;
  duration: number;
  stage: RefObject<HTMLDivElement | null>;
};

/** What the policy allows, and nothing else. */
export function Controls({ media, captions, chapters, state, line, duration, stage }: Props) {
  const words = useVideoWords();
  const { seek, playback_rate } = state.playback.policy;
  const thumbs = useThumbs(state.playback.storyboard_url, parseStoryboard);
  const isFull = document.fullscreenElement !== null;
  const isHalted = state.enforcement.state === 'paused';
  return (
    <>
      {!isHalted && <ChapterList chapters={chapters} />}
      <div className={styles.controls} inert={isHalted}>
        <SeekBar
          position={media.position}
          duration={duration}
          watched={state.watched}
          limit={seek.mode === 'free' ? undefined : line.limit()}
          disabled={seek.mode === 'blocked'}
          thumbs={thumbs}
          chapters={chapters.chapters}
          onSeek={media.seek}
          onHold={media.hold}
        />
        <div className={styles.row}>
          <button
            type="button"
            className={styles.button}
            onClick={media.toggle}
            title={words.keys}
            aria-label={media.paused ? words.play : words.pause}
          >
            {media.paused ? <IconPlayerPlayFilled aria-hidden /> : <IconPlayerPauseFilled aria-hidden />}
          </button>
          <button
            type="button"
            className={styles.button}
            onClick={media.toggleSound}
            aria-label={media.muted ? words.unmute : words.mute}
          >
            {media.muted ? <IconVolumeOff aria-hidden /> : <IconVolume aria-hidden />}
          </button>
          <span className={styles.time}>
            {clockOf(media.position)} / {clockOf(duration)}
          </span>
          {playback_rate.ui_control && (
            <select
              className={styles.speed}
              aria-label={words.speed}
              value={media.rate}
              onChange={(event) => media.setRate(Number(event.currentTarget.value))}
            >
              {rates
                .filter((rate) => rate <= playback_rate.max)
                .map((rate) => (
                  <option key={rate} value={rate}>
                    {rate}×
                  </option>
                ))}
            </select>
          )}
          <ChaptersButton chapters={chapters} />
          <CaptionsControl captions={captions} />
          <button
            type="button"
            className={styles.button}
            onClick={() => void toggleFullscreen(stage.current)}
            aria-label={isFull ? words.leaveFullscreen : words.fullscreen}
          >
            {isFull ? <IconMinimize aria-hidden /> : <IconMaximize aria-hidden />}
          </button>
        </div>
      </div>
    </>
  );
}
