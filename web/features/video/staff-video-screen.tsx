import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { ownLecturesQuery } from '../progress/progress.queries.ts';
import { DiscardUpload } from './discard-upload.tsx';
import { classSessionQuery, type StatsVideo, videoStatsQuery } from './manage.queries.ts';
import { sessionName, useManageWords } from './manage.words.ts';
import { MediaPanels } from './media-panels.tsx';
import { PreviewPlayer } from './preview-player.tsx';
import { Facts } from './staff-video-card.tsx';
import { VideoActions } from './video-actions.tsx';
import { isBeingDrawn, VideoProcess, VideoStatus } from './video-state.tsx';
import { WatchedSummary } from './watched-summary.tsx';

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

const tabs = [
  { to: '/staff/videos/$id', name: 'overview', exact: true },
  { to: '/staff/videos/$id/watching', name: 'watching' },
  { to: '/staff/videos/$id/students', name: 'students' },
  { to: '/staff/videos/$id/policy', name: 'policy' },
  { to: '/staff/videos/$id/events', name: 'events' },
] as const;

/** Name, actions and tabs of a video around whichever of its screens is open. */
export function StaffVideoFrame({ id, children }: { id: number; children: ReactNode }) {
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
        {() => (
          <>
            <TabLinks
              label={words.tabsLabel}
              tabs={tabs.map(({ to, name: tab, ...rest }) => ({
                ...rest,
                name: words.tabs[tab],
                link: { to, params: { id: String(id) } },
              }))}
            />
            {children}
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** One video: its picture, its state, its rules, and how its class stands. */
export function StaffVideoScreen({ id }: { id: number }) {
  const stats = useQuery(videoStatsQuery(id));
  return (
    <QueryView query={stats}>
      {({ video, students }) => (
        <>
          <Group gap="xs">
            <VideoStatus video={video} />
            <Facts video={video} place={undefined} />
          </Group>
          {video.status === 'READY' ? <PreviewPlayer id={id} /> : <VideoProcess video={video} />}
          <WatchedSummary id={id} students={students} />
          {video.status !== 'PENDING' && <MediaPanels videoId={id} />}
        </>
      )}
    </QueryView>
  );
}

type ActionsProps = { video: StatsVideo; leave: () => void };

/** A video that never arrived has nothing to set. */
function Actions({ video, leave }: ActionsProps) {
  if (video.status !== 'PENDING') return <VideoActions video={video} onRemoved={leave} />;
  return isBeingDrawn(video) ? null : <DiscardUpload video={video} onDone={leave} />;
}
