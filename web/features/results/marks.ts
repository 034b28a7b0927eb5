import { IconCheck, IconMinus, IconPencilQuestion, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { Tone } from '../../ui/status-badge.tsx';
import type { Grid } from './results.queries.ts';

type Judged = Pick<Grid['rows'][number]['cells'][number], 'is_correct' | 'invalid_reason'>;
export type Mark = 'right' | 'wrong' | 'blank' | 'unsure' | 'void';

/** What an answer came to. */
export function markOf({ is_correct, invalid_reason }: Judged): Mark {
  if (is_correct === null) return 'void';
  if (is_correct) return 'right';
  if (invalid_reason === 'BLANK') return 'blank';
  return invalid_reason === 'LOW_CONFIDENCE' ? 'unsure' : 'wrong';
}

export const marks: Record<Mark, { tone: Tone; sign: typeof IconX }> = {
  right: { tone: 'ok', sign: IconCheck },
  wrong: { tone: 'bad', sign: IconX },
  blank: { tone: 'warn', sign: IconMinus },
  unsure: { tone: 'info', sign: IconPencilQuestion },
  void: { tone: 'idle', sign: IconQuestionMark },
};
