import { Rating as Grades } from 'ts-fsrs';
import type { Scheduler } from '../memory.ts';
import type { Rating } from '../outcome.ts';
import { type Card, isRecalled, type Review } from './log.ts';

/** Says how likely the next review of a card is to be recalled, from those before it. */
export type Predictor = (card: Card, at: number) => number;

/** No prediction is so sure that being wrong costs everything. */
const SUREST = 1e-4;

/**
 * The log loss of each card's predictions from a day on, each from all that happened before it, also since that day.
 * Reviews on the day of the one before are not predicted.
 */
export function lossesOf(cards: readonly Card[], from_day: number, predictorOf: () => Predictor): Losses {
  const losses: Losses = { sums: [], counts: [] };
  for (const card of cards) {
    const predict = predictorOf();
    let [sum, count] = [0, 0];
    for (let at = 1; at < card.length; at += 1) {
      const chance = predict(card, at);
      const [review, last] = [card[at], card[at - 1]];
      if (!review || !last || review.day < from_day || review.day === last.day) continue;
      sum += lossOf(chance, isRecalled(review));
      count += 1;
    }
    losses.sums.push(sum);
    losses.counts.push(count);
  }
  return losses;
}

/** By card, so that what one card says is not taken for many independent facts. */
export type Losses = { sums: number[]; counts: number[] };

/** The losses of several parts of a log as those of the whole. */
export const joined = (parts: readonly Losses[]): Losses => ({
  sums: parts.flatMap(({ sums }) => sums),
  counts: parts.flatMap(({ counts }) => counts),
});

function lossOf(chance: number, recalled: boolean): number {
  const sure = Math.min(Math.max(chance, SUREST), 1 - SUREST);
  return -Math.log(recalled ? sure : 1 - sure);
}

const total = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);

/** Per prediction; 0 when there was none. */
export function meanLoss({ sums, counts }: Losses): number {
  return total(sums) / Math.max(1, total(counts));
}

/** By how much `other` predicts better than `one` on the same reviews, with its standard error over cards. */
export function gainOf(one: Losses, other: Losses): { gain: number; error: number } {
  const count = Math.max(1, total(one.counts));
  const gains = one.sums.map((sum, at) => sum - (other.sums[at] ?? 0));
  const gain = total(gains) / count;
  const spread = gains.reduce((sum, each, at) => sum + (each - gain * (one.counts[at] ?? 0)) ** 2, 0);
  return { gain, error: Math.sqrt(spread) / count };
}

const grades: Record<Rating, number> = { again: Grades.Again, hard: Grades.Hard, good: Grades.Good };

/** FSRS with the weights of a scheduler; one card at a time, from its first review on. */
export function byFsrs({ engine }: Scheduler): () => Predictor {
  return () => {
    let state: { stability: number; difficulty: number } | null = null;
    return (card, at) => {
      const [last, review] = [card[at - 1] as Review, card[at] as Review];
      const since = at > 1 ? last.day - (card[at - 2] as Review).day : 0;
      state = engine.next_state(state, since, grades[last.rating]);
      return engine.forgetting_curve(review.day - last.day, state.stability);
    };
  };
}

/** The same chance for everything: what was recalled of all that was learned from. */
export function byConstant(learned: readonly Card[]): () => Predictor {
  let [recalled, count] = [0, 0];
  for (const card of learned)
    for (let at = 1; at < card.length; at += 1) {
      const [review, last] = [card[at] as Review, card[at - 1] as Review];
      if (review.day === last.day) continue;
      recalled += isRecalled(review) ? 1 : 0;
      count += 1;
    }
  const chance = count === 0 ? 0.9 : recalled / count;
  return () => () => chance;
}

const quality: Record<Rating, number> = { again: 1, hard: 3, good: 4 };

/**
 * SM-2 (Wozniak 1990), which names intervals and no chances: at the interval it names the chance is taken to have fallen to
 * 0.9, exponentially, as benchmarks of schedulers do.
 */
export function bySm2(): Predictor {
  let [interval, repetitions, ease] = [0, 0, 2.5];
  return (card, at) => {
    const [last, review] = [card[at - 1] as Review, card[at] as Review];
    const q = quality[last.rating];
    repetitions = q < 3 ? 0 : repetitions + 1;
    if (repetitions <= 1) interval = 1;
    else interval = repetitions === 2 ? 6 : interval * ease;
    ease = Math.max(1.3, ease + 0.1 - (5 - q) * (0.08 + (5 - q) * 0.02));
    return 0.9 ** ((review.day - last.day) / interval);
  };
}
