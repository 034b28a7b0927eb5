import { Paper, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type Grid, gridQuery } from './audience.queries.ts';
import { VideoGrid } from './video-grid.tsx';
import { useWatchingWords } from './watching.words.ts';

/** How far each student of a lecture watched each of its videos, as it changes. */
export function VideoGridPanel({ lectureId }: { lectureId: number }) {
  const words = useWatchingWords();
  const grid = useQuery(gridQuery(lectureId));
  const { data } = grid;
  const isBare = ({ videos, rows }: Grid) => videos.length === 0 || rows.length === 0;
  const nothing =
    data?.videos.length === 0
      ? { title: words.gridNoVideos, hint: words.gridNoVideosHint }
      : { title: words.gridNoStudents, hint: words.gridNoStudentsHint };
  return (
    <>
      {data && (
        <Text size="sm" c="dimmed">
          {words.gridLead(data.rows.length, data.videos.length, data.required_rate)}
        </Text>
      )}
      <QueryView
        query={grid}
        loading={<SkeletonRows rows={12} />}
        isEmpty={isBare}
        empty={
          <Paper>
            <EmptyState icon={IconMovie} {...nothing} />
          </Paper>
        }
      >
        {(found) => <VideoGrid grid={found} />}
      </QueryView>
    </>
  );
}
