import { Button, Text } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../../lib/store.ts';
import { Controls } from './controls.tsx';
import { toggleFullscreen } from './fullscreen.ts';
import { attachHls } from './hls-source.ts';
import { type LineState, PlaybackLine } from './playback-line.ts';
import styles from './player.module.css';
import { useMedia } from './use-media.ts';
import { useReports } from './use-reports.ts';
import { Watermark } from './watermark.tsx';
import { useVideoWords } from './words.ts';

type Live = Extract<LineState, { phase: 'playing' }>;
type Props = { videoId: number; duration: number; onState: (state: LineState) => void };

/** A video under its policy: what may be done is offered, what counts is shown, why it stopped is said. */
export function Player({ videoId, duration, onState }: Props) {
  const line = useMemo(() => new PlaybackLine(videoId), [videoId]);
  const state = useStore(line.state);
  useEffect(() => {
    void line.start();
    return () => void line.close();
  }, [line]);
  useEffect(() => onState(state), [state, onState]);
  if (state.phase === 'playing') return <Stage line={line} state={state} duration={duration} />;
  return (
    <div className={styles.stage}>{state.phase !== 'starting' && <Halt line={line} state={state} />}</div>
  );
}

function Halt({
  line,
  state,
}: {
  line: PlaybackLine;
  state: Exclude<LineState, Live | { phase: 'starting' }>;
}) {
  const { elsewhere, stopped } = useVideoWords();
  const isElsewhere = state.phase === 'elsewhere';
  return (
    <div className={styles.centre} role="alert">
      <Text fw={700} size="lg">
        {isElsewhere ? elsewhere.title : stopped.title}
      </Text>
      <Text size="sm">{(isElsewhere ? elsewhere : stopped)[state.code] ?? stopped.ended}</Text>
      <Button variant="white" onClick={() => void line.start(isElsewhere || state.code === 'taken_over')}>
        {isElsewhere || state.code === 'taken_over' ? elsewhere.here : stopped.again}
      </Button>
    </div>
  );
}

function Stage({ line, state, duration }: { line: PlaybackLine; state: Live; duration: number }) {
  const words = useVideoWords();
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState<string>();
  const media = useMedia(video, line, state.playback.policy);
  useReports(video, line);
  useSource(video, line, state, () => setBroken(words.broken));
  const onTampered = useCallback(() => {
    video.current?.pause();
    setBroken(words.tampered);
  }, [words]);
  const { policy, watermark_text } = state.playback;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for the whole picture; each also has its own control
    <div
      ref={stage}
      className={styles.stage}
      data-idle={media.idle || undefined}
      onKeyDown={(event) => onKey(event, media, stage.current)}
      onPointerMove={media.wake}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: lectures have no captions yet */}
      <video
        ref={video}
        playsInline
        preload="auto"
        poster={state.playback.poster_url ?? undefined}
        onClick={media.toggle}
      />
      {policy.watermark.enabled && <Watermark text={watermark_text} onTampered={onTampered} />}
      {media.paused && !broken && (
        <button
          type="button"
          className={styles.big}
          aria-label={words.play}
          onClick={media.toggle}
          tabIndex={-1}
        >
          <IconPlayerPlayFilled size={34} aria-hidden />
        </button>
      )}
      {(state.offline || media.notice) && (
        <div className={styles.note} role="status">
          {state.offline ? `${words.offline} · ${words.offlineHint}` : media.notice}
        </div>
      )}
      {broken && (
        <div className={styles.centre} role="alert">
          {broken}
        </div>
      )}
      <Controls media={media} state={state} line={line} duration={duration} stage={stage} />
    </div>
  );
}

/** Loads the video once; renewed tokens travel with each request instead of reloading it. */
function useSource(
  video: RefObject<HTMLVideoElement | null>,
  line: PlaybackLine,
  { playback }: Live,
  onFatal: () => void,
): void {
  const fatal = useRef(onFatal);
  fatal.current = onFatal;
  const first = useRef(playback);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const { play_url: url, watch } = first.current;
    const startAt = watch.completed && watch.progress > 0.99 ? 0 : watch.last_position;
    const attached = attachHls(element, {
      url,
      startAt,
      fresh: (address) => line.fresh(address),
      onFatal: () => fatal.current(),
    });
    return () => void attached.then((detach) => detach());
  }, [video, line]);
}

type Media = ReturnType<typeof useMedia>;

function onKey(event: KeyboardEvent, media: Media, stage: HTMLElement | null): void {
  const onControl =
    event.target instanceof HTMLElement && ['BUTTON', 'SELECT', 'INPUT'].includes(event.target.tagName);
  const actions: Record<string, () => void> = {
    k: media.toggle,
    ArrowLeft: () => media.seek(media.position - 5),
    ArrowRight: () => media.seek(media.position + 5),
    j: () => media.seek(media.position - 10),
    l: () => media.seek(media.position + 10),
    m: media.toggleSound,
    f: () => void toggleFullscreen(stage),
    ...(onControl ? {} : { ' ': media.toggle }),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
  if (!action) return;
  event.preventDefault();
  media.wake();
  action();
}
