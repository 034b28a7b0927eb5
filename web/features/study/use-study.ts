import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMe } from '../../lib/login.ts';
import { useStore } from '../../lib/store.ts';
import { todayOf } from './overview.rules.ts';
import { type Study, studyOf } from './study.ts';
import { nextTryIn } from './sync.ts';

/** The study of the student who is signed in, and what it knows now. */
export function useStudy() {
  const { user, tenant } = useMe();
  const study = studyOf(tenant.code, user.id);
  return { study, state: useStore(study.state) };
}

/** Keeps device and server together while a screen is open: at once, with news of the server, and when the network is back. */
export function useSync(study: Study): void {
  const { user } = useMe();
  useQuery({
    queryKey: ['study', 'sync', { user_id: user.id }],
    queryFn: () => study.sync(),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: ({ state }) => nextTryIn(state.data, study.state.get().rounds),
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
