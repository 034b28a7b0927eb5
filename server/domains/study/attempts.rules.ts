import {
  deriveOutcome,
  type Outcome,
  type QuestionKind,
  type Rating,
  writtenAnswer,
  writtenKey,
} from '@seodang/recall';

export type Judged = {
  kind: QuestionKind;
  keys: readonly (readonly string[])[];
};

/** What an answer means by this key; null when it is no attempt. */
export function judge({ kind, keys }: Judged, selected: readonly string[], unsure: boolean) {
  return deriveOutcome(writtenAnswer(kind, selected), unsure, writtenKey(kind, keys));
}

/** The rating follows from what is stored. */
export function ratingOf(outcome: Outcome, is_correct: boolean): Rating {
  if (outcome === 'correct') return 'good';
  return outcome === 'unsure' && is_correct ? 'hard' : 'again';
}
