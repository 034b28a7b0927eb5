import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { FILM_MAX_SECONDS } from '@seodang/contract/homework-film.ts';
import { IconVideo, IconVideoPlus, IconX } from '@tabler/icons-react';
import styles from './homework.module.css';
import { type FilmChoice, filmTypes } from './use-film.ts';
import { useHomeworkWords } from './words.ts';

/** Films with the camera, or chooses a video. */
export function FilmSources({ choice }: { choice: FilmChoice }) {
  const { compose } = useHomeworkWords();
  return (
    <Stack gap={4}>
      <Group gap="xs" grow preventGrowOverflow={false}>
        <FileButton accept="video/*" inputProps={{ capture: 'environment' }} onChange={choice.choose}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconVideo size={18} aria-hidden />}>
              {compose.film}
            </Button>
          )}
        </FileButton>
        <FileButton accept={filmTypes} onChange={choice.choose}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconVideoPlus size={18} aria-hidden />}>
              {compose.chooseFilm}
            </Button>
          )}
        </FileButton>
      </Group>
      {choice.trouble && (
        <Text role="alert" size="sm" c="cinnabar">
          {compose[choice.trouble]}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {compose.filmLimits(FILM_MAX_SECONDS / 60)}
      </Text>
    </Stack>
  );
}

/** The chosen video, to look at once more. */
export function ChosenFilm({ choice }: { choice: FilmChoice }) {
  const { compose } = useHomeworkWords();
  if (!choice.film) return null;
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/useMediaCaption: what the student has just filmed */}
      <video
        className={styles.film}
        src={choice.film.url}
        controls
        playsInline
        preload="metadata"
        aria-label={choice.film.file.name}
        onLoadedMetadata={(event) => choice.measured(event.currentTarget.duration)}
      />
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" truncate>
          {choice.film.file.name} · {compose.megabytes(Math.ceil(choice.film.file.size / 2 ** 20))}
        </Text>
        <Button variant="subtle" leftSection={<IconX size={16} aria-hidden />} onClick={choice.clear}>
          {compose.dropFilm}
        </Button>
      </Group>
    </Stack>
  );
}
