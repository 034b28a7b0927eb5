import { Anchor, Group, List, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { FilmCard } from './film-view.tsx';
import styles from './homework.module.css';
import type { Version } from './homework.queries.ts';
import { Ink } from './ink.tsx';
import { useHomeworkWords } from './words.ts';

type PageFile = Version['files'][number];

function Picture({ version, file, large }: { version: Version; file: PageFile; large?: boolean }) {
  const { history } = useHomeworkWords();
  const { place, width, height, url, thumb_url } = file;
  const strokes = version.review?.annotations.filter((stroke) => stroke.place === place) ?? [];
  return (
    <figure className={styles.marked}>
      <img
        src={(large ? url : (thumb_url ?? url)) ?? ''}
        alt={strokes.length > 0 ? history.drawnOn(place) : history.picture(place)}
        loading="lazy"
        width={width ?? undefined}
        height={height ?? undefined}
      />
      {width && height && <Ink strokes={strokes} width={width} height={height} />}
    </figure>
  );
}

function PageOf({ version, file }: { version: Version; file: PageFile }) {
  const { history } = useHomeworkWords();
  const { actions } = useCoreWords();
  const [isLarge, enlarge] = useState(false);
  if (!file.thumb_url)
    return (
      <Anchor href={file.url ?? ''} target="_blank" rel="noreferrer">
        <IconFileTypePdf size={18} aria-hidden /> {history.openPdf(file.filename)}
      </Anchor>
    );
  return (
    <>
      <button
        type="button"
        className={styles.enlarge}
        aria-label={history.enlarge(file.place)}
        onClick={() => enlarge(true)}
      >
        <Picture version={version} file={file} />
      </button>
      {isLarge && (
        <Modal
          opened
          size="xl"
          onClose={() => enlarge(false)}
          title={history.picture(file.place)}
          closeButtonProps={{ 'aria-label': actions.close }}
        >
          <Picture version={version} file={file} large />
        </Modal>
      )}
    </>
  );
}

function Verdict({ version, max_score }: { version: Version; max_score: number | null }) {
  const words = useHomeworkWords();
  const { review } = version;
  if (!review) return version.superseded ? null : <Text c="dimmed">{words.history.notYet}</Text>;
  const isApproved = review.verdict === 'approved';
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <StatusBadge tone={isApproved ? 'ok' : 'warn'}>{words.states[review.verdict]}</StatusBadge>
        {review.score !== null && <Text fw={600}>{words.score(review.score, max_score)}</Text>}
      </Group>
      {review.marks.length > 0 && (
        <List size="sm" aria-label={words.history.rubric}>
          {review.marks.map(({ label, points }) => (
            <List.Item key={label}>
              {label} ({points > 0 ? `+${points}` : points})
            </List.Item>
          ))}
        </List>
      )}
      {review.comment && (
        <Text className={styles.comment ?? ''}>
          <Text span fw={600}>
            {words.history.comment}:{' '}
          </Text>
          {review.comment}
        </Text>
      )}
    </Stack>
  );
}

/** One version that was handed in: when, what it shows, and what was said and drawn. */
export function VersionCard({
  version,
  number,
  max_score,
}: {
  version: Version;
  number: number;
  max_score: number | null;
}) {
  const words = useHomeworkWords();
  const dates = useDates();
  return (
    <Paper p="md" component="article">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={3} size="h5">
            {words.version(number)}
          </Title>
          <Group gap={6}>
            {version.is_late && <StatusBadge tone="warn">{words.late}</StatusBadge>}
            {version.is_extended && <StatusBadge tone="info">{words.extended}</StatusBadge>}
            <Text size="sm" c="dimmed">
              {words.history.at(dates.dateTime(version.created_at))}
            </Text>
          </Group>
        </Group>
        <Verdict version={version} max_score={max_score} />
        <FilmCard version={version} />
        <div className={styles.versionPages}>
          {version.films.length === 0 &&
            version.files.map((file) => <PageOf key={file.place} version={version} file={file} />)}
        </div>
      </Stack>
    </Paper>
  );
}
