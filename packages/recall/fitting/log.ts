import type { Rating } from '../outcome.ts';

/** One review: on which study day (counted from any day), and how it went. */
export type Review = { readonly day: number; readonly rating: Rating };
/** All reviews of one question by one student, in their order. */
export type Card = readonly Review[];

const ratings: Record<string, Rating> = { a: 'again', h: 'hard', g: 'good' };

/**
 * A review log as a database writes it: a line for each card, a day and the first letter of a rating for each review, as in
 * `20412a,20415g`. Throws a RangeError for anything else.
 */
export function cardsOf(text: string): Card[] {
  if (text === '') return [];
  return text.split('\n').map((line) =>
    line.split(',').map((one) => {
      const [day, rating] = [Number(one.slice(0, -1)), ratings[one.slice(-1)]];
      if (!Number.isInteger(day) || !rating) throw new RangeError(`${one} is no review`);
      return { day, rating };
    }),
  );
}

/** Whether the answer came back; FSRS counts whatever is not `again`. */
export const isRecalled = ({ rating }: Review): boolean => rating !== 'again';

/** How many reviews can be predicted: what is asked again on the same day is no test of memory. */
export function countPredictable(cards: readonly Card[]): number {
  let count = 0;
  for (const card of cards)
    for (let at = 1; at < card.length; at += 1)
      if ((card[at]?.day ?? 0) > (card[at - 1]?.day ?? 0)) count += 1;
  return count;
}

/** The day from which on the last `share` of all reviews that can be predicted were made. */
export function splitDayOf(cards: readonly Card[], share: number): number {
  const days: number[] = [];
  for (const card of cards)
    for (let at = 1; at < card.length; at += 1) {
      const day = card[at]?.day ?? 0;
      if (day > (card[at - 1]?.day ?? 0)) days.push(day);
    }
  days.sort((a, b) => a - b);
  return days[Math.floor(days.length * (1 - share))] ?? 0;
}

/** What had happened before a day. */
export function before(cards: readonly Card[], day: number): Card[] {
  return cards.map((card) => card.filter((review) => review.day < day)).filter(({ length }) => length > 0);
}
