import { StatusBadge } from '../../ui/status-badge.tsx';
import { useResultWords } from './words.ts';

export function Verdict({ passed }: { passed: boolean }) {
  const words = useResultWords();
  return <StatusBadge tone={passed ? 'ok' : 'bad'}>{passed ? words.pass : words.fail}</StatusBadge>;
}
