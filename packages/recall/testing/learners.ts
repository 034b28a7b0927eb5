import type { Card, Review } from '../fitting/log.ts';
import { randomOf } from '../random.ts';

export type Learners = { students: number; questions: number; days: number };

/** When the app of some academy asks again, by how often the answer was right in a row; students come when they come. */
const ladder = [1, 3, 7, 16, 35, 80];

/**
 * A simulated review log: students who differ, questions that differ, answers that may be guessed, forgetting that is no
 * power of anything FSRS assumes. Nobody's real answers; the same seed gives the same.
 */
export function simulatedCards(seed: number, { students, questions, days }: Learners): Card[] {
  const random = randomOf(seed);
  const spread = (by: number) => Math.exp(by * (random() + random() + random() - 1.5));
  const eases = Array.from({ length: questions }, () => spread(0.9));
  return Array.from({ length: students }, () => spread(0.8)).flatMap((ability) =>
    eases.map((ease) => reviewsOf({ random, memory: 2.2 * ability * ease, days })),
  );
}

type Learner = { random: () => number; memory: number; days: number };
const GUESSED = 0.2;

function reviewsOf({ random, memory, days }: Learner): Review[] {
  const reviews: Review[] = [];
  let [strength, streak, day] = [memory, 0, Math.floor(random() * days * 0.7)];
  let chance = 0.55;
  while (day < days) {
    const recalled = random() < chance;
    const guessed = !recalled && random() < GUESSED;
    const unsure = guessed || random() < 0.06;
    reviews.push({ day, rating: recalled || guessed ? (unsure ? 'hard' : 'good') : 'again' });
    streak = recalled || guessed ? streak + 1 : 0;
    strength = recalled ? strength * (1.5 + 1.6 * (1 - chance)) : Math.max(0.8, strength * 0.4);
    const gap = Math.max(
      1,
      Math.round((ladder[Math.min(streak, ladder.length) - 1] ?? 1) * (0.6 + 1.8 * random())),
    );
    chance = 0.97 * Math.exp(-((gap / (4 * strength)) ** 0.8));
    day += gap;
  }
  return reviews;
}

const letters = { again: 'a', hard: 'h', good: 'g' };

/** As a database writes it. */
export function logOf(cards: readonly Card[]): string {
  return cards
    .filter(({ length }) => length > 0)
    .map((card) => card.map(({ day, rating }) => `${day}${letters[rating]}`).join(','))
    .join('\n');
}
