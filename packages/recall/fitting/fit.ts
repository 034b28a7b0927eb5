import { computeParameters, FSRSBindingItem, FSRSBindingReview } from '@open-spaced-repetition/binding';
import { Rating as Grades } from 'ts-fsrs';
import { type Scheduler, schedulerOf, schedulerWith } from '../memory.ts';
import type { Rating } from '../outcome.ts';
import { before, type Card, cardsOf, countPredictable, splitDayOf } from './log.ts';
import { byFsrs, gainOf, joined, lossesOf, meanLoss } from './loss.ts';
import { FEWEST_LEARNED, FEWEST_TESTED, type Fit } from './verdict.ts';

const grades: Record<Rating, number> = { again: Grades.Again, hard: Grades.Hard, good: Grades.Good };
/** Later reviews of a card say little that earlier ones did not, and each costs by its place. */
const LONGEST = 64;

/** The weights of FSRS 6 that explain a review log best (fsrs-rs); undefined when it says too little. */
export async function fittedTo(cards: readonly Card[]): Promise<number[] | undefined> {
  const items = itemsOf(cards);
  if (items.length === 0) return undefined;
  const weights = await computeParameters(items, { enableShortTerm: true });
  return weights.every(Number.isFinite) ? weights : undefined;
}

/** fsrs-rs learns from each review with all before it; those of the same day teach it nothing by themselves. */
function itemsOf(cards: readonly Card[]): FSRSBindingItem[] {
  const known = new Map<string, FSRSBindingReview>();
  const reviewOf = (rating: number, days: number) => {
    const name = `${rating} ${days}`;
    const review = known.get(name) ?? new FSRSBindingReview(rating, days);
    known.set(name, review);
    return review;
  };
  return cards.flatMap((card) => {
    const some = card.slice(0, LONGEST);
    const reviews = some.map(({ day, rating }, at) =>
      reviewOf(grades[rating], day - (some[at - 1]?.day ?? day)),
    );
    return reviews.flatMap(({ deltaT }, at) => {
      return at > 0 && deltaT > 0 ? [new FSRSBindingItem(reviews.slice(0, at + 1))] : [];
    });
  });
}

const TESTED_SHARE = 0.2;

/** A part of a review log, with the weights by which its questions come back until now; null: those that FSRS brings. */
export type LogPart = { log: string; inUse: readonly number[] | null };

/**
 * Fits weights to the earlier reviews of a log and tries them on the later ones, beside those in use. Undefined when the
 * log is too short for either.
 */
export async function fitted(parts: readonly LogPart[]): Promise<Fit | undefined> {
  const read = parts.map(({ log, inUse }) => ({ cards: cardsOf(log), inUse }));
  const cards = read.flatMap((part) => part.cards);
  const split_day = splitDayOf(cards, TESTED_SHARE);
  const earlier = before(cards, split_day);
  const learned = countPredictable(earlier);
  const tested = countPredictable(cards) - learned;
  if (learned < FEWEST_LEARNED || tested < FEWEST_TESTED) return undefined;
  const found = await fittedTo(earlier);
  if (!found) return undefined;
  const losses = (scheduler: Scheduler, some = cards) => lossesOf(some, split_day, byFsrs(scheduler));
  const fresh = schedulerOf({ weights: found });
  const own = losses(fresh);
  const standard = losses(schedulerOf());
  const used = joined(read.map((part) => losses(schedulerWith(part.inUse), part.cards)));
  const { gain, error } = gainOf(used, own);
  return {
    ...{ weights: [...fresh.weights], split_day, learned, tested, gain, gain_error: error },
    log_loss: meanLoss(own),
    log_loss_before: meanLoss(used),
    log_loss_default: meanLoss(standard),
  };
}
