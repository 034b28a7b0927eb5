import { drawn, randomOf } from './random.ts';
import { addDays } from './study-day.ts';

/** A question as the choice of a quiz session sees it, with what this student did with it. */
export type Candidate = {
  readonly id: number;
  readonly subject: string;
  /** How often it was in past exams. */
  readonly frequency: number;
  readonly tags: readonly string[];
  readonly variant_group: string | null;
  /** 1 to 10, or null before anybody answered it. */
  readonly difficulty: number | null;
  /** Of the last attempt; null before the first. */
  readonly last_day: string | null;
  readonly last_passed: boolean | null;
  readonly due_day: string | null;
  /** The predicted chance of knowing it today; null before the first attempt. */
  readonly retrievability: number | null;
};

export type Mode = 'random' | 'frequent_focus' | 'wrong_variants' | 'due';

export type Wish = {
  readonly mode: Mode;
  readonly target_per_subject: number;
  readonly subject_filter?: string | null;
  readonly wrong_only?: boolean;
  readonly seed: number;
  /** The study day, YYYY-MM-DD. */
  readonly today: string;
  /** In the mode `due`: how many at most today. */
  readonly daily_cap: number;
};

export type Choice = {
  /** In the order in which they are asked; never changed afterwards. */
  question_ids: number[];
  subject_distribution: Record<string, number>;
  /** Of those with reshuffled choices, because neither a variant nor anything similar was there. */
  reshuffled_ids: number[];
  /** In the mode `wrong_variants`: how many are another question of the same group. */
  real_variant_count: number;
  /** By how many there are fewer than wished, by subject. */
  missing: Record<string, number>;
  /** Why there is none; null when there is one. */
  none: 'no_questions' | 'nothing_wrong' | 'nothing_due' | null;
};

type Picked = { question: Candidate; is_variant?: boolean; is_reshuffled?: boolean };

/** What to ask (spec/05, Choosing questions). The same wish, seed and candidates give the same questions in the same order. */
export function choose(candidates: readonly Candidate[], wish: Wish): Choice {
  const random = randomOf(wish.seed);
  const inSubject = candidates.filter(
    ({ subject }) => !wish.subject_filter || subject === wish.subject_filter,
  );
  const eligible = inSubject.filter((question) => isEligible(question, wish)).toSorted((a, b) => a.id - b.id);
  const picked =
    wish.mode === 'due' ? dueFirst(eligible, wish) : perSubject(eligible, inSubject, wish, random);
  return toChoice(picked, eligible, inSubject, wish);
}

const isWrong = ({ last_passed }: Candidate): boolean => last_passed === false;

function isEligible(question: Candidate, { mode, wrong_only, today }: Wish): boolean {
  if ((wrong_only || mode === 'wrong_variants') && !isWrong(question)) return false;
  return mode !== 'due' || (question.due_day !== null && question.due_day <= today);
}

function dueFirst(eligible: readonly Candidate[], { daily_cap }: Wish): Picked[] {
  return eligible
    .toSorted((a, b) => (a.retrievability ?? 0) - (b.retrievability ?? 0))
    .slice(0, daily_cap)
    .map((question) => ({ question }));
}

function perSubject(
  eligible: readonly Candidate[],
  inSubject: readonly Candidate[],
  wish: Wish,
  random: () => number,
): Picked[] {
  const weightOf = ({ frequency }: Candidate) => (wish.mode === 'frequent_focus' ? 1 + frequency : 1);
  const groups = Object.groupBy(eligible, ({ subject }) => subject);
  const chosen = Object.values(groups).flatMap((group) =>
    drawn(group ?? [], wish.target_per_subject, weightOf, random),
  );
  const inTurn = drawn(chosen, chosen.length, () => 1, random);
  if (wish.mode !== 'wrong_variants') return inTurn.map((question) => ({ question }));
  const taken = new Set<number>();
  return inTurn.flatMap((wrong) => {
    const picked = insteadOf(wrong, inSubject, taken, wish, random);
    // It is asked already, as the variant of another one.
    if (taken.has(picked.question.id)) return [];
    taken.add(picked.question.id);
    return [picked];
  });
}

const SIMILAR_DIFFICULTY = 1;
const UNSEEN_DAYS = 7;

/** A sibling of its group; else one with the same tags, about as difficult and not seen for a week; else itself again. */
function insteadOf(
  wrong: Candidate,
  all: readonly Candidate[],
  taken: ReadonlySet<number>,
  { today }: Wish,
  random: () => number,
): Picked {
  const others = all.filter(({ id }) => id !== wrong.id && !taken.has(id));
  const siblings = others.filter(
    ({ variant_group }) => variant_group !== null && variant_group === wrong.variant_group,
  );
  const [sibling] = drawn(siblings, 1, () => 1, random);
  if (sibling) return { question: sibling, is_variant: true };
  const weekAgo = addDays(today, -UNSEEN_DAYS);
  const alike = others.filter(
    (question) => isAlike(question, wrong) && (question.last_day === null || question.last_day <= weekAgo),
  );
  const [similar] = drawn(alike, 1, () => 1, random);
  return similar ? { question: similar } : { question: wrong, is_reshuffled: true };
}

function isAlike(question: Candidate, wrong: Candidate): boolean {
  if (question.subject !== wrong.subject || wrong.tags.length === 0) return false;
  const [tags, wanted] = [new Set(question.tags), new Set(wrong.tags)];
  const hasSameTags = tags.size === wanted.size && [...wanted].every((tag) => tags.has(tag));
  const [a, b] = [question.difficulty, wrong.difficulty];
  return hasSameTags && (a === null || b === null || Math.abs(a - b) <= SIMILAR_DIFFICULTY);
}

function toChoice(
  picked: readonly Picked[],
  eligible: readonly Candidate[],
  inSubject: readonly Candidate[],
  wish: Wish,
): Choice {
  const subjects = new Set(inSubject.map(({ subject }) => subject));
  const countOf = (subject: string) => picked.filter(({ question }) => question.subject === subject).length;
  const subject_distribution: Record<string, number> = {};
  const missing: Record<string, number> = {};
  for (const subject of [...subjects].sort()) {
    const count = countOf(subject);
    if (count > 0) subject_distribution[subject] = count;
    if (wish.mode !== 'due' && count < wish.target_per_subject)
      missing[subject] = wish.target_per_subject - count;
  }
  return {
    question_ids: picked.map(({ question }) => question.id),
    subject_distribution,
    reshuffled_ids: picked.filter(({ is_reshuffled }) => is_reshuffled).map(({ question }) => question.id),
    real_variant_count: picked.filter(({ is_variant }) => is_variant).length,
    missing,
    none: eligible.length > 0 ? null : noneBecause(inSubject, wish),
  };
}

function noneBecause(inSubject: readonly Candidate[], { mode }: Wish): Choice['none'] {
  if (inSubject.length === 0) return 'no_questions';
  return mode === 'due' ? 'nothing_due' : 'nothing_wrong';
}
