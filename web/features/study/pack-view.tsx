import { Paper } from '@mantine/core';
import { IconBook2, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useStudy } from './use-study.ts';
import { useStudyWords } from './words.ts';

/** What this device has of the questions; until it has any, why and what to do. */
export function PackView({ children }: { children: ReactNode }) {
  const words = useStudyWords();
  const { study, state } = useStudy();
  const { is_open, has_pack, sync, questions } = state;
  if (is_open && has_pack && questions.size > 0) return children;
  if (has_pack)
    return (
      <Paper>
        <EmptyState icon={IconBook2} title={words.empty} hint={words.emptyHint} />
      </Paper>
    );
  if (sync.state === 'failed') return <ProblemAlert error={sync.error} retry={() => void study.sync()} />;
  if (is_open && (sync.state === 'offline' || !navigator.onLine))
    return (
      <Paper>
        <EmptyState icon={IconWifiOff} title={words.firstOffline} hint={words.firstOfflineHint} />
      </Paper>
    );
  return <SkeletonRows />;
}
