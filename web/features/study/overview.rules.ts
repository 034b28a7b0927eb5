import {
  forecastOf,
  knownOf,
  passes,
  retrievabilityOf,
  streakOf,
  studyDayOf,
  type Tally,
  weakestFirst,
} from '@seodang/recall';
import { type Answered, type Remembered, studiedDays } from './memory.rules.ts';
import type { Question } from './round.rules.ts';

/** A question with what is remembered of it. */
export type Known = { readonly question: Question; readonly remembered: Remembered | undefined };
export type Recalled = { readonly question: Question; readonly remembered: Remembered };

export type TopicLoad = {
  id: number;
  title: string;
  questions: number;
  due: number;
  wrong: number;
  is_frequent: boolean;
};

export type Today = {
  today: string;
  due_count: number;
  streak: number;
  forecast: { day: string; due: number }[];
  /** The predicted share that is known today, guessing taken off; null before the first answer. */
  retention: number | null;
  topics: TopicLoad[];
};

const isRecalled = (one: Known): one is Recalled => one.remembered !== undefined;

export const isDue = ({ remembered }: Known, today: string) =>
  remembered !== undefined && remembered.memory.due_day <= today;

/** What is due, by topic and in the next days, and how far the student has come; of questions that may be asked. */
export function todayOf(all: readonly Known[], now: number, timezone: string): Today {
  const today = studyDayOf(now, timezone);
  const open = all.filter(({ question }) => question.is_open);
  const asked = open.filter(isRecalled);
  const days = Map.groupBy(asked, ({ remembered }) => remembered.memory.due_day);
  const counts = new Map([...days].map(([day, list]) => [day, list.length]));
  const everything = all.filter(isRecalled).map(({ remembered }) => remembered);
  return {
    today,
    due_count: asked.filter((one) => isDue(one, today)).length,
    streak: streakOf(studiedDays(everything, timezone), today),
    forecast: forecastOf(counts, today),
    retention: asked.length === 0 ? null : average(asked.map((one) => chanceOf(one, today))),
    topics: topicsOf(open, today),
  };
}

function chanceOf({ question, remembered }: Recalled, today: string): number {
  const right = retrievabilityOf(remembered.scheduler, remembered.memory, today);
  return knownOf(right, { kind: question.kind, choices: question.choices.length });
}

const average = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

function topicsOf(open: readonly Known[], today: string): TopicLoad[] {
  const topics = Map.groupBy(open, ({ question }) => question.study_topic_id);
  const loads = [...topics].map(([id, list]) => ({
    ...{ id, title: list[0]?.question.topic_title ?? '', questions: list.length },
    due: list.filter((one) => isDue(one, today)).length,
    wrong: list.filter(({ remembered }) => remembered && !remembered.last_passed).length,
    is_frequent: list.some(({ question }) => question.frequency > 0),
  }));
  return loads.sort((a, b) => b.due - a.due || a.title.localeCompare(b.title) || a.id - b.id);
}

function talliesOf(all: readonly Recalled[], namesOf: (question: Question) => readonly string[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { question, remembered } of all)
    for (const name of namesOf(question)) {
      const tally = tallies.get(name) ?? { name, attempts: 0, passed: 0, chronic: 0 };
      tally.attempts += remembered.history.length;
      tally.passed += remembered.history.filter(passes).length;
      tally.chronic += remembered.is_chronic ? 1 : 0;
      tallies.set(name, tally);
    }
  return [...tallies.values()];
}

/** Subjects and tags, surely weak ones first. */
export function weakOf(all: readonly Known[]) {
  const recalled = all.filter(isRecalled);
  return {
    subjects: weakestFirst(talliesOf(recalled, ({ subject }) => (subject === '' ? [] : [subject]))),
    tags: weakestFirst(talliesOf(recalled, ({ tags }) => tags)),
  };
}

export type Note = Recalled & { readonly last: Answered; readonly fails: number };

/** What was failed on these study days, the latest failure first; questions that may still be asked. */
export function notesOf(
  all: readonly Known[],
  timezone: string,
  range: { topic?: number | undefined; from?: string | undefined; to?: string | undefined } = {},
): Note[] {
  const { topic, from = '', to = '9999-12-31' } = range;
  const inRange = ({ at }: Answered) => {
    const day = studyDayOf(at, timezone);
    return from <= day && day <= to;
  };
  return all
    .filter(isRecalled)
    .filter(({ question }) => question.is_open && (topic === undefined || question.study_topic_id === topic))
    .flatMap((one) => {
      const failed = one.remembered.history.filter((attempt) => !passes(attempt));
      const last = failed.findLast(inRange);
      return last ? [{ ...one, last, fails: failed.length }] : [];
    })
    .sort((a, b) => b.last.at - a.last.at || a.question.id - b.question.id);
}
