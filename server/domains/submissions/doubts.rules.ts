import type { ExamQuestion } from '@seodang/contract/exam-questions.ts';

type Asked = Pick<ExamQuestion, 'kind' | 'keys' | 'key_state' | 'points' | 'choices' | 'digits'>;
type Read = { answer: string; marking: string; detected: readonly string[]; probability: number };

/**
 * The points that a person's look at an answer is likely to bring: nothing counts until then. What is read as right is
 * worth its probability, one of several marks its share, anything else what is left over among the other choices.
 */
export function effectOf(question: Asked, read: Read): number {
  const { key_state, keys, points } = question;
  if (key_state !== 'keyed' || keys.length === 0) return 0;
  return Math.round(points * chanceOf(question, read) * 1000) / 1000;
}

function chanceOf({ kind, keys, choices, digits }: Asked, read: Read): number {
  const { answer, detected, probability } = read;
  if (keys.includes(answer)) return probability;
  if (kind === 'single' && detected.some((mark) => keys.includes(mark))) return 1 / detected.length;
  const others = kind === 'numeric' ? 10 ** Math.min(2, digits ?? 1) : (choices ?? 5);
  return Math.min(1, (1 - probability) / Math.max(1, others - 1));
}
