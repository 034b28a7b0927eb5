import { Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { clockOf, useDates } from '../../lib/dates.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Flash } from '../../ui/flash.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { ownLecturesQuery } from '../progress/progress.queries.ts';
import { DiscardUpload } from './discard-upload.tsx';
import { classSessionQuery, type StatsVideo, videoStatsQuery, type Watcher } from './manage.queries.ts';
import { sessionName, useManageWords } from './manage.words.ts';
import { MediaPanels } from './media-panels.tsx';
import { PreviewPlayer } from './preview-player.tsx';
import { Facts } from './staff-video-card.tsx';
import { VideoActions } from './video-actions.tsx';
import { isBeingDrawn, VideoProcess, VideoStatus } from './video-state.tsx';

/** Of which class session of which lecture a video is. */
function usePlace(session_id: number | undefined) {
  const words = useManageWords();
  const lectures = useQuery(ownLecturesQuery).data?.results;
  const { data: session } = useQuery({
    ...classSessionQuery(session_id ?? 0),
    enabled: session_id !== undefined,
  });
  const lecture = lectures?.find(({ id }) => id === session?.lecture_id);
  const name = session && [lecture?.title, sessionName(words, session)].filter(Boolean).join(' · ');
  return { name, search: { lecture: session?.lecture_id, session: session_id } };
}

/** One video: preview, state, rules, and how far each student watched, as it changes. */
export function StaffVideoScreen({ id }: { id: number }) {
  const words = useManageWords();
  const navigate = useNavigate();
  const stats = useQuery(videoStatsQuery(id));
  const video = stats.data?.video;
  const { name, search } = usePlace(video?.session_id);
  const leave = () => void navigate({ to: '/staff/videos', search });
  return (
    <Page
      title={video?.title ?? words.title}
      lead={name}
      actions={video && <Actions video={video} leave={leave} />}
      back={{ label: words.back, link: { to: '/staff/videos', search } }}
    >
      <QueryView query={stats}>
        {({ video: found, students }) => (
          <>
            <Group gap="xs">
              <VideoStatus video={found} />
              <Facts video={found} place={undefined} />
            </Group>
            {found.status === 'READY' ? <PreviewPlayer id={id} /> : <VideoProcess video={found} />}
            {found.status !== 'PENDING' && <MediaPanels videoId={id} />}
            <Title order={2}>{words.who}</Title>
            <Watchers students={students} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

type ActionsProps = { video: StatsVideo; leave: () => void };

/** A video that never arrived has nothing to set. */
function Actions({ video, leave }: ActionsProps) {
  if (video.status !== 'PENDING') return <VideoActions video={video} onRemoved={leave} />;
  return isBeingDrawn(video) ? null : <DiscardUpload video={video} onDone={leave} />;
}

function Watchers({ students }: { students: readonly Watcher[] }) {
  const words = useManageWords();
  const dates = useDates();
  const { columns } = words;
  if (students.length === 0) {
    return (
      <Paper>
        <EmptyState title={words.noStudents} />
      </Paper>
    );
  }
  return (
    <DataTable
      label={words.who}
      rows={students}
      rowKey={({ enrollment }) => enrollment}
      columns={[
        {
          key: 'student',
          header: columns.student,
          cell: ({ student_name }) => student_name,
          sortBy: ({ student_name }) => student_name,
        },
        { key: 'state', header: columns.state, cell: (row) => <WatcherState watcher={row} /> },
        {
          key: 'progress',
          header: columns.progress,
          cell: ({ progress }) => <Flash value={progress}>{Math.floor(progress * 100)}%</Flash>,
          sortBy: ({ progress }) => progress,
          align: 'end',
        },
        {
          key: 'time',
          header: columns.time,
          cell: ({ watched_seconds }) => (watched_seconds ? dates.span(watched_seconds) : '–'),
          align: 'end',
        },
        {
          key: 'last',
          header: columns.last,
          cell: ({ last_position }) => (
            <Text span size="sm" c="dimmed">
              {clockOf(last_position)}
            </Text>
          ),
          align: 'end',
          phone: 'hide',
        },
      ]}
    />
  );
}

function WatcherState({ watcher }: { watcher: Watcher }) {
  const words = useManageWords();
  const [tone, text]: [Tone, string] = watcher.watching_now
    ? ['busy', words.watching]
    : watcher.completed
      ? ['ok', words.done]
      : watcher.progress > 0
        ? ['warn', words.partly]
        : ['idle', words.notStarted];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}
