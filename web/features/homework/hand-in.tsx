import { Button, FileButton, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCamera, IconPhotoPlus, IconSend } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { ChosenFilm, FilmSources } from './film-choice.tsx';
import styles from './homework.module.css';
import type { Standing } from './homework.queries.ts';
import { Notice } from './notice.tsx';
import { handOver } from './outbox.ts';
import { PageTray } from './page-tray.tsx';
import { punctualityOf } from './standing.rules.ts';
import { type FilmChoice, useFilm } from './use-film.ts';
import { fileOf, MOST_PAGES, type Tray, useTray } from './use-tray.ts';
import { useHomeworkWords } from './words.ts';

const accepts = 'image/*,application/pdf';

/** Takes photos with the camera, or chooses some; dropping them works too. */
function Sources({ tray }: { tray: Tray }) {
  const { compose } = useHomeworkWords();
  const primary = tray.pages.length === 0 ? 'filled' : 'default';
  return (
    <Group gap="xs" grow preventGrowOverflow={false}>
      <FileButton
        accept="image/*"
        inputProps={{ capture: 'environment' }}
        onChange={(file) => file && void tray.add([file])}
      >
        {(props) => (
          <Button {...props} variant={primary} leftSection={<IconCamera size={18} aria-hidden />}>
            {compose.take}
          </Button>
        )}
      </FileButton>
      <FileButton accept={accepts} multiple onChange={(files) => void tray.add(files)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconPhotoPlus size={18} aria-hidden />}>
            {compose.choose}
          </Button>
        )}
      </FileButton>
    </Group>
  );
}

function Complaints({ tray }: { tray: Tray }) {
  const { compose } = useHomeworkWords();
  if (tray.refused.length === 0 && tray.pages.length < MOST_PAGES) return null;
  return (
    <div role="alert">
      {tray.refused.map(({ name, why }) => (
        <Text key={name} size="sm" c="cinnabar">
          {compose[why](name)}
        </Text>
      ))}
      {tray.pages.length === MOST_PAGES && <Text size="sm">{compose.most(MOST_PAGES)}</Text>}
    </div>
  );
}

function useSend(standing: Standing, tray: Tray, { film, clear }: FilmChoice) {
  const { homework_id, enrollment_id, title } = standing;
  const id = useRef(crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    if (isBusy || (!film && tray.pages.length === 0)) return;
    setBusy(true);
    try {
      const files = [];
      if (film) files.push({ name: film.file.name, blob: film.file });
      else for (const page of tray.pages) files.push(await fileOf(page));
      // However often it is tapped, it is one parcel with one id.
      const source = film ? ('homework_video' as const) : ('homework_image' as const);
      await handOver({ id: id.current, homework_id, enrollment_id, title, files, source });
      id.current = crypto.randomUUID();
      tray.clear();
      clear();
    } catch (error) {
      problemToast(error);
    } finally {
      setBusy(false);
    }
  };
  return { send, isBusy };
}

/** Photos of homework, put in order and turned, or a video of it: handed in also without a network. */
export function HandIn({ standing }: { standing: Standing }) {
  const { compose } = useHomeworkWords();
  const tray = useTray();
  const choice = useFilm();
  const { send, isBusy } = useSend(standing, tray, choice);
  const [isOver, setOver] = useState(false);
  const punctuality = punctualityOf(standing);
  const count = tray.pages.length;
  const takes = (source: 'homework_image' | 'homework_video') => standing.accepts.includes(source);
  if (punctuality === 'too_late') return <Notice tone="bad">{compose.tooLate}</Notice>;
  if (!takes('homework_image') && !takes('homework_video'))
    return <Notice tone="warn">{compose.neither}</Notice>;
  return (
    <Paper
      p="md"
      className={styles.drop ?? ''}
      {...(isOver && { 'data-over': true })}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [first] = event.dataTransfer.files;
        if (first?.type.startsWith('video/') && takes('homework_video')) choice.choose(first);
        else if (!choice.film && takes('homework_image')) void tray.add([...event.dataTransfer.files]);
      }}
    >
      <Stack gap="md">
        <Title order={2} size="h4">
          {standing.versions > 0 ? compose.again : compose.title}
        </Title>
        {count > 0 && <PageTray tray={tray} />}
        {tray.isReading && <StatusBadge tone="busy">{compose.reading}</StatusBadge>}
        <Complaints tray={tray} />
        <ChosenFilm choice={choice} />
        {takes('homework_image') && !choice.film && <Sources tray={tray} />}
        {takes('homework_video') && !choice.film && count === 0 && <FilmSources choice={choice} />}
        {takes('homework_image') && count === 0 && !choice.film && (
          <Text size="sm" c="dimmed">
            {compose.drop}
          </Text>
        )}
        {punctuality === 'late' && <Notice tone="warn">{compose.lateNow}</Notice>}
        {(count > 0 || choice.film) && (
          <Button
            size="md"
            loading={isBusy}
            disabled={tray.isReading}
            leftSection={<IconSend size={18} aria-hidden />}
            onClick={() => void send()}
          >
            {choice.film
              ? compose.sendFilm(punctuality === 'late')
              : punctuality === 'late'
                ? compose.sendLate(count)
                : compose.send(count)}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
