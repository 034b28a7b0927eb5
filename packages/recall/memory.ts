import { type FSRS, fsrs, Rating as Grades } from 'ts-fsrs';
import { type Attempt, inOrder } from './attempts.ts';
import type { Rating } from './outcome.ts';
import { addDays, daysBetween, studyDayOf } from './study-day.ts';

export const ALGORITHM = 'fsrs-6';
const WEIGHT_COUNT = 21;

/** How memory is predicted: the weights of FSRS 6, and the retention (0 to 1) that the next question aims at. */
export type Scheduler = {
  readonly engine: FSRS;
  readonly weights: readonly number[];
  readonly retention: number;
};

/** What is remembered of one question: a cache of a fold over attempts, which can always be made again. */
export type Memory = {
  /** Days until the chance of knowing the answer has fallen to 0.9. */
  stability: number;
  /** 1 to 10. */
  difficulty: number;
  attempts: number;
  fails: number;
  /** Study days, YYYY-MM-DD. */
  last_day: string;
  due_day: string;
};

/**
 * A scheduler for these weights. Throws a RangeError unless there are exactly 21 finite ones, because ts-fsrs falls back to
 * its defaults without a word, and for a retention outside 0.7 to 0.99.
 */
export function schedulerOf(options: { weights?: readonly number[]; retention?: number } = {}): Scheduler {
  const { weights, retention = 0.9 } = options;
  if (weights && (weights.length !== WEIGHT_COUNT || !weights.every(Number.isFinite)))
    throw new RangeError(`FSRS needs ${WEIGHT_COUNT} finite weights`);
  if (!(retention >= 0.7 && retention <= 0.99))
    throw new RangeError('the retention lies between 0.7 and 0.99');
  // Without chance two devices come to the same day.
  const chosen = { request_retention: retention, enable_fuzz: false };
  const engine = fsrs(weights ? { ...chosen, w: [...weights] } : chosen);
  return { engine, weights: engine.parameters.w, retention };
}

const made = new Map<string, Scheduler>();
const MOST_MADE = 100;

/** The scheduler of weights that were fitted, or with null of those that FSRS brings; made once for the same weights. */
export function schedulerWith(weights: readonly number[] | null): Scheduler {
  const name = weights?.join() ?? '';
  const known = made.get(name);
  if (known) return known;
  if (made.size >= MOST_MADE) made.clear();
  const scheduler = schedulerOf(weights ? { weights } : {});
  made.set(name, scheduler);
  return scheduler;
}

const grades: Record<Rating, number> = { again: Grades.Again, hard: Grades.Hard, good: Grades.Good };

/**
 * What is remembered of one question after all attempts on it, in whatever order, how often and in how many parts they
 * were delivered; time passes in study days of the academy. Null when there was none. (FSRS 6: Ye, Su and Cao 2022, as
 * ts-fsrs computes it.)
 */
export function memoryOf(
  { engine }: Scheduler,
  history: readonly Attempt[],
  timezone: string,
): Memory | null {
  let memory = null as Memory | null;
  for (const { at, rating } of inOrder(history)) {
    const day = studyDayOf(at, timezone);
    const elapsed: number = memory ? daysBetween(memory.last_day, day) : 0;
    const { stability, difficulty } = engine.next_state(memory, elapsed, grades[rating]);
    memory = {
      ...{ stability, difficulty },
      attempts: (memory?.attempts ?? 0) + 1,
      fails: (memory?.fails ?? 0) + (rating === 'again' ? 1 : 0),
      last_day: day,
      due_day: addDays(day, engine.next_interval(stability, elapsed)),
    };
  }
  return memory;
}

/** The predicted chance, 0 to 1, that the answer is known on this study day. */
export function retrievabilityOf({ engine }: Scheduler, memory: Memory, day: string): number {
  return engine.forgetting_curve(Math.max(0, daysBetween(memory.last_day, day)), memory.stability);
}

/**
 * A text that is the same wherever the memories are, so that a device and the server can prove by its SHA-256 that they
 * agree. Eight digits: the last ones depend on the machine's arithmetic.
 */
export async function stateHashOf(memories: ReadonlyMap<string, Memory>): Promise<string> {
  const lines = [...memories]
    .map(([question, { stability, difficulty, attempts, fails, last_day, due_day }]) =>
      [
        question,
        stability.toPrecision(8),
        difficulty.toPrecision(8),
        attempts,
        fails,
        last_day,
        due_day,
      ].join(' '),
    )
    .sort();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
