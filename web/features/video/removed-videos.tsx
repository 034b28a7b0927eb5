import { Button, Paper, Text } from '@mantine/core';
import { IconArrowBackUp, IconTrashOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { restoreVideo, type StaffVideo, staffVideosQuery, videosOnAPage } from './manage.queries.ts';
import { useRemovedWords } from './removed.words.ts';

type Props = {
  lecture: number;
  session: number | undefined;
  nameOf: (session: number) => string | undefined;
};

/** Videos that were deleted, the last first, and their way back while their files are there. */
export function RemovedVideos({ lecture, session, nameOf }: Props) {
  const words = useRemovedWords();
  const [page, setPage] = useState(1);
  const videos = useQuery(staffVideosQuery(lecture, { session, page, removed: true }));
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <QueryView
        query={videos}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconTrashOff} title={words.none} />
          </Paper>
        }
      >
        {({ results, count }) => (
          <>
            <Rows>
              {results.map((video) => (
                <Removed key={video.id} video={video} place={nameOf(video.session_id)} />
              ))}
            </Rows>
            <PageTurner pager={{ page, page_size: videosOnAPage, count, onPage: setPage }} />
          </>
        )}
      </QueryView>
    </>
  );
}

function Removed({ video, place }: { video: StaffVideo; place: string | undefined }) {
  const words = useRemovedWords();
  const dates = useDates();
  const queries = useQueryClient();
  const restore = useMutation({ mutationFn: () => restoreVideo(queries, video.id) });
  const facts = [place, video.removed_at && words.at(dates.dateTime(video.removed_at))];
  return (
    <Row title={video.title} facts={facts.filter(Boolean).join(' · ')}>
      {video.restorable ? (
        <Button
          size="xs"
          variant="default"
          style={{ flex: 'none' }}
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          loading={restore.isPending}
          onClick={() =>
            restore.mutate(undefined, { onSuccess: () => doneToast(words.restored(video.title)) })
          }
        >
          {words.restore}
        </Button>
      ) : (
        <Text size="xs" c="dimmed" maw="16rem">
          {words.filesGone}
        </Text>
      )}
    </Row>
  );
}
