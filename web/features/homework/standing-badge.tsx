import { Group, Text } from '@mantine/core';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { isOwnFault } from './film.rules.ts';
import type { Standing } from './homework.queries.ts';
import { isOverdue, isToDo } from './standing.rules.ts';
import { useHomeworkWords } from './words.ts';

const tones: Record<Standing['state'], Tone> = {
  to_do: 'idle',
  waiting: 'info',
  returned: 'warn',
  approved: 'ok',
};

/** How far it is, and whether it came late or had longer. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const words = useHomeworkWords();
  const { state, submission, is_extended } = standing;
  const isMissed = state === 'to_do' && isOverdue(standing);
  return (
    <Group gap={6}>
      <StatusBadge tone={isMissed ? 'bad' : tones[state]}>
        {isMissed ? words.missed : words.states[state]}
      </StatusBadge>
      {submission?.film_reason && isOwnFault(submission.film_reason) && (
        <StatusBadge tone="bad">{words.filmTrouble}</StatusBadge>
      )}
      {submission?.is_late && <StatusBadge tone="warn">{words.late}</StatusBadge>}
      {(submission ? submission.is_extended : is_extended) && (
        <StatusBadge tone="info">{words.extended}</StatusBadge>
      )}
    </Group>
  );
}

/** Until when, in one line. */
export function DueText({ standing }: { standing: Pick<Standing, 'due_at' | 'state' | 'submission'> }) {
  const words = useHomeworkWords();
  const dates = useDates();
  const { due_at } = standing;
  if (due_at === null) return words.noDue;
  const when = dates.dateTime(due_at);
  if (!isToDo(standing) || !isOverdue(standing)) return words.due(when);
  return (
    <Text span inherit c="cinnabar">
      {words.overdue(when)}
    </Text>
  );
}
