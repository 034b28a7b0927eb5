import {
  type Attempt,
  deriveOutcome,
  isChronic,
  type Memory,
  memoryOf,
  type Outcome,
  passes,
  type Rating,
  type Scheduler,
  schedulerWith,
  stateHashOf,
  studyDayOf,
  writtenAnswer,
  writtenKey,
} from '@seodang/recall';
import { isUnsent, type Question, type Round } from './round.rules.ts';

/** Weights by subject, as the server told; null are those of all others. */
export type Weights = readonly { readonly subject: string | null; readonly weights: readonly number[] }[];
/** By what memory is folded: the academy's clock, and weights; without any those that FSRS brings. */
export type Folding = { readonly timezone: string; readonly weights: Weights };

function schedulerFor(weights: Weights, subject: string): Scheduler {
  const of = (wanted: string | null) => weights.find((one) => one.subject === wanted)?.weights;
  return schedulerWith(of(subject) ?? of(null) ?? null);
}

/** An answer with what was selected, wherever it was given. */
export type Answered = Attempt & { readonly selected: readonly string[]; readonly unsure: boolean };

/** What is known of one question on this device. */
export type Remembered = {
  readonly history: readonly Answered[];
  readonly memory: Memory;
  readonly scheduler: Scheduler;
  readonly is_chronic: boolean;
  readonly last_passed: boolean;
};

function ratingOf(outcome: Outcome, is_correct: boolean): Rating {
  if (outcome === 'correct') return 'good';
  return outcome === 'unsure' && is_correct ? 'hard' : 'again';
}

/** What an answer means by the key of the question; null when it is none. */
export function judge(
  { kind, keys }: Pick<Question, 'kind' | 'keys'>,
  selected: readonly string[],
  unsure: boolean,
) {
  return deriveOutcome(writtenAnswer(kind, selected), unsure, writtenKey(kind, keys));
}

/** Answers of this device that the pack does not have yet, by question: one walk for all of them. */
function givenHere(rounds: readonly Round[]): Map<string, Answered[]> {
  const here = new Map<string, Answered[]>();
  for (const { uuid, given, is_packed } of rounds)
    for (const { pub_id, delivery, seq, at, outcome, is_correct, selected, unsure } of is_packed
      ? []
      : given) {
      if (delivery === 'waiting') continue;
      const one = {
        quiz_session: uuid,
        seq,
        at,
        outcome,
        selected,
        unsure,
        rating: ratingOf(outcome, is_correct),
      };
      const others = here.get(pub_id);
      if (others) others.push(one);
      else here.set(pub_id, [one]);
    }
  return here;
}

/** All answers to a question, those of the server and those of this device, in their order. */
function historyOf(question: Question, here: readonly Answered[]): Answered[] {
  const before = question.history.map(({ is_correct, ...one }) => ({
    ...one,
    rating: ratingOf(one.outcome, is_correct),
  }));
  const known = new Set(before.map(({ quiz_session, seq }) => `${quiz_session} ${seq}`));
  const fresh = here.filter(({ quiz_session, seq }) => !known.has(`${quiz_session} ${seq}`));
  return [...before, ...fresh].sort(byTime);
}

function byTime(a: Answered, b: Answered): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.quiz_session !== b.quiz_session) return a.quiz_session < b.quiz_session ? -1 : 1;
  return a.seq - b.seq;
}

export function rememberedOf(question: Question, rounds: readonly Round[], folding: Folding) {
  return folded(question, givenHere(rounds), folding);
}

/** The same of each question, of those that were answered. */
export function allRemembered(
  questions: Iterable<Question>,
  rounds: readonly Round[],
  folding: Folding,
): Map<string, Remembered> {
  const here = givenHere(rounds);
  const remembered = new Map<string, Remembered>();
  for (const question of questions) {
    const one = folded(question, here, folding);
    if (one) remembered.set(question.pub_id, one);
  }
  return remembered;
}

function folded(
  question: Question,
  here: ReadonlyMap<string, readonly Answered[]>,
  { timezone, weights }: Folding,
) {
  const scheduler = schedulerFor(weights, question.subject);
  const history = historyOf(question, here.get(question.pub_id) ?? []);
  const last = history.at(-1);
  const memory = memoryOf(scheduler, history, timezone);
  if (!memory || !last) return undefined;
  const remembered: Remembered = {
    ...{ history, memory, scheduler, is_chronic: isChronic(history, timezone), last_passed: passes(last) },
  };
  return remembered;
}

type Here = {
  questions: ReadonlyMap<string, Question>;
  rounds: readonly Round[];
  remembered: ReadonlyMap<string, Remembered>;
} & Folding;

/** What is remembered without the answers that are only on this device. */
export function deliveredOf({ questions, rounds, remembered, ...folding }: Here): Map<string, Remembered> {
  const arrived = rounds.map((round) => ({ ...round, given: round.given.filter((one) => !isUnsent(one)) }));
  const here = givenHere(arrived);
  const delivered = new Map(remembered);
  for (const { pub_id } of rounds.flatMap(({ given }) => given.filter(isUnsent))) {
    const question = questions.get(pub_id);
    const one = question && folded(question, here, folding);
    if (one) delivered.set(pub_id, one);
    else delivered.delete(pub_id);
  }
  return delivered;
}

/** By this the device and the server prove that they remember the same. */
export function hashOf(remembered: ReadonlyMap<string, Remembered>): Promise<string> {
  return stateHashOf(new Map([...remembered].map(([pub_id, { memory }]) => [pub_id, memory])));
}

/** The study days on which anything was answered. */
export function studiedDays(remembered: Iterable<Remembered>, timezone: string): Set<string> {
  const days = new Set<string>();
  for (const { history } of remembered) for (const { at } of history) days.add(studyDayOf(at, timezone));
  return days;
}
