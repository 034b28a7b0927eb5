import { Group, NativeSelect, Paper } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ownLecturesQuery } from '../progress/progress.queries.ts';
import { classSessionsQuery } from './manage.queries.ts';
import { sessionName, useManageWords } from './manage.words.ts';
import { SessionVideos } from './session-videos.tsx';

export type VideoPlace = { lecture?: number | undefined; session?: number | undefined };

/** The videos of a lecture or one of its class sessions: upload, follow, set rules, delete. */
export function StaffVideosScreen({ lecture, session }: VideoPlace) {
  const words = useManageWords();
  const lectures = useQuery(ownLecturesQuery);
  const chosen = lectures.data?.results.find(({ id }) => id === lecture) ?? lectures.data?.results[0];
  return (
    <Page title={words.title} lead={words.lead}>
      <QueryView
        query={lectures}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconBooks} title={words.noLectures} hint={words.noLecturesHint} />
          </Paper>
        }
      >
        {({ results }) =>
          chosen && (
            <LectureVideos
              key={chosen.id}
              lecture={chosen.id}
              session={session}
              lectures={results.map(({ id, title }) => ({ value: String(id), label: title }))}
            />
          )
        }
      </QueryView>
    </Page>
  );
}

const wide = { flex: '1 1 14rem', maw: '26rem' };

type LectureProps = {
  lecture: number;
  session: number | undefined;
  lectures: { value: string; label: string }[];
};

function LectureVideos({ lecture, session, lectures }: LectureProps) {
  const words = useManageWords();
  const navigate = useNavigate();
  const go = (search: VideoPlace) => void navigate({ to: '/staff/videos', search });
  const sessions = useQuery(classSessionsQuery(lecture)).data?.results ?? [];
  return (
    <>
      <Group gap="sm">
        <NativeSelect
          {...wide}
          label={words.lecture}
          value={String(lecture)}
          onChange={(event) => go({ lecture: Number(event.currentTarget.value) })}
          data={lectures}
        />
        <NativeSelect
          {...wide}
          label={words.session}
          value={session ? String(session) : ''}
          onChange={(event) => go({ lecture, session: Number(event.currentTarget.value) || undefined })}
          data={[
            { value: '', label: words.allSessions },
            ...sessions.map((one) => ({ value: String(one.id), label: sessionName(words, one) })),
          ]}
        />
      </Group>
      <SessionVideos
        lecture={lecture}
        session={session}
        nameOf={(id) => {
          const found = sessions.find((one) => one.id === id);
          return found && sessionName(words, found);
        }}
      />
    </>
  );
}
