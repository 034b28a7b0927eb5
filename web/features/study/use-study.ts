import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMe } from '../../lib/login.ts';
import { useStore } from '../../lib/store.ts';
import { todayOf } from './overview.rules.ts';
import { IDLE_SHARED_MS, isAwaited } from './round.rules.ts';
import { type Study, studyOf } from './study.ts';
import type { SyncState } from './sync.ts';

/** The study of the student who is signed in, and what it knows now. */
export function useStudy() {
  const { user, tenant } = useMe();
  const study = studyOf(tenant.code, user.id);
  return { study, state: useStore(study.state) };
}

const isUnsettled = (state: SyncState['state'] | undefined) => state === 'failed' || state === 'offline';

/** Keeps device and server together while a screen is open: at once, with news of the server, and when the network is back. */
export function useSync(study: Study): void {
  const { user } = useMe();
  useQuery({
    queryKey: ['study', 'sync', { user_id: user.id }],
    queryFn: () => study.sync(),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: (query) => {
      const isWaiting = isUnsettled(query.state.data?.state) || study.state.get().rounds.some(isAwaited);
      return isWaiting ? IDLE_SHARED_MS : false;
    },
  });
}

/** Every question with what is remembered of it, and what that means for today. */
export function useToday(study: Study) {
  const { questions, remembered, timezone } = useStore(study.state);
  return useMemo(() => {
    const known = [...questions.values()].map((question) => ({
      ...{ question, remembered: remembered.get(question.pub_id) },
    }));
    return { known, ...todayOf(known, Date.now(), timezone) };
  }, [questions, remembered, timezone]);
}
