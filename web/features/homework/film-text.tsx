import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { clockOf } from './film.rules.ts';
import { textQuery, type Version } from './homework.queries.ts';
import { LineWords } from './page-text.tsx';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';

type Props = { version: Version; place: number; go: (at: number) => void };

/** What a machine read on the scenes of a video; each line goes to its moment. */
export function FilmText({ version, place, go }: Props) {
  const { read: words } = useReviewWords();
  const text = useQuery(textQuery(version.id)).data;
  const scenes = (text?.pages ?? []).filter((page) => page.place === place && page.lines.length > 0);
  if (scenes.length === 0) return null;
  return (
    <Paper p="md" component="section" aria-label={words.filmTitle}>
      <Stack gap="xs">
        <Title order={2} size="h5">
          {words.filmTitle}
        </Title>
        {scenes.map(({ at, lines }) => (
          <div key={at}>
            <Text size="sm" c="dimmed">
              {clockOf(at ?? 0)}
            </Text>
            <ul className={styles.readLines}>
              {lines.map((line) => (
                <li key={line.box.join(' ')}>
                  <button type="button" className={styles.read} onClick={() => go(at ?? 0)}>
                    <LineWords line={line} />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <Text size="xs" c="dimmed">
          {words.hint}
        </Text>
      </Stack>
    </Paper>
  );
}
