import { StatusBadge } from '../../ui/status-badge.tsx';
import { useResultWords } from './words.ts';

/** Whether an exam is passed, and by which points if it was taken again in a clinic. */
export function Verdict({ passed, retest_score }: { passed: boolean; retest_score: number | null }) {
  const words = useResultWords();
  const verdict = passed ? words.pass : words.fail;
  return (
    <StatusBadge tone={passed ? 'ok' : 'bad'}>
      {retest_score === null ? verdict : words.retested(verdict, retest_score)}
    </StatusBadge>
  );
}
