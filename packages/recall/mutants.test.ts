import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Module, properties } from './testing/properties.ts';

const here = import.meta.dirname;
/** Inside the checkout, so that the mutants find what they import. */
const nursery = join(here, '..', '..', 'test-results', `recall-mutants-${process.pid}`);
afterAll(() => rmSync(nursery, { recursive: true, force: true }));

/** What each definition would be if a hand had slipped: a text of the source, and what stands there instead. */
const mutants: [file: string, text: string, instead: string][] = [
  ['outcome.ts', 'selected.length === 0 && !unsure', 'selected.length === 0'],
  ['outcome.ts', 'selected.length === 0 && !unsure', 'false'],
  ['outcome.ts', 'key.some(', 'key.every('],
  ['outcome.ts', "is_correct ? 'hard' : 'again'", "'again'"],
  ['outcome.ts', "is_correct ? 'hard' : 'again'", "'hard'"],
  ['outcome.ts', "is_correct ? 'hard' : 'again'", "is_correct ? 'good' : 'again'"],
  ['outcome.ts', "outcome: 'unsure', is_correct", "outcome: 'unsure', is_correct: false"],
  ['outcome.ts', 'return is_correct\n', 'return !is_correct\n'],
  ['outcome.ts', 'given.size > 0 && ', ''],
  ['outcome.ts', 'wanted.size === given.size && ', ''],
  ['outcome.ts', '[...wanted].every((one) => given.has(one))', 'true'],
  ['attempts.ts', "outcome === 'correct'", "outcome !== 'wrong'"],
  ['attempts.ts', 'return a.at - b.at', 'return b.at - a.at'],
  ['attempts.ts', 'a.at !== b.at', 'false'],
  ['attempts.ts', 'a.quiz_session < b.quiz_session ? -1 : 1', 'a.quiz_session < b.quiz_session ? 1 : -1'],
  ['attempts.ts', 'a.quiz_session !== b.quiz_session', 'false'],
  ['attempts.ts', 'a.seq - b.seq', 'b.seq - a.seq'],
  ['attempts.ts', '[...once.values()]', '[...attempts]'],
  ['attempts.ts', '{attempt.quiz_session} $', '{0} $'],
  ['finalize.ts', 'findIndex(', 'findLastIndex('],
  ['finalize.ts', 'ordered.findLast(', 'ordered.find('],
  ['finalize.ts', 'ordered.slice(0, first)', 'ordered.slice(0, first + 1)'],
  ['finalize.ts', 'ordered.slice(0, first)', 'ordered'],
  ['finalize.ts', 'before.length === 0 }', 'before.length <= 1 }'],
  ['finalize.ts', 'before.at(-1)', 'before.at(0)'],
  ['finalize.ts', "'newly_correct' : 'new_wrong'", "'newly_correct' : 'still_failing'"],
  ['finalize.ts', '!before.some(passes)', '!before.every(passes)'],
  ['finalize.ts', "'newly_correct' : 'still_failing'", "'recovered' : 'still_failing'"],
  ['finalize.ts', 'if (passes(newest))', 'if (!passes(newest))'],
  ['finalize.ts', "'retained' : 'relapsed'", "'retained' : 'still_failing'"],
  ['finalize.ts', "'recovered' : 'still_failing'", "'recovered' : 'relapsed'"],
  ['finalize.ts', 'CHRONIC_FAILS = 3', 'CHRONIC_FAILS = 2'],
  ['finalize.ts', 'CHRONIC_FAILS = 3', 'CHRONIC_FAILS = 4'],
  ['finalize.ts', 'CURED_DAYS = 2', 'CURED_DAYS = 1'],
  ['finalize.ts', 'CURED_DAYS = 2', 'CURED_DAYS = 3'],
  ['finalize.ts', 'if (fails < CHRONIC_FAILS)', 'if (fails <= CHRONIC_FAILS)'],
  ['finalize.ts', 'size < CURED_DAYS', 'size <= CURED_DAYS'],
  ['finalize.ts', '(attempt) => !passes(attempt)) + 1', '(attempt) => !passes(attempt))'],
  ['finalize.ts', 'findLastIndex((attempt)', 'findIndex((attempt)'],
  ['finalize.ts', 'studyDayOf(at, timezone)', 'at'],
  ['finalize.ts', 'compareAttempts(attempt, end) <= 0', 'true'],
  ['finalize.ts', 'compareAttempts(attempt, end) <= 0', 'compareAttempts(attempt, end) < 0'],
  ['finalize.ts', '.slice(-1);\n', '.slice(0, 1);\n'],
  ['finalize.ts', "label === 'newly_correct' && is_first_try", "label === 'newly_correct'"],
  ['finalize.ts', "label === 'newly_correct' && is_first_try", 'is_first_try'],
  ['finalize.ts', "correct_count: came('correct')", "correct_count: came('wrong')"],
  ['finalize.ts', "relapsed_count: labelled('relapsed')", "relapsed_count: labelled('retained')"],
  ['finalize.ts', "recovered_count: labelled('recovered')", "recovered_count: labelled('newly_correct')"],
  ['study-day.ts', 'DAY_STARTS_AT = 4', 'DAY_STARTS_AT = 3'],
  ['study-day.ts', 'DAY_STARTS_AT = 4', 'DAY_STARTS_AT = 5'],
  ['study-day.ts', '< DAY_STARTS_AT', '<= DAY_STARTS_AT'],
  ['study-day.ts', 'addDays(date, -1)', 'date'],
  ['study-day.ts', 'timeZone: timezone', "timeZone: 'UTC'"],
  ['study-day.ts', 'Date.parse(day) + count', 'Date.parse(day) - count'],
  ['memory.ts', 'of inOrder(history)', 'of history'],
  ['memory.ts', 'daysBetween(memory.last_day, day) : 0', '1 : 0'],
  ['memory.ts', '(memory?.attempts ?? 0) + 1', '(memory?.attempts ?? 0) + 2'],
  ['memory.ts', "(rating === 'again' ? 1 : 0)", "(rating === 'good' ? 1 : 0)"],
  ['memory.ts', 'last_day: day,', 'last_day: memory?.last_day ?? day,'],
  ['memory.ts', 'addDays(day, engine', 'addDays(memory?.due_day ?? day, engine'],
  ['memory.ts', 'weights.length !== WEIGHT_COUNT || ', ''],
  ['memory.ts', ' || !weights.every(Number.isFinite)', ''],
  ['memory.ts', 'retention <= 0.99', 'retention <= 1'],
  ['memory.ts', 'hard: Grades.Hard', 'hard: Grades.Good'],
  ['memory.ts', 'hard: Grades.Hard', 'hard: Grades.Again'],
  [
    'memory.ts',
    'daysBetween(memory.last_day, day)), memory',
    'daysBetween(memory.last_day, memory.last_day)), memory',
  ],
];

test('every mutant of these functions is told from the original', async () => {
  mkdirSync(nursery, { recursive: true });
  const survivors: string[] = [];
  for (const [number, [file, text, instead]] of mutants.entries()) {
    const source = readFileSync(join(here, file), 'utf8');
    expect(source, `${file} holds what the mutant replaces`).toContain(text);
    const folder = join(nursery, String(number));
    for (const name of [
      'attempts',
      'choose',
      'finalize',
      'index',
      'memory',
      'outcome',
      'overview',
      'random',
      'study-day',
      'written',
    ])
      cpSync(join(here, `${name}.ts`), join(folder, `${name}.ts`));
    writeFileSync(join(folder, file), source.replace(text, instead));
    const mutant = (await import(join(folder, 'index.ts'))) as Module;
    if (lives(mutant)) survivors.push(`${file}: ${text} -> ${instead}`);
  }
  expect(survivors).toEqual([]);
});

function lives(mutant: Module): boolean {
  try {
    for (const holds of Object.values(properties)) holds(mutant);
    return true;
  } catch {
    return false;
  }
}
