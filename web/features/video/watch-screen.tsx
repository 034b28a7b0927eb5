import { Group, Paper, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CasePanel } from './case-panel.tsx';
import { isRevoked, type LineState } from './line-state.ts';
import { useOwnLesson } from './own-lesson.ts';
import { Player } from './player.tsx';
import { ruleSentence } from './rule-sentence.ts';
import { type StudentVideo, studentVideosQuery } from './student.queries.ts';
import { useVideoWords } from './words.ts';

/** A student watches: the player, its rule in one sentence, and what counts so far. */
export function WatchScreen({ sessionId, videoId }: { sessionId: number; videoId: number }) {
  const words = useVideoWords();
  const videos = useQuery({ ...studentVideosQuery(sessionId), staleTime: Number.POSITIVE_INFINITY });
  const video = videos.data?.find(({ id }) => id === videoId);
  const lesson = useOwnLesson(sessionId);
  return (
    <Page
      title={video?.title ?? words.list.title}
      lead={lesson && `${lesson.lecture} · ${lesson.name}`}
      back={{
        label: words.stopped.back,
        link: { to: '/student/sessions/$session', params: { session: String(sessionId) } },
      }}
    >
      <QueryView query={videos}>
        {() =>
          video ? (
            <Watch video={video} lecture={lesson?.lecture} requiredRate={lesson?.required_rate} />
          ) : (
            <EmptyState title={words.list.empty} />
          )
        }
      </QueryView>
    </Page>
  );
}

type Watched = { video: StudentVideo; lecture: string | undefined; requiredRate: number | undefined };

function Watch({ video, lecture = '', requiredRate }: Watched) {
  const words = useVideoWords();
  const queries = useQueryClient();
  const [state, setState] = useState<LineState>({ phase: 'starting' });
  // What was watched here changes the lists behind, which are not asked again while the player runs.
  useEffect(() => () => void queries.invalidateQueries({ queryKey: ['videos'] }), [queries]);
  const live = useLast(state.phase === 'playing' ? state : undefined);
  const policy = live?.playback.policy ?? video.policy;
  const progress = live?.progress ?? video.watch.progress;
  const completed = live?.completed ?? video.watch.completed;
  return (
    <>
      <Player
        key={video.id}
        videoId={video.id}
        title={video.title}
        lecture={lecture}
        duration={video.duration ?? 0}
        onState={setState}
      />
      <CasePanel videoId={video.id} isRevoked={isRevoked(state)} />
      <Paper p="md">
        <Group justify="space-between" mb="sm">
          <Text size="sm">{policy && ruleSentence(words, policy, completed)}</Text>
          {completed && <StatusBadge tone="ok">{words.done}</StatusBadge>}
        </Group>
        <ProgressBar
          label={words.watched}
          done={progress}
          detail={!completed && requiredRate !== undefined && words.needed(requiredRate)}
          tone={completed ? 'ok' : 'busy'}
        />
      </Paper>
    </>
  );
}

/** What was known last, while nothing newer is: what was watched stays so when playing stops. */
function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
}
