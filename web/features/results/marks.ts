import { IconCheck, IconMinus, IconPencilQuestion, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { Sign } from '../../ui/matrix/signs.ts';
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

export const marks: Record<Mark, { tone: Tone; sign: Sign; icon: typeof IconX }> = {
  right: { tone: 'ok', sign: 'check', icon: IconCheck },
  wrong: { tone: 'bad', sign: 'cross', icon: IconX },
  blank: { tone: 'warn', sign: 'minus', icon: IconMinus },
  unsure: { tone: 'info', sign: 'unsure', icon: IconPencilQuestion },
  void: { tone: 'idle', sign: 'question', icon: IconQuestionMark },
};
