import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { ruleSentence } from './rule-sentence.ts';
import styles from './student.module.css';
import { type StudentVideo, studentVideosQuery } from './student.queries.ts';
import { useVideoWords } from './words.ts';

/** The videos of one class session: what to watch, under which rule, and what is left. */
export function StudentVideosScreen({ sessionId }: { sessionId: number }) {
  const words = useVideoWords();
  const videos = useQuery(studentVideosQuery(sessionId));
  return (
    <Page title={words.list.title} back={{ label: words.todo.title, link: { to: '/student' } }}>
      <QueryView
        query={videos}
        isEmpty={(list) => list.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconMovie} title={words.list.empty} hint={words.list.emptyHint} />
          </Paper>
        }
      >
        {(list) => (
          <Stack gap="sm">
            {list.map((video) => (
              <VideoCard key={video.id} video={video} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function VideoCard({ video }: { video: StudentVideo }) {
  const words = useVideoWords();
  const dates = useDates();
  const { progress, completed } = video.watch;
  const label = progress === 0 ? words.list.watch : completed ? words.list.again : words.list.goOn;
  return (
    <Paper p="sm" className={styles.card}>
      <div className={styles.poster}>
        {video.thumbnail_url ? (
          <img src={video.thumbnail_url} alt="" loading="lazy" />
        ) : (
          <IconMovie size={36} aria-hidden />
        )}
      </div>
      <Stack gap={6} className={styles.about}>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{video.title}</Text>
          {completed && <StatusBadge tone="ok">{words.done}</StatusBadge>}
        </Group>
        <Text size="sm" c="dimmed">
          {[video.duration && dates.span(video.duration), video.policy && ruleSentence(words, video.policy)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <ProgressBar
          label={words.watched(Math.floor(progress * 100 + 1e-6))}
          done={progress}
          tone={completed ? 'ok' : 'busy'}
        />
        {video.can_play ? (
          <Button
            mt={4}
            renderRoot={(props) => (
              <Link
                to="/student/sessions/$session/videos/$id"
                params={{ session: String(video.session_id), id: String(video.id) }}
                {...props}
              />
            )}
          >
            {label}
          </Button>
        ) : (
          <StatusBadge tone="warn">
            {words.stopped[video.reason ?? 'ended'] ?? words.stopped.title}
          </StatusBadge>
        )}
      </Stack>
    </Paper>
  );
}
