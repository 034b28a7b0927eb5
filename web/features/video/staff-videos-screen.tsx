import { Group, NativeSelect, Paper } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { FilterChoice } from '../../ui/paged-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ownLecturesQuery } from '../progress/progress.queries.ts';
import { LiveViewers } from './live-viewers.tsx';
import { classSessionsQuery } from './manage.queries.ts';
import { sessionName, useManageWords } from './manage.words.ts';
import { RemovedVideos } from './removed-videos.tsx';
import { SessionVideos } from './session-videos.tsx';
import { type VideoKind, type VideoPlace, videoKinds } from './video-place.ts';

/** The videos of a lecture or one of its class sessions: upload, follow, set rules, delete. */
export function StaffVideosScreen({ lecture, session, kind = 'videos' }: VideoPlace) {
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
              kind={kind}
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
  kind: VideoKind;
  lectures: { value: string; label: string }[];
};

function LectureVideos({ lecture, session, kind, lectures }: LectureProps) {
  const words = useManageWords();
  const navigate = useNavigate();
  const go = (search: VideoPlace) => void navigate({ to: '/staff/videos', search });
  const sessions = useQuery(classSessionsQuery(lecture)).data?.results ?? [];
  const nameOf = (id: number) => {
    const found = sessions.find((one) => one.id === id);
    return found && sessionName(words, found);
  };
  return (
    <>
      <Group gap="sm">
        <NativeSelect
          {...wide}
          label={words.lecture}
          value={String(lecture)}
          onChange={(event) => go({ lecture: Number(event.currentTarget.value), kind })}
          data={lectures}
        />
        <NativeSelect
          {...wide}
          label={words.session}
          disabled={kind === 'live'}
          value={session ? String(session) : ''}
          onChange={(event) => go({ lecture, session: Number(event.currentTarget.value) || undefined, kind })}
          data={[
            { value: '', label: words.allSessions },
            ...sessions.map((one) => ({ value: String(one.id), label: sessionName(words, one) })),
          ]}
        />
      </Group>
      <FilterChoice
        label={words.kindsLabel}
        value={kind}
        choose={(chosen) => go({ lecture, session, kind: chosen === 'videos' ? undefined : chosen })}
        choices={videoKinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {kind === 'live' && <LiveViewers lecture={lecture} />}
      {kind === 'removed' && (
        <RemovedVideos key={session} lecture={lecture} session={session} nameOf={nameOf} />
      )}
      {kind === 'videos' && (
        <SessionVideos key={session} lecture={lecture} session={session} nameOf={nameOf} />
      )}
    </>
  );
}
