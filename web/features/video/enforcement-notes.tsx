import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPauseFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { sentenceOf } from '../../lib/problem.ts';
import { reasonsOf, useCaseWords } from './case.words.ts';
import { ownCasesQuery } from './cases.queries.ts';
import type { Live } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import styles from './player.module.css';

const seenAfterMs = 1000;

type Props = {
  videoId: number;
  line: PlaybackLine;
  state: Live;
  video: RefObject<HTMLVideoElement | null>;
};

/** What the rules have led to, over the picture: a warning that may be put away, a pause that waits to be confirmed. */
export function EnforcementNotes({ videoId, line, state, video }: Props) {
  const { enforcement } = state;
  const { user } = useMe();
  const words = useCaseWords();
  const mustExplain = enforcement.state === 'paused' || enforcement.isNews;
  const cases = useQuery({
    ...ownCasesQuery(user.id, videoId),
    enabled: mustExplain && enforcement.reasons.length === 0,
  });
  const known = cases.data?.find(({ id }) => id === enforcement.case_id)?.reasons;
  const text = reasonsOf(words, enforcement.reasons.length > 0 ? enforcement.reasons : (known ?? []));
  if (enforcement.state === 'paused') return <Pause line={line} text={text} video={video} />;
  return enforcement.isNews ? <Warning line={line} text={text} offline={state.offline} /> : null;
}

function Warning({ line, text, offline }: { line: PlaybackLine; text: string[]; offline: boolean }) {
  const { warned } = useCaseWords();
  useSeen(line, offline);
  return (
    <div className={styles.warning} role="alert">
      <IconAlertTriangle size={22} aria-hidden />
      <div>
        <strong>{warned.title}</strong>
        <p>
          {text.join(' ')} {warned.next}
        </p>
      </div>
      <button type="button" className={styles.understood} onClick={() => line.dismissWarning()}>
        {warned.dismiss}
      </button>
    </div>
  );
}

/** Tells the server that a warning was on a screen that somebody could see, once it was there for a moment. */
function useSeen(line: PlaybackLine, offline: boolean): void {
  useEffect(() => {
    if (offline) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(() => void line.acknowledge('warned').catch(() => undefined), seenAfterMs);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [line, offline]);
}

function Pause({ line, text, video }: Pick<Props, 'line' | 'video'> & { text: string[] }) {
  const { paused } = useCaseWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const button = useRef<HTMLButtonElement>(null);
  const label = useId();
  useEffect(() => {
    const element = video.current;
    const stop = () => element?.pause();
    stop();
    button.current?.focus();
    element?.addEventListener('play', stop);
    return () => element?.removeEventListener('play', stop);
  }, [video]);
  const goOn = async () => {
    setBusy(true);
    setProblem(await line.acknowledge('paused').catch((error: unknown) => error));
    setBusy(false);
    const now = line.state.get();
    if (now.phase === 'playing' && now.enforcement.state !== 'paused')
      requestAnimationFrame(() => void video.current?.play().catch(() => undefined));
  };
  return (
    <div
      className={styles.centre}
      role="alertdialog"
      aria-modal="true"
      aria-labelledby={label}
      aria-describedby={`${label}-why`}
    >
      <IconPlayerPauseFilled size={30} aria-hidden />
      <Text fw={700} size="lg" id={label}>
        {paused.title}
      </Text>
      <Text size="sm" maw="34rem" id={`${label}-why`}>
        {text.join(' ')} {paused.next}
      </Text>
      {problem !== undefined && <Text size="sm">{sentenceOf(problem)}</Text>}
      <Button variant="white" loading={busy} onClick={() => void goOn()} ref={button}>
        {paused.goOn}
      </Button>
    </div>
  );
}
