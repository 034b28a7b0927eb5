import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { type Ref, type RefObject, useRef } from 'react';
import { clockOf, whyRefused } from './film.rules.ts';
import { useFilmWords } from './film.words.ts';
import styles from './homework.module.css';
import type { Version } from './homework.queries.ts';
import { Notice } from './notice.tsx';

export type Film = Version['films'][number];
type Remarks = Readonly<NonNullable<Version['review']>['remarks']>;

/** Goes to a moment of the video and shows it. */
export function seek(player: RefObject<HTMLVideoElement | null>, at: number): void {
  if (!player.current) return;
  player.current.currentTime = at;
  player.current.focus();
}

type PlayerProps = { film: Film; player: Ref<HTMLVideoElement>; onTime?: (seconds: number) => void };

/** The video itself; or that it is not ready yet, or why there is none. */
export function FilmPlayer({ film, player, onTime }: PlayerProps) {
  const words = useFilmWords();
  if (film.state === 'waiting') return <Notice tone="info">{words.waiting}</Notice>;
  if (film.state === 'refused' || !film.url)
    return (
      <Stack gap="xs" align="flex-start">
        <Notice tone="bad">{whyRefused(words, film.reason)}</Notice>
        {film.url && (
          <Anchor href={film.url} download>
            {words.original}
          </Anchor>
        )}
      </Stack>
    );
  return (
    // biome-ignore lint/a11y/useMediaCaption: what a student filmed has no captions
    <video
      ref={player}
      className={styles.film}
      src={film.url}
      poster={film.frames[0]?.url}
      controls
      playsInline
      preload="metadata"
      aria-label={words.label}
      onTimeUpdate={(event) => onTime?.(event.currentTarget.currentTime)}
    />
  );
}

/** Pictures of the video at a glance; each goes to its moment. */
export function ContactSheet({ film, go }: { film: Film; go: (at: number) => void }) {
  const words = useFilmWords();
  if (film.frames.length === 0) return null;
  return (
    <ul className={styles.sheet} aria-label={words.sheet}>
      {film.frames.map(({ at, url }) => (
        <li key={at}>
          <button type="button" aria-label={words.goTo(clockOf(at))} onClick={() => go(at)}>
            <img src={url} alt="" loading="lazy" />
            <span>{clockOf(at)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a reviewer should know before watching: how long, whether there is sound, where nothing is to be seen. */
export function FilmFacts({ film, go }: { film: Film; go: (at: number) => void }) {
  const words = useFilmWords();
  if (film.state !== 'ready') return null;
  const parts = [
    ...film.black.map((span) => ({ span, what: words.black })),
    ...film.still.map((span) => ({ span, what: words.still })),
  ].toSorted((a, b) => a.span[0] - b.span[0]);
  return (
    <Stack gap={6}>
      <Text size="sm">
        {words.length(clockOf(film.duration))}
        {' · '}
        {film.has_sound ? words.sound(film.silent_seconds) : words.silent}
      </Text>
      {parts.length > 0 && (
        <Group gap={6} aria-label={words.parts} role="group">
          {parts.slice(0, 20).map(({ span: [from, to], what }) => (
            <Button key={`${what} ${from}`} size="compact-sm" variant="default" onClick={() => go(from)}>
              {what} {clockOf(from)}–{clockOf(to)}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}

/** What was said to moments of the video; each goes there. */
export function RemarkList({ remarks, go }: { remarks: Remarks; go: (at: number) => void }) {
  const words = useFilmWords();
  if (remarks.length === 0) return null;
  return (
    <ul className={styles.remarks} aria-label={words.remarks}>
      {remarks.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => go(at)}
            aria-label={words.goTo(clockOf(at))}
          >
            {clockOf(at)}
          </Button>
          <Text span className={styles.comment ?? ''}>
            {text}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** A video of homework as student and parents see it, with what was said to it. */
export function FilmCard({ version }: { version: Version }) {
  const player = useRef<HTMLVideoElement>(null);
  const go = (at: number) => seek(player, at);
  return version.films.map((film) => (
    <Stack key={film.place} gap="xs" component="section">
      <FilmPlayer film={film} player={player} />
      <RemarkList remarks={version.review?.remarks ?? []} go={go} />
    </Stack>
  ));
}
