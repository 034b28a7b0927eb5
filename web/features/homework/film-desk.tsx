import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconMessagePlus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { clockOf } from './film.rules.ts';
import { useFilmWords } from './film.words.ts';
import { FilmText } from './film-text.tsx';
import { ContactSheet, type Film, FilmFacts, FilmPlayer, RemarkList, seek } from './film-view.tsx';
import styles from './homework.module.css';
import type { Version } from './homework.queries.ts';
import type { DraftOf } from './review-draft.ts';

type Props = { film: Film; version: Version; work: DraftOf; readOnly: boolean };

/** What has been said so far, and may be taken back. */
function Said({ film, work, go }: Pick<Props, 'film' | 'work'> & { go: (at: number) => void }) {
  const words = useFilmWords();
  const own = work.draft.remarks.filter(({ place }) => place === film.place);
  if (own.length === 0) return null;
  return (
    <ul className={styles.remarks} aria-label={words.remarks}>
      {own.map((remark) => (
        <li key={`${remark.at} ${remark.text}`}>
          <Button size="compact-sm" variant="default" onClick={() => go(remark.at)}>
            {clockOf(remark.at)}
          </Button>
          <span className={styles.comment}>{remark.text}</span>
          <ActionIcon
            variant="subtle"
            aria-label={words.removeRemark(clockOf(remark.at))}
            onClick={() => work.unsay(remark)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

/** A video on the reviewer's desk: scenes, parts to look at, and remarks to the moment that is shown. */
export function FilmDesk({ film, version, work, readOnly }: Props) {
  const words = useFilmWords();
  const player = useRef<HTMLVideoElement>(null);
  const [now, setNow] = useState(0);
  const at = Math.round(now * 10) / 10;
  const { unsaid } = work.draft;
  const text = unsaid?.place === film.place ? unsaid.text : '';
  const type = (text: string) => work.type(text === '' ? undefined : { place: film.place, at, text });
  const go = (at: number) => seek(player, at);
  return (
    <Stack gap="sm">
      <FilmPlayer film={film} player={player} onTime={setNow} />
      <FilmFacts film={film} go={go} />
      {film.state === 'ready' && !readOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            work.say(at);
          }}
        >
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              flex={1}
              label={words.remark}
              value={text}
              maxLength={1000}
              onChange={(event) => type(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" leftSection={<IconMessagePlus size={18} aria-hidden />}>
              {words.addRemark(clockOf(now))}
            </Button>
          </Group>
        </form>
      )}
      {readOnly ? (
        <RemarkList remarks={work.draft.remarks} go={go} />
      ) : (
        <Said film={film} work={work} go={go} />
      )}
      <ContactSheet film={film} go={go} />
      <FilmText version={version} place={film.place} go={go} />
    </Stack>
  );
}
