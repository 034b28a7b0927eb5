import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { choosing } from './testing/choosing.ts';
import { equivalents } from './testing/equivalents.ts';
import { lineAt, mutantsOf } from './testing/mutate.ts';
import { type Module, properties } from './testing/properties.ts';

const here = import.meta.dirname;
const files = ['outcome', 'attempts', 'finalize', 'study-day', 'memory', 'choose', 'random'] as const;
type File = (typeof files)[number];
const sourceOf = (file: File) => readFileSync(join(here, `${file}.ts`), 'utf8');

/** What each definition would be if a hand had slipped: a text of the source, and what stands there instead. */
const mutants: [file: File, text: string, instead: string][] = [
  ['outcome', 'selected.length === 0 && !unsure', 'selected.length === 0'],
  ['outcome', 'selected.length === 0 && !unsure', 'false'],
  ['outcome', 'key.some(', 'key.every('],
  ['outcome', "is_correct ? 'hard' : 'again'", "'again'"],
  ['outcome', "is_correct ? 'hard' : 'again'", "'hard'"],
  ['outcome', "is_correct ? 'hard' : 'again'", "is_correct ? 'good' : 'again'"],
  ['outcome', "outcome: 'unsure', is_correct", "outcome: 'unsure', is_correct: false"],
  ['outcome', 'return is_correct\n', 'return !is_correct\n'],
  ['outcome', 'given.size > 0 && ', ''],
  ['outcome', 'wanted.size === given.size && ', ''],
  ['outcome', '[...wanted].every((one) => given.has(one))', 'true'],
  ['attempts', "outcome === 'correct'", "outcome !== 'wrong'"],
  ['attempts', 'return a.at - b.at', 'return b.at - a.at'],
  ['attempts', 'a.at !== b.at', 'false'],
  ['attempts', 'a.quiz_session < b.quiz_session ? -1 : 1', 'a.quiz_session < b.quiz_session ? 1 : -1'],
  ['attempts', 'a.quiz_session !== b.quiz_session', 'false'],
  ['attempts', 'a.seq - b.seq', 'b.seq - a.seq'],
  ['attempts', '[...once.values()]', '[...attempts]'],
  ['attempts', '{attempt.quiz_session} $', '{0} $'],
  ['finalize', 'findIndex(', 'findLastIndex('],
  ['finalize', 'ordered.findLast(', 'ordered.find('],
  ['finalize', 'ordered.slice(0, first)', 'ordered.slice(0, first + 1)'],
  ['finalize', 'ordered.slice(0, first)', 'ordered'],
  ['finalize', 'before.length === 0 }', 'before.length <= 1 }'],
  ['finalize', 'before.at(-1)', 'before.at(0)'],
  ['finalize', "'newly_correct' : 'new_wrong'", "'newly_correct' : 'still_failing'"],
  ['finalize', '!before.some(passes)', '!before.every(passes)'],
  ['finalize', "'newly_correct' : 'still_failing'", "'recovered' : 'still_failing'"],
  ['finalize', 'if (passes(newest))', 'if (!passes(newest))'],
  ['finalize', "'retained' : 'relapsed'", "'retained' : 'still_failing'"],
  ['finalize', "'recovered' : 'still_failing'", "'recovered' : 'relapsed'"],
  ['finalize', 'CHRONIC_FAILS = 3', 'CHRONIC_FAILS = 2'],
  ['finalize', 'CHRONIC_FAILS = 3', 'CHRONIC_FAILS = 4'],
  ['finalize', 'CURED_DAYS = 2', 'CURED_DAYS = 1'],
  ['finalize', 'CURED_DAYS = 2', 'CURED_DAYS = 3'],
  ['finalize', 'if (fails < CHRONIC_FAILS)', 'if (fails <= CHRONIC_FAILS)'],
  ['finalize', 'size < CURED_DAYS', 'size <= CURED_DAYS'],
  ['finalize', '(attempt) => !passes(attempt)) + 1', '(attempt) => !passes(attempt))'],
  ['finalize', 'findLastIndex((attempt)', 'findIndex((attempt)'],
  ['finalize', 'studyDayOf(at, timezone)', 'at'],
  ['finalize', 'compareAttempts(attempt, end) <= 0', 'true'],
  ['finalize', 'compareAttempts(attempt, end) <= 0', 'compareAttempts(attempt, end) < 0'],
  ['finalize', '.slice(-1);\n', '.slice(0, 1);\n'],
  ['finalize', "label === 'newly_correct' && is_first_try", "label === 'newly_correct'"],
  ['finalize', "label === 'newly_correct' && is_first_try", 'is_first_try'],
  ['finalize', "correct_count: came('correct')", "correct_count: came('wrong')"],
  ['finalize', "relapsed_count: labelled('relapsed')", "relapsed_count: labelled('retained')"],
  ['finalize', "recovered_count: labelled('recovered')", "recovered_count: labelled('newly_correct')"],
  ['study-day', 'DAY_STARTS_AT = 4', 'DAY_STARTS_AT = 3'],
  ['study-day', 'DAY_STARTS_AT = 4', 'DAY_STARTS_AT = 5'],
  ['study-day', '< DAY_STARTS_AT', '<= DAY_STARTS_AT'],
  ['study-day', 'addDays(date, -1)', 'date'],
  ['study-day', 'Math.floor(at', 'Math.ceil(at'],
  [
    'study-day',
    'clocks = new Map<string, Clock>()',
    'clocks = new (class extends Map<string, Clock> {\n  override get = () => [...this.values()][0];\n})()',
  ],
  ['study-day', 'timeZone: timezone', "timeZone: 'UTC'"],
  ['study-day', 'Date.parse(day) + count', 'Date.parse(day) - count'],
  ['memory', 'of inOrder(history)', 'of history'],
  ['memory', 'daysBetween(memory.last_day, day) : 0', '1 : 0'],
  ['memory', '(memory?.attempts ?? 0) + 1', '(memory?.attempts ?? 0) + 2'],
  ['memory', "(rating === 'again' ? 1 : 0)", "(rating === 'good' ? 1 : 0)"],
  ['memory', 'last_day: day,', 'last_day: memory?.last_day ?? day,'],
  ['memory', 'addDays(day, engine', 'addDays(memory?.due_day ?? day, engine'],
  ['memory', 'weights.length !== WEIGHT_COUNT || ', ''],
  ['memory', ' || !weights.every(Number.isFinite)', ''],
  ['memory', 'retention <= 0.99', 'retention <= 1'],
  ['memory', 'hard: Grades.Hard', 'hard: Grades.Good'],
  ['memory', 'hard: Grades.Hard', 'hard: Grades.Again'],
  [
    'memory',
    'daysBetween(memory.last_day, day)), memory',
    'daysBetween(memory.last_day, memory.last_day)), memory',
  ],
];

const stripped = new Map<string, string>();

/** Without types once and for all: each mutant is a package of its own, of which one file is another. */
function sourceAt(path: string): string {
  const known = stripped.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
  stripped.set(path, known);
  return known;
}

async function importing(file: File, source: string, number: number): Promise<Module> {
  const mark = `?mutant=${number}`;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const isOurs = context.parentURL?.endsWith(mark) && specifier.startsWith('./');
      if (!isOurs) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href + mark, shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.endsWith(mark)) return next(url, context);
      const path = fileURLToPath(url.slice(0, -mark.length));
      const isMutant = path.endsWith(`/${file}.ts`);
      return { format: 'module', source: isMutant ? source : sourceAt(path), shortCircuit: true };
    },
  });
  try {
    return (await import(`${join(here, 'index.ts')}${mark}`)) as Module;
  } finally {
    hooks.deregister();
  }
}

async function lives(mutant: Module, file: File): Promise<boolean> {
  const holds = [...Object.values(properties), ...Object.values(choosing)];
  const isChoice = file === 'choose' || file === 'random';
  // What is told by its own properties is told soonest.
  if (isChoice) holds.unshift(...holds.splice(Object.keys(properties).length));
  try {
    for (const one of holds) await one(mutant);
    return true;
  } catch {
    return false;
  }
}

const byHand = mutants.map(([file, text, instead]) => {
  const was = sourceOf(file);
  const source = stripTypeScriptTypes(was.replace(text, instead));
  return { file, line: lineAt(source, was.indexOf(text)), source };
});
const bySlips = files.flatMap((file) => mutantsOf(sourceOf(file)).map((mutant) => ({ file, ...mutant })));

test('every mutant made by hand changes a source that is there', () => {
  const unfound = mutants.filter(([file, text]) => !sourceOf(file).includes(text));
  expect(unfound).toEqual([]);
});

test('every mutant of these functions is told from the original, but for those that are the same', async () => {
  const survivors: string[] = [];
  for (const [number, mutant] of [...byHand, ...bySlips].entries()) {
    const module = await importing(mutant.file, mutant.source, number).catch(() => undefined);
    if (module && (await lives(module, mutant.file))) survivors.push(`${mutant.file}.ts: ${mutant.line}`);
  }
  expect(survivors).toEqual(Object.keys(equivalents));
});
