import { Stack, Text } from '@mantine/core';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { useProgressWords } from '../progress/words.ts';
import type { Link } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

const tones: Record<Link['state'], Tone> = {
  open: 'warn',
  approved: 'info',
  booked: 'info',
  done: 'ok',
  dismissed: 'idle',
};

export function LinkState({ state }: Pick<Link, 'state'>) {
  const { states } = useClinicWords();
  return <StatusBadge tone={tones[state]}>{states[state]}</StatusBadge>;
}

/** What is the matter, and what proves it. */
export function Evidence({ link: { cause, meta, memo } }: { link: Pick<Link, 'cause' | 'meta' | 'memo'> }) {
  const words = useClinicWords();
  const { codes } = useProgressWords();
  const lines = [
    ...(meta.codes ?? []).map((code) => codes[code]),
    ...(meta.exams ?? []).flatMap(({ title, score, pass_score, wrong, repeated, reasons }) => [
      `${title} ${words.scoreOf(score, pass_score)}`,
      reasons.LOW_SCORE && wrong.length > 0 && words.wrongOf(wrong),
      repeated.length > 0 && words.repeatedOf(repeated),
      reasons.LOW_CONFIDENCE_OMR && words.unsureOf(reasons.LOW_CONFIDENCE_OMR.count),
    ]),
    memo,
  ].filter((line) => typeof line === 'string' && line !== '');
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {words.causes[cause]}
      </Text>
      {lines.map((line) => (
        <Text key={line as string} size="sm" c="dimmed">
          {line}
        </Text>
      ))}
    </Stack>
  );
}
