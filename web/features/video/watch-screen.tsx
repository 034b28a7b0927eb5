import { Group, Paper, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { LineState } from './playback-line.ts';
import { Player } from './player.tsx';
import { ruleSentence } from './rule-sentence.ts';
import { type StudentVideo, studentVideosQuery } from './student.queries.ts';
import { useVideoWords } from './words.ts';

/** A student watches: the player, its rule in one sentence, and what counts so far. */
export function WatchScreen({ sessionId, videoId }: { sessionId: number; videoId: number }) {
  const words = useVideoWords();
  const videos = useQuery({ ...studentVideosQuery(sessionId), staleTime: Number.POSITIVE_INFINITY });
  const video = videos.data?.find(({ id }) => id === videoId);
  return (
    <Page
      title={video?.title ?? words.list.title}
      back={{
        label: words.stopped.back,
        link: { to: '/student/sessions/$session', params: { session: String(sessionId) } },
      }}
    >
      <QueryView query={videos}>
        {() => (video ? <Watch video={video} /> : <EmptyState title={words.list.empty} />)}
      </QueryView>
    </Page>
  );
}

function Watch({ video }: { video: StudentVideo }) {
  const words = useVideoWords();
  const queries = useQueryClient();
  const [state, setState] = useState<LineState>({ phase: 'starting' });
  // What was watched here changes the lists behind, which are not asked again while the player runs.
  useEffect(() => () => void queries.invalidateQueries({ queryKey: ['videos'] }), [queries]);
  const live = state.phase === 'playing' ? state : undefined;
  const policy = live?.playback.policy ?? video.policy;
  const progress = live?.progress ?? video.watch.progress;
  return (
    <>
      <Player key={video.id} videoId={video.id} duration={video.duration ?? 0} onState={setState} />
      <Paper p="md">
        <Group justify="space-between" mb="sm">
          <Text size="sm">{policy && ruleSentence(words, policy)}</Text>
          {(live?.completed ?? video.watch.completed) && <StatusBadge tone="ok">{words.done}</StatusBadge>}
        </Group>
        <ProgressBar
          label={words.watched(Math.floor(progress * 100 + 1e-6))}
          done={progress}
          tone={live?.completed ? 'ok' : 'busy'}
        />
      </Paper>
    </>
  );
}
