import { Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { clockOf, useDates } from '../../lib/dates.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Flash } from '../../ui/flash.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { DiscardUpload } from './discard-upload.tsx';
import { type StatsVideo, videoStatsQuery, type Watcher } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { PreviewPlayer } from './preview-player.tsx';
import { VideoActions } from './video-actions.tsx';
import { isBeingDrawn, VideoProcess, VideoStatus } from './video-state.tsx';

/** One video: preview, state, rules, and how far each student watched, as it changes. */
export function StaffVideoScreen({ id }: { id: number }) {
  const words = useManageWords();
  const navigate = useNavigate();
  const stats = useQuery(videoStatsQuery(id));
  const video = stats.data?.video;
  const leave = () => void navigate({ to: '/staff/videos', search: { session: video?.session_id } });
  return (
    <Page
      title={video?.title ?? words.title}
      lead={video && <VideoStatus video={video} />}
      actions={video && <Actions video={video} leave={leave} />}
      back={{ label: words.back, link: { to: '/staff/videos' } }}
    >
      <QueryView query={stats}>
        {({ video: found, students }) => (
          <>
            {found.status === 'READY' ? <PreviewPlayer id={id} /> : <VideoProcess video={found} />}
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
