import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { useStore } from '../../lib/store.ts';
import { useCaseWords } from './case.words.ts';
import { Controls } from './controls.tsx';
import { resumeAt } from './coverage.ts';
import { EnforcementNotes } from './enforcement-notes.tsx';
import { toggleFullscreen } from './fullscreen.ts';
import { Halt } from './halt.tsx';
import { attachHls, outputOf } from './hls-source.ts';
import { isRevoked, type LineState, type Live } from './line-state.ts';
import { PlaybackLine } from './playback-line.ts';
import styles from './player.module.css';
import { useCaptions } from './use-captions.ts';
import { type Chapters, useChapters } from './use-chapters.ts';
import { useEvents } from './use-events.ts';
import { useMedia } from './use-media.ts';
import { useMediaSession } from './use-media-session.ts';
import { useReports } from './use-reports.ts';
import { Watermark } from './watermark.tsx';
import { useVideoWords, type VideoWords } from './words.ts';

type About = { videoId: number; title: string; lecture: string; duration: number };
type Props = About & { onState: (state: LineState) => void };

/** A video under its policy: what may be done is offered, what counts is shown, why it stopped is said. */
export function Player({ onState, ...about }: Props) {
  const { videoId } = about;
  const { user } = useMe();
  const line = useMemo(() => new PlaybackLine(videoId, user.id), [videoId, user.id]);
  const state = useStore(line.state);
  useEffect(() => {
    void line.start();
    return () => void line.close();
  }, [line]);
  useEffect(() => onState(state), [state, onState]);
  if (state.phase === 'playing') return <Stage {...about} line={line} state={state} />;
  return (
    <div className={`${styles.stage} ${isRevoked(state) ? styles.halted : ''}`}>
      {state.phase !== 'starting' && <Halt videoId={videoId} line={line} state={state} />}
    </div>
  );
}

type StageProps = About & { line: PlaybackLine; state: Live };

function Stage({ videoId, title, lecture, duration, line, state }: StageProps) {
  const words = useVideoWords();
  const { restored } = useCaseWords();
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState<string>();
  const media = useMedia(video, line, state.playback.policy);
  const captions = useCaptions(video, state.playback.captions);
  const chapters = useChapters(media, line, state.playback);
  useReports(video, line);
  useEvents(video, line);
  useSource(video, line, state, () => setBroken(words.broken));
  const { policy, watermark_text } = state.playback;
  const isPaused = state.enforcement.state === 'paused';
  const isHalted = isPaused || broken !== undefined;
  useMediaSession(video, media, { playback: state.playback, title, lecture, isHalted });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for the whole picture; each also has its own control
    <div
      ref={stage}
      className={styles.stage}
      tabIndex={-1}
      data-idle={(media.idle && !state.enforcement.isNews) || undefined}
      onKeyDown={(event) => !isPaused && onKey(event, { media, captions, chapters }, stage.current)}
      onPointerMove={media.wake}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: captions are tracks that useCaptions adds */}
      <video
        ref={video}
        playsInline
        preload="auto"
        poster={state.playback.poster_url ?? undefined}
        // The watermark would not be in a window of its own, nor on another screen.
        disablePictureInPicture={policy.watermark.enabled}
        disableRemotePlayback={policy.watermark.enabled}
        onClick={media.toggle}
      />
      {media.paused && !broken && !isPaused && <BigPlay media={media} stage={stage} />}
      <Note text={state.enforcement.isNews || isPaused ? undefined : noteOf(words, state, media.notice)} />
      <Controls
        {...{ media, captions, chapters, state, line, stage }}
        duration={state.playback.duration || duration}
      />
      {policy.watermark.enabled && (
        <Watermark
          stage={stage}
          text={watermark_text}
          onRemoved={() => {
            line.note('WATERMARK_REMOVED');
            media.tell(restored);
          }}
          onLost={() => {
            video.current?.pause();
            setBroken(words.tampered);
          }}
        />
      )}
      {broken ? (
        <div className={styles.centre} role="alert">
          {broken}
        </div>
      ) : (
        <EnforcementNotes videoId={videoId} line={line} state={state} video={video} />
      )}
    </div>
  );
}

const noteOf = (words: VideoWords, { offline }: Live, notice: string | undefined) =>
  offline ? `${words.offline} · ${words.offlineHint}` : notice;

function Note({ text }: { text: string | undefined }) {
  return text ? (
    <div className={styles.note} role="status">
      {text}
    </div>
  ) : null;
}

type BigPlayProps = { media: Acts['media']; stage: RefObject<HTMLDivElement | null> };

function BigPlay({ media, stage }: BigPlayProps) {
  const { play } = useVideoWords();
  const begin = () => {
    media.toggle();
    // The button goes away; keys should still reach the picture.
    stage.current?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className={styles.big} aria-label={play} onClick={begin} tabIndex={-1}>
      <IconPlayerPlayFilled size={34} aria-hidden />
    </button>
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
  const newest = useRef(playback);
  newest.current = playback;
  const isFirst = useRef(true);
  const output = outputOf(playback.play_url);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another output is loaded anew, where the one before was
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const { play_url: url, watch, policy } = newest.current;
    const at = element.currentTime;
    const startAt = isFirst.current ? resumeAt(watch, policy.seek.mode) : at;
    isFirst.current = false;
    const attached = attachHls(element, {
      url,
      startAt,
      fresh: (address) => line.fresh(address),
      onFatal: () => fatal.current(),
      onError: (reason) => line.note('PLAYER_ERROR', { reason }),
    });
    return () => void attached.then((detach) => detach());
  }, [video, line, output]);
}

type Acts = {
  media: ReturnType<typeof useMedia>;
  captions: ReturnType<typeof useCaptions>;
  chapters: Chapters;
};

function onKey(event: KeyboardEvent, { media, captions, chapters }: Acts, stage: HTMLElement | null): void {
  const onControl =
    event.target instanceof HTMLElement && ['BUTTON', 'SELECT', 'INPUT'].includes(event.target.tagName);
  const actions: Record<string, () => void> = {
    k: media.toggle,
    ArrowLeft: () => media.step(-5, event.repeat),
    ArrowRight: () => media.step(5, event.repeat),
    j: () => media.step(-10, event.repeat),
    l: () => media.step(10, event.repeat),
    m: media.toggleSound,
    c: captions.toggle,
    '[': () => chapters.step(-1),
    ']': () => chapters.step(1),
    f: () => void toggleFullscreen(stage),
    ...(onControl ? {} : { ' ': media.toggle }),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
  if (!action) return;
  event.preventDefault();
  media.wake();
  action();
}
