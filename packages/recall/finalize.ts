import { type Attempt, compareAttempts, inOrder, passes } from './attempts.ts';
import { studyDayOf } from './study-day.ts';

/** What a quiz session changed about one question (spec/05, Finalize). */
export type Label = 'newly_correct' | 'new_wrong' | 'still_failing' | 'retained' | 'relapsed' | 'recovered';

export type QuestionResult = { label: Label; is_first_try: boolean };

/**
 * What a quiz session changed about one question, from the whole history of a student with it, in any order. What counts
 * before is what came before the first attempt of this quiz session; what counts now is its last one. Null when the
 * question was not attempted in it.
 */
export function labelOf(history: readonly Attempt[], quizSession: string): QuestionResult | null {
  const ordered = inOrder(history);
  const first = ordered.findIndex(({ quiz_session }) => quiz_session === quizSession);
  const last = ordered.findLast(({ quiz_session }) => quiz_session === quizSession);
  if (!last) return null;
  const before = ordered.slice(0, first);
  return { label: labelFrom(before, passes(last)), is_first_try: before.length === 0 };
}

function labelFrom(before: readonly Attempt[], passesNow: boolean): Label {
  const newest = before.at(-1);
  if (!newest) return passesNow ? 'newly_correct' : 'new_wrong';
  if (!before.some(passes)) return passesNow ? 'newly_correct' : 'still_failing';
  if (passes(newest)) return passesNow ? 'retained' : 'relapsed';
  return passesNow ? 'recovered' : 'still_failing';
}

const CHRONIC_FAILS = 3;
const CURED_DAYS = 2;

/** Failed at least three times, and not passed since then on two different study days. */
export function isChronic(history: readonly Attempt[], timezone: string): boolean {
  const ordered = inOrder(history);
  const fails = ordered.filter((attempt) => !passes(attempt)).length;
  if (fails < CHRONIC_FAILS) return false;
  const passed = ordered.slice(ordered.findLastIndex((attempt) => !passes(attempt)) + 1);
  return new Set(passed.map(({ at }) => studyDayOf(at, timezone))).size < CURED_DAYS;
}

export type Summary = {
  correct_count: number;
  wrong_count: number;
  unsure_count: number;
  newly_correct_count: number;
  first_try_count: number;
  new_wrong_count: number;
  still_failing_count: number;
  retained_count: number;
  relapsed_count: number;
  recovered_count: number;
  /** Questions of the topic that are chronic at the end of this quiz session. */
  chronic_remaining_count: number;
};

/**
 * The result of a quiz session, from the histories of all questions of its topic: a fold over attempts, so that
 * finalizing again, live or offline, gives the same. What was answered later does not change it.
 */
export function summaryOf(
  histories: readonly (readonly Attempt[])[],
  quizSession: string,
  timezone: string,
): Summary {
  const own = histories.flat().filter(({ quiz_session }) => quiz_session === quizSession);
  const end = inOrder(own).at(-1);
  const upToEnd = histories.map((history) =>
    history.filter((attempt) => end !== undefined && compareAttempts(attempt, end) <= 0),
  );
  const results = upToEnd.map((history) => labelOf(history, quizSession)).filter((result) => result !== null);
  const labelled = (label: Label) => results.filter((result) => result.label === label).length;
  const last = upToEnd.flatMap((history) => lastOf(history, quizSession));
  const came = (outcome: Attempt['outcome']) => last.filter((attempt) => attempt.outcome === outcome).length;
  return {
    correct_count: came('correct'),
    wrong_count: came('wrong'),
    unsure_count: came('unsure'),
    newly_correct_count: labelled('newly_correct'),
    first_try_count: results.filter(({ label, is_first_try }) => label === 'newly_correct' && is_first_try)
      .length,
    new_wrong_count: labelled('new_wrong'),
    still_failing_count: labelled('still_failing'),
    retained_count: labelled('retained'),
    relapsed_count: labelled('relapsed'),
    recovered_count: labelled('recovered'),
    chronic_remaining_count: upToEnd.filter((history) => isChronic(history, timezone)).length,
  };
}

function lastOf(history: readonly Attempt[], quizSession: string): Attempt[] {
  return inOrder(history.filter(({ quiz_session }) => quiz_session === quizSession)).slice(-1);
}
