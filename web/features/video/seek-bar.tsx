import type { Chapter } from '@seodang/contract/video-chapters.ts';
import { useEffect, useState } from 'react';
import { clockOf } from '../../lib/dates.ts';
import { chapterAt } from './chapters.ts';
import type { Interval } from './coverage.ts';
import styles from './player.module.css';
import type { Thumb } from './storyboard.ts';
import { useVideoWords } from './words.ts';

type Props = {
  position: number;
  duration: number;
  watched: readonly Interval[];
  /** Forward no further than here; undefined for anywhere. */
  limit: number | undefined;
  disabled: boolean;
  thumbs: readonly Thumb[];
  chapters: readonly Chapter[];
  onSeek: (seconds: number) => void;
  /** The pointer is down, or let go: what it moves is one gesture. */
  onHold: (isHeld: boolean) => void;
};

/** Where the player is, what was watched, how far one may go, and a picture of the place under the pointer. */
export function SeekBar(props: Props) {
  const { position, duration, watched, limit, disabled, thumbs, chapters, onSeek, onHold } = props;
  const words = useVideoWords();
  const [pointed, setPointed] = useState<number>();
  const share = (seconds: number) => `${(100 * Math.min(seconds, duration)) / (duration || 1)}%`;
  return (
    <div
      className={styles.seek}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        setPointed(((event.clientX - box.left) / box.width) * duration);
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      <div className={styles.track} aria-hidden>
        {watched.map(([from, to]) => (
          <span
            key={from}
            className={styles.covered}
            style={{ left: share(from), width: share(to - from) }}
          />
        ))}
        {limit !== undefined && limit < duration && (
          <span className={styles.beyond} style={{ left: share(limit), right: 0 }} />
        )}
        <span className={styles.played} style={{ width: share(position) }} />
        {chapters.map(({ at }) => (
          <span key={at} className={styles.begins} style={{ left: share(at) }} />
        ))}
      </div>
      <input
        type="range"
        className={styles.range}
        min={0}
        max={Math.max(1, Math.floor(duration))}
        step={1}
        value={Math.floor(position)}
        disabled={disabled}
        aria-label={words.position}
        aria-valuetext={words.positionOf(clockOf(position), clockOf(duration))}
        onPointerDown={() => holdUntilReleased(onHold)}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
      />
      {pointed !== undefined && (
        <Peek
          at={pointed}
          share={share(pointed)}
          thumbs={thumbs}
          title={chapterAt(chapters, pointed)?.title}
        />
      )}
    </div>
  );
}

/** The pointer may let go anywhere. */
function holdUntilReleased(onHold: (isHeld: boolean) => void): void {
  const ending = new AbortController();
  const release = () => {
    ending.abort();
    onHold(false);
  };
  onHold(true);
  for (const name of ['pointerup', 'pointercancel'])
    addEventListener(name, release, { signal: ending.signal });
}

type PeekProps = { at: number; share: string; thumbs: readonly Thumb[]; title: string | undefined };

function Peek({ at, share, thumbs, title }: PeekProps) {
  const thumb = thumbs.find(({ from, to }) => at >= from && at < to);
  return (
    <div className={styles.peek} style={{ left: share }} aria-hidden>
      {thumb && (
        <span
          style={{
            width: thumb.width,
            height: thumb.height,
            backgroundImage: `url("${thumb.image}")`,
            backgroundPosition: `-${thumb.x}px -${thumb.y}px`,
          }}
        />
      )}
      {title && <span className={styles.chapter}>{title}</span>}
      {clockOf(at)}
    </div>
  );
}

/** The pictures of a storyboard; none while they load, and none where there is no storyboard. */
export function useThumbs(
  url: string | null | undefined,
  parse: (vtt: string, base: string) => Thumb[],
): Thumb[] {
  const [thumbs, setThumbs] = useState<Thumb[]>([]);
  useEffect(() => {
    if (!url) return;
    const ending = new AbortController();
    const address = new URL(url, location.href).href;
    fetch(address, { signal: ending.signal })
      .then((reply) => (reply.ok ? reply.text() : ''))
      .then((vtt) => setThumbs(parse(vtt, address)))
      .catch(() => undefined);
    return () => ending.abort();
  }, [url, parse]);
  return thumbs;
}
