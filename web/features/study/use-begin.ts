import { useNavigate } from '@tanstack/react-router';
import { doneToast } from '../../ui/toast.tsx';
import type { Wish } from './choose.rules.ts';
import { useStudy } from './use-study.ts';
import { useStudyWords } from './words.ts';

/** How many questions a round has at most. */
export const ROUND_LENGTH = 20;

/** Opens the round that a wish makes; says so when there is nothing to ask. */
export function useBegin() {
  const words = useStudyWords();
  const { study } = useStudy();
  const navigate = useNavigate();
  return async (wish: Wish) => {
    const round = await study.begin(wish);
    if (!round) return doneToast(words.nothing[wish.mode]);
    await navigate({ to: '/student/study/rounds/$uuid', params: { uuid: round.uuid } });
  };
}
