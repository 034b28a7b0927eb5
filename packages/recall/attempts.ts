import type { Outcome, Rating } from './outcome.ts';

/** One answer to one question. Append-only: nothing of it changes after it was given. */
export type Attempt = {
  /** Of the quiz session in which it was given. */
  readonly quiz_session: string;
  /** Its place in that quiz session. */
  readonly seq: number;
  /** When it was given, by our clock; milliseconds since 1970. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly rating: Rating;
};

/** Every device and every order of delivery comes to the same: by time, then quiz session, then place in it. */
export function compareAttempts(a: Attempt, b: Attempt): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.quiz_session !== b.quiz_session) return a.quiz_session < b.quiz_session ? -1 : 1;
  return a.seq - b.seq;
}

/** The history of one question in its order, each attempt once however often it was delivered. */
export function inOrder(attempts: readonly Attempt[]): Attempt[] {
  if (attempts.length < 2) return [...attempts];
  const once = new Map(attempts.map((attempt) => [`${attempt.quiz_session} ${attempt.seq}`, attempt]));
  return [...once.values()].sort(compareAttempts);
}

export const passes = ({ outcome }: Pick<Attempt, 'outcome'>): boolean => outcome === 'correct';
