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
import { SessionHomework } from '../homework/own-homework.tsx';
import { useCaseWords } from './case.words.ts';
import { useOwnLesson } from './own-lesson.ts';
import { ruleSentence } from './rule-sentence.ts';
import styles from './student.module.css';
import { type StudentVideo, studentVideosQuery } from './student.queries.ts';
import { useVideoWords } from './words.ts';

/** The videos of one class session: what to watch, under which rule, and what is left. */
export function StudentVideosScreen({ sessionId }: { sessionId: number }) {
  const words = useVideoWords();
  const videos = useQuery(studentVideosQuery(sessionId));
  const lesson = useOwnLesson(sessionId);
  return (
    <Page
      title={lesson?.name ?? words.list.title}
      lead={lesson?.lecture}
      back={{ label: words.todo.title, link: { to: '/student' } }}
    >
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
      <SessionHomework sessionId={sessionId} />
    </Page>
  );
}

function VideoCard({ video }: { video: StudentVideo }) {
  const words = useVideoWords();
  const dates = useDates();
  const { progress, completed } = video.watch;
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
          {[
            video.duration && dates.span(video.duration),
            video.policy && ruleSentence(words, video.policy, completed),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <ProgressBar label={words.watched} done={progress} tone={completed ? 'ok' : 'busy'} />
        <VideoAction video={video} />
      </Stack>
    </Paper>
  );
}

/** How to go on: watch, see why it was stopped, or know why it can't be watched. */
function VideoAction({ video }: { video: StudentVideo }) {
  const { list, stopped } = useVideoWords();
  const { why } = useCaseWords();
  const { progress, completed } = video.watch;
  const watch = progress === 0 ? list.watch : completed ? list.again : list.goOn;
  const isRevoked = video.reason === 'playback_revoked';
  const label = isRevoked ? why : watch;
  const badge = !video.can_play && (
    <div>
      <StatusBadge tone={isRevoked ? 'bad' : 'warn'}>
        {isRevoked ? stopped.revokedBriefly : (stopped[video.reason ?? 'ended'] ?? stopped.title)}
      </StatusBadge>
    </div>
  );
  return (
    <>
      {badge}
      {(video.can_play || isRevoked) && (
        <Button
          mt={4}
          variant={isRevoked ? 'default' : 'filled'}
          aria-label={list.named(label, video.title)}
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
      )}
    </>
  );
}
