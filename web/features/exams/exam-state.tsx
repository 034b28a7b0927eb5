import { Group } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { useExamWords } from './words.ts';

type Timed = {
  state: 'draft' | 'published' | 'closed';
  opens_at: string | null;
  closes_at: string | null;
};
type Phase = Timed['state'] | 'waiting' | 'over';

/** Where an exam is in its life, with the clock taken in. */
export function phaseOf({ state, opens_at, closes_at }: Timed, now = Date.now()): Phase {
  if (state !== 'published') return state;
  if (opens_at && Date.parse(opens_at) > now) return 'waiting';
  return closes_at && Date.parse(closes_at) <= now ? 'over' : 'published';
}

const tones: Record<Phase, Tone> = {
  draft: 'idle',
  waiting: 'info',
  published: 'ok',
  over: 'warn',
  closed: 'info',
};

export function ExamState({ exam }: { exam: Timed & { released_at: string | null } }) {
  const words = useExamWords();
  const phase = phaseOf(exam);
  return (
    <Group gap={6} wrap="nowrap">
      <StatusBadge tone={tones[phase]}>{words.states[phase]}</StatusBadge>
      {exam.released_at && <StatusBadge tone="ok">{words.released}</StatusBadge>}
    </Group>
  );
}

/** From when until when answers are taken, in words. */
export function useWindowText(): (exam: Timed) => string {
  const words = useExamWords();
  const dates = useDates();
  return ({ opens_at, closes_at }) => {
    const from = opens_at && words.from(dates.dateTime(opens_at));
    const until = closes_at && words.until(dates.dateTime(closes_at));
    return [from, until].filter(Boolean).join(' ') || words.noWindow;
  };
}
