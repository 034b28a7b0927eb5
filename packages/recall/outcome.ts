export type Outcome = 'correct' | 'wrong' | 'unsure';
export type Rating = 'again' | 'hard' | 'good';

/** What the student gave: ids of choices, or one text for questions without choices. */
export type Selected = readonly string[];
/** Every set of choices that is accepted as an answer. */
export type Key = readonly Selected[];

export type Derived = { outcome: Outcome; is_correct: boolean; rating: Rating };

/**
 * What an answer means: the one source of truth for live answers and for those that arrive later (spec/05, Outcome).
 * Only `correct` passes: who was unsure and right was lucky. Null when it is no attempt: nothing selected, nothing said.
 */
export function deriveOutcome(selected: Selected, unsure: boolean, key: Key): Derived | null {
  if (selected.length === 0 && !unsure) return null;
  const is_correct = key.some((accepted) => isSameSet(accepted, selected));
  if (unsure) return { outcome: 'unsure', is_correct, rating: is_correct ? 'hard' : 'again' };
  return is_correct
    ? { outcome: 'correct', is_correct, rating: 'good' }
    : { outcome: 'wrong', is_correct, rating: 'again' };
}

/** Nothing is no answer, whatever a key says. */
function isSameSet(accepted: Selected, selected: Selected): boolean {
  const [wanted, given] = [new Set(accepted), new Set(selected)];
  return given.size > 0 && wanted.size === given.size && [...wanted].every((one) => given.has(one));
}
