import { Button, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMe } from '../../lib/login.ts';
import { ownCasesQuery } from './cases.queries.ts';
import { isRevoked, type LineState, type Live } from './line-state.ts';
import type { PlaybackLine } from './playback-line.ts';
import styles from './player.module.css';
import { useVideoWords } from './words.ts';

type Props = {
  videoId: number;
  line: PlaybackLine;
  state: Exclude<LineState, Live | { phase: 'starting' }>;
};

/** Why nothing plays, and what can be done. */
export function Halt({ videoId, line, state }: Props) {
  const { elsewhere, stopped } = useVideoWords();
  const isElsewhere = state.phase === 'elsewhere';
  if (isRevoked(state)) return <Revoked videoId={videoId} line={line} />;
  return (
    <div className={styles.centre} role="alert">
      <Text fw={700} size="lg">
        {isElsewhere ? elsewhere.title : stopped.title}
      </Text>
      <Text size="sm">{(isElsewhere ? elsewhere : stopped)[state.code] ?? stopped.ended}</Text>
      <Button variant="white" onClick={() => void line.start(isElsewhere || state.code === 'taken_over')}>
        {isElsewhere || state.code === 'taken_over' ? elsewhere.here : stopped.again}
      </Button>
    </div>
  );
}

/** Nothing but the academy's decision leads on; then the video is there again by itself. */
function Revoked({ videoId, line }: Pick<Props, 'videoId' | 'line'>) {
  const { stopped } = useVideoWords();
  const { user } = useMe();
  const { data, refetch, isFetchedAfterMount } = useQuery(ownCasesQuery(user.id, videoId));
  const newest = data?.[0];
  const isGivenBack = isFetchedAfterMount && newest !== undefined && newest.status !== 'open';
  // What was known before the playback was stopped says nothing of it.
  useEffect(() => void refetch(), [refetch]);
  useEffect(() => {
    if (isGivenBack) void line.start();
  }, [isGivenBack, line]);
  return (
    <div className={styles.centre} role="alert">
      <IconLock size={30} aria-hidden />
      <Text fw={700} size="lg">
        {stopped.title}
      </Text>
      <Text size="sm" maw="34rem">
        {stopped.revoked}
      </Text>
    </div>
  );
}
