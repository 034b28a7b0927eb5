import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type * as Recall from '../index.ts';
import { wallClocks } from './wall-clocks.ts';

export type Module = typeof Recall;
type Attempt = Recall.Attempt;

const KST = 'Asia/Seoul';
const DAY = 86_400_000;
/** 04:00 in Seoul on some Monday. */
const START = Date.parse('2026-03-02T04:00:00+09:00');

/** An answer as a letter: P passes, F fails, U is unsure and right, which does not pass. */
const letters = { P: ['correct', 'good'], F: ['wrong', 'again'], U: ['unsure', 'hard'] } as const;
type Letter = keyof typeof letters;

const attemptOf = (letter: Letter, at: number, quiz_session: string, seq: number): Attempt => {
  const [outcome, rating] = letters[letter];
  return { quiz_session, seq, at, outcome, rating };
};

const letter = fc.constantFrom<Letter>('P', 'F', 'U');
/** Few enough that some fall together, as clocks of two devices do. */
const moment = fc.integer({ min: 0, max: 30 }).map((n) => START + n * 18 * 3_600_000);
const attempt = fc
  .tuple(letter, moment, fc.constantFrom('a', 'b', 'c'), fc.nat(6))
  .map(([sign, at, quiz, seq]) => attemptOf(sign, at, quiz, seq));
/** Each place of a quiz session once. */
const history = fc.uniqueArray(attempt, {
  maxLength: 14,
  selector: ({ quiz_session, seq }) => `${quiz_session} ${seq}`,
});

const sorted = (attempts: readonly Attempt[]) =>
  [...attempts].sort((a, b) =>
    a.at < b.at || (a.at === b.at && `${a.quiz_session}${a.seq}` < `${b.quiz_session}${b.seq}`) ? -1 : 1,
  );
const signs = (attempts: readonly Attempt[]) =>
  attempts.map(({ outcome }) => (outcome === 'correct' ? 'P' : 'F')).join('');

/** The table of spec/05, as a table. */
function outcomes({ deriveOutcome }: Module) {
  const key = [['1'], ['2', '3']];
  const rows: [string[], boolean, ReturnType<Module['deriveOutcome']>][] = [
    [[], false, null],
    [['1'], false, { outcome: 'correct', is_correct: true, rating: 'good' }],
    [['3', '2'], false, { outcome: 'correct', is_correct: true, rating: 'good' }],
    [['2', '2', '3'], false, { outcome: 'correct', is_correct: true, rating: 'good' }],
    [['2'], false, { outcome: 'wrong', is_correct: false, rating: 'again' }],
    [['1', '2'], false, { outcome: 'wrong', is_correct: false, rating: 'again' }],
    [['1', '2', '3'], false, { outcome: 'wrong', is_correct: false, rating: 'again' }],
    [['1'], true, { outcome: 'unsure', is_correct: true, rating: 'hard' }],
    [['4'], true, { outcome: 'unsure', is_correct: false, rating: 'again' }],
    [[], true, { outcome: 'unsure', is_correct: false, rating: 'again' }],
  ];
  for (const [selected, unsure, expected] of rows)
    same(deriveOutcome(selected, unsure, key), expected, `${selected} ${unsure}`);
  same(
    deriveOutcome([], true, [[]]),
    { outcome: 'unsure', is_correct: false, rating: 'again' },
    'an empty key',
  );
}

/** The labels by what the letters look like, not by what they are made of. */
function labels({ labelOf }: Module) {
  const expected = (before: string, now: string) => {
    const all = `${before}>${now}`;
    if (/^>P/.test(all)) return 'newly_correct';
    if (/^>F/.test(all)) return 'new_wrong';
    if (/^F+>P/.test(all)) return 'newly_correct';
    if (/^F+>F/.test(all)) return 'still_failing';
    if (/P>P/.test(all)) return 'retained';
    if (/P>F/.test(all)) return 'relapsed';
    return />P/.test(all) ? 'recovered' : 'still_failing';
  };
  check(
    fc.property(history, (attempts) => {
      const ordered = sorted(attempts);
      const own = ordered.filter(({ quiz_session }) => quiz_session === 'b');
      const [first] = own;
      const result = labelOf(attempts, 'b');
      if (!first) return result === null;
      const before = signs(ordered.slice(0, ordered.indexOf(first)));
      return (
        result?.label === expected(before, signs(own.slice(-1))) && result.is_first_try === (before === '')
      );
    }),
  );
}

/** Chronic by counting from the end. */
function chronic({ isChronic }: Module) {
  check(
    fc.property(history, (attempts) => {
      const backwards = sorted(attempts).reverse();
      const days = new Set<number>();
      for (const { outcome, at } of backwards) {
        if (outcome !== 'correct') break;
        days.add(Math.floor((at - START) / DAY));
      }
      const fails = attempts.filter(({ outcome }) => outcome !== 'correct').length;
      return isChronic(attempts, KST) === (fails >= 3 && days.size < 2);
    }),
  );
  const failed = [0, 1, 2].map((n) => attemptOf('F', START + n * DAY, 'a', n));
  const passed = (hours: number[]) =>
    hours.map((h, n) => attemptOf('P', START + 3 * DAY + h * 3_600_000, 'b', n));
  same(isChronic([...failed, ...passed([20, 23])], KST), true, 'two passes of one night');
  same(isChronic([...failed, ...passed([20, 24])], KST), false, 'passes on two study days');
}

function studyDays({ studyDayOf, addDays, daysBetween }: Module) {
  same(addDays('2024-02-27', 3), '2024-03-01', 'over a leap day');
  same(daysBetween('2024-02-27', '2024-03-01'), 3, 'over a leap day');
  same(studyDayOf(Date.parse('2026-03-01T03:59:59+09:00'), KST), '2026-02-28', 'before four');
  same(studyDayOf(Date.parse('2026-03-01T04:00:00+09:00'), KST), '2026-03-01', 'at four');
  same(studyDayOf(Date.parse('2026-01-01T02:00:00+09:00'), KST), '2025-12-31', 'a new year');
  same(
    studyDayOf(Date.parse('2026-03-29T03:30:00+02:00'), 'Europe/Berlin'),
    '2026-03-28',
    'when clocks change',
  );
}

/** Order, repetition and the time zone of delivery leave no trace. */
function memories({ memoryOf, schedulerOf, retrievabilityOf }: Module) {
  const scheduler = schedulerOf();
  check(
    fc.property(history, fc.nat(), (attempts, seed) => {
      const turned = attempts.map((_, n) => attempts[(n + seed) % attempts.length] as Attempt);
      const again = [...turned.reverse(), ...attempts];
      return (
        JSON.stringify(memoryOf(scheduler, again, KST)) === JSON.stringify(memoryOf(scheduler, attempts, KST))
      );
    }),
  );
  check(
    fc.property(history, (attempts) => {
      const memory = memoryOf(scheduler, attempts, KST);
      const last = sorted(attempts).at(-1);
      if (!memory || !last) return memory === null && last === undefined;
      const fails = attempts.filter(({ rating }) => rating === 'again').length;
      return (
        memory.attempts === attempts.length &&
        memory.fails === fails &&
        memory.last_day === new Date(last.at + 5 * 3_600_000).toISOString().slice(0, 10) &&
        memory.due_day > memory.last_day &&
        retrievabilityOf(scheduler, memory, memory.last_day) === 1 &&
        retrievabilityOf(scheduler, memory, memory.due_day) < 1
      );
    }),
  );
  const passed = attemptOf('P', START, 'a', 1);
  const day = (n: number, sign: Letter) => attemptOf(sign, START + n * DAY, 'b', n);
  const due = (...attempts: Attempt[]) => memoryOf(scheduler, attempts, KST)?.due_day ?? '';
  ordered([due(passed, day(3, 'F')), due(passed, day(3, 'U')), due(passed, day(3, 'P'))]);
  const stability = (...attempts: Attempt[]) => memoryOf(scheduler, attempts, KST)?.stability ?? 0;
  same(
    stability(passed, day(3, 'P')) < stability(passed, day(10, 'P')),
    true,
    'what was known longer stays longer',
  );
  refused(() => schedulerOf({ weights: scheduler.weights.slice(1) }), 'too few weights');
  refused(
    () => schedulerOf({ weights: scheduler.weights.with(3, Number.NaN) }),
    'a weight that is no number',
  );
  for (const retention of [0.699, 0.991, 1, Number.NaN])
    refused(() => schedulerOf({ retention }), `a retention of ${retention}`);
  for (const retention of [0.7, 0.99]) same(schedulerOf({ retention }).retention, retention, 'the edges');
  same(scheduler.retention, 0.9, 'the retention that is usual');
  same(schedulerOf({ weights: scheduler.weights }).weights, scheduler.weights, 'its own weights');
}

/** Made once for the same weights, and another one for others. */
function schedulers({ schedulerOf, schedulerWith, memoryOf, ALGORITHM }: Module) {
  const own = schedulerOf().weights;
  const slower = own.with(0, (own[0] ?? 0) * 2);
  const [usual, other] = [schedulerWith(null), schedulerWith(slower)];
  same(usual.weights, own, 'those that FSRS brings');
  same(other.weights, slower, 'those that were fitted');
  same(schedulerWith(slower.with(1, 3)).weights, slower.with(1, 3), 'those of somebody else');
  same(schedulerWith(null) === usual && schedulerWith([...slower]) === other, true, 'made once');
  const failed = [attemptOf('F', START, 'a', 1)];
  const stability = (one: typeof usual) => memoryOf(one, failed, KST)?.stability ?? 0;
  same(stability(other) > stability(usual), true, 'its own weights are used');
  same(ALGORITHM, 'fsrs-6', 'the name of the algorithm');
}

/** The hash of lines that are written out here. */
async function hashes({ stateHashOf }: Module) {
  const memory = { stability: 1.234_567_890_12, difficulty: 5, attempts: 3, fails: 1 };
  const days = { last_day: '2026-11-20', due_day: '2026-11-24' };
  const known = new Map([
    ['q2', { ...memory, ...days }],
    ['q1', { ...memory, ...days, stability: 12.345_678_9, difficulty: 9.876_543_219 }],
  ]);
  const text = [
    'q1 12.345679 9.8765432 3 1 2026-11-20 2026-11-24',
    'q2 1.2345679 5.0000000 3 1 2026-11-20 2026-11-24',
  ].join('\n');
  same(await stateHashOf(known), createHash('sha256').update(text).digest('hex'), 'a state');
}

/** By time, then quiz session, then place: whichever of two comes first, the other comes last. */
function order({ compareAttempts }: Module) {
  const one = (at: number, quiz: string, seq: number) => attemptOf('P', at, quiz, seq);
  const inTurn = [one(1, 'b', 9), one(2, 'a', 2), one(2, 'a', 10), one(2, 'b', 1), one(3, 'a', 0)];
  for (const [at, a] of inTurn.entries())
    for (const [place, b] of inTurn.entries())
      same(Math.sign(compareAttempts(a, b)), Math.sign(at - place), `${at} and ${place}`);
}

function summaries({ summaryOf }: Module) {
  const at = (n: number) => START + n * DAY;
  const topic = [
    [attemptOf('P', at(9), 'now', 1)],
    [attemptOf('F', at(1), 'a', 1), attemptOf('F', at(9), 'now', 2)],
    [attemptOf('P', at(1), 'a', 2), attemptOf('U', at(9), 'now', 3)],
    [attemptOf('P', at(1), 'a', 3), attemptOf('F', at(2), 'b', 1), attemptOf('P', at(9), 'now', 4)],
    [attemptOf('P', at(1), 'a', 4), attemptOf('P', at(9), 'now', 5), attemptOf('F', at(30), 'z', 1)],
    [attemptOf('F', at(9), 'now', 6)],
    [attemptOf('F', at(1), 'a', 5), attemptOf('P', at(9), 'now', 7)],
    [attemptOf('F', at(9), 'now', 8), attemptOf('P', at(9) + 1, 'now', 9)],
    [1, 2, 3].map((n) => attemptOf('F', at(n), 'a', 10 + n)),
    [attemptOf('F', at(1), 'a', 20), attemptOf('F', at(2), 'a', 21), attemptOf('F', at(30), 'z', 2)],
    // At the same moment as the last answer, in a quiz session that comes behind.
    [attemptOf('F', at(1), 'a', 30), attemptOf('F', at(2), 'a', 31), attemptOf('F', at(9) + 1, 'z', 3)],
  ];
  same(
    summaryOf(topic, 'now', KST),
    {
      ...{ correct_count: 5, wrong_count: 2, unsure_count: 1, newly_correct_count: 3, first_try_count: 2 },
      ...{
        new_wrong_count: 1,
        still_failing_count: 1,
        retained_count: 1,
        relapsed_count: 1,
        recovered_count: 1,
      },
      chronic_remaining_count: 1,
    },
    'a summary',
  );
  check(
    fc.property(fc.array(history, { maxLength: 4 }), (histories) => {
      // A place in a quiz session belongs to one question.
      const apart = histories.map((one, n) =>
        one.map((attempt) => ({ ...attempt, seq: attempt.seq * 10 + n })),
      );
      const summary = summaryOf(apart, 'b', KST);
      const attempted = histories.filter((one) =>
        one.some(({ quiz_session }) => quiz_session === 'b'),
      ).length;
      const { correct_count, wrong_count, unsure_count, new_wrong_count, still_failing_count } = summary;
      const { newly_correct_count, retained_count, relapsed_count, recovered_count } = summary;
      const labelled = newly_correct_count + retained_count + relapsed_count + recovered_count;
      return (
        correct_count + wrong_count + unsure_count === attempted &&
        labelled + new_wrong_count + still_failing_count === attempted
      );
    }),
  );
}

/** One property for each definition, by which the tests and the mutants are judged. */
export const properties: Record<string, (module: Module) => void | Promise<void>> = {
  ...{ outcomes, studyDays, wallClocks, order, summaries, schedulers, hashes, labels, memories, chronic },
};

function check<T>(property: fc.IProperty<T>): void {
  // A mutant is to be told, not to be understood: nothing is made smaller.
  fc.assert(property, { numRuns: 200, seed: 20_261_121, endOnFailure: true });
}

function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

function ordered(values: string[]): void {
  same(values, [...new Set(values)].sort(), 'in order and different');
}

function refused(work: () => unknown, what: string): void {
  try {
    work();
  } catch (error) {
    if (error instanceof RangeError && error.message !== '') return;
  }
  throw new Error(`${what} is taken`);
}
