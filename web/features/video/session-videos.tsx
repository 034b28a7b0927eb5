import { Paper, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useStore } from '../../lib/store.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { useFilteredPage } from '../../ui/paged-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { staffVideosQuery, videosOnAPage } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { usePlaceWords } from './places.words.ts';
import { StaffVideoCard } from './staff-video-card.tsx';
import styles from './student.module.css';
import { UploadList } from './upload-list.tsx';
import { addUploads, uploads } from './uploads.ts';

const accept = 'video/*,.mp4,.m4v,.mov,.mkv,.webm,.avi,.wmv,.flv,.3gp,.mpg,.mpeg,.ts,.mts,.m2ts';

/** From so many on nobody finds one by looking. */
const manyVideos = 10;

type Props = {
  lecture: number;
  session: number | undefined;
  nameOf: (session: number) => string | undefined;
};

/** Videos with a place to drop more into; without a class session those of the whole lecture. */
export function SessionVideos({ lecture, session, nameOf }: Props) {
  const words = useManageWords();
  const places = usePlaceWords();
  const queries = useQueryClient();
  const { filter, setFilter, page, setPage } = useFilteredPage('');
  const search = useDeferredValue(filter.trim());
  const videos = useQuery(staffVideosQuery(lecture, { session, page, search }));
  const sending = useStore(uploads).map(({ view }) => view.video_id);
  const add = (files: File[]) => {
    if (session === undefined) return;
    addUploads(files, session, (title) => {
      doneToast(words.upload.accepted(title));
      void queries.invalidateQueries({ queryKey: ['videos'] });
    });
  };
  return (
    <>
      {session === undefined ? (
        <Text size="sm" c="dimmed">
          {words.chooseSession}
        </Text>
      ) : (
        <>
          <FileDrop label={words.drop} hint={words.dropHint} accept={accept} multiple onFiles={add} />
          <UploadList session={session} />
        </>
      )}
      {(search !== '' || (videos.data?.count ?? 0) > manyVideos) && (
        <SearchField label={places.search} value={filter} search={(text) => setFilter(text.slice(0, 100))} />
      )}
      <QueryView query={videos}>
        {({ results, count }) => {
          const shown = results.filter(({ id }) => !sending.includes(id));
          if (shown.length === 0)
            return search ? (
              <EmptyState title={places.noneFound} />
            ) : (
              <Nothing hasPlace={session !== undefined} />
            );
          return (
            <>
              <ul className={styles.cards} aria-label={words.title}>
                {shown.map((video) => (
                  <StaffVideoCard
                    key={video.id}
                    video={video}
                    place={session === undefined ? nameOf(video.session_id) : undefined}
                  />
                ))}
              </ul>
              <PageTurner pager={{ page, page_size: videosOnAPage, count, onPage: setPage }} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function Nothing({ hasPlace }: { hasPlace: boolean }) {
  const words = useManageWords();
  return (
    <Paper>
      <EmptyState
        icon={IconMovie}
        title={words.none}
        hint={hasPlace ? words.noneHint : words.noneInLecture}
      />
    </Paper>
  );
}
