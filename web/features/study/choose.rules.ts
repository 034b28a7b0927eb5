import { type Candidate, choose, type Mode, randomOf, retrievabilityOf, studyDayOf } from '@seodang/recall';
import type { Known } from './overview.rules.ts';
import type { Question, Round } from './round.rules.ts';

/** What the student would like to be asked; without a topic from all of them. */
export type Wish = { mode: Mode; topic?: number | undefined; count: number };

function toCandidate({ question, remembered }: Known, today: string): Candidate {
  const { id, subject, frequency, tags, variant_group } = question;
  const memory = remembered?.memory;
  return {
    ...{ id, subject, frequency, tags, variant_group },
    difficulty: memory?.difficulty ?? null,
    last_day: memory?.last_day ?? null,
    last_passed: remembered?.last_passed ?? null,
    due_day: memory?.due_day ?? null,
    retrievability: remembered ? retrievabilityOf(remembered.scheduler, remembered.memory, today) : null,
  };
}

/** A new round of what the student wishes for; undefined when there is nothing to ask. */
export function roundFor(
  all: readonly Known[],
  { mode, topic, count }: Wish,
  { uuid, seed, now, timezone }: { uuid: string; seed: number; now: number; timezone: string },
): Round | undefined {
  const today = studyDayOf(now, timezone);
  const there = all.filter(
    ({ question }) => question.is_open && (topic === undefined || question.study_topic_id === topic),
  );
  const candidates = there.map((one) => toCandidate(one, today));
  const subjectOf = (one: Candidate) => ({ ...one, subject: '' });
  const choice = choose(
    // Drawn subject by subject and then cut, what is frequent would be lost again.
    mode === 'frequent_focus' ? candidates.map(subjectOf) : candidates,
    {
      ...{ mode, target_per_subject: count, daily_cap: count, seed, today },
    },
  );
  const names = new Map(there.map(({ question }) => [question.id, question.pub_id]));
  const named = (ids: readonly number[]) => ids.map((id) => names.get(id)).filter((one) => one !== undefined);
  const pub_ids = named(choice.question_ids).slice(0, count);
  if (pub_ids.length === 0) return undefined;
  const reshuffled = named(choice.reshuffled_ids);
  return {
    ...{ uuid, mode, pub_ids, reshuffled, seed, skipped: [], begun_at: now },
    ...{ finished_at: null, next_seq: 0, given: [], is_packed: false },
    ...(mode !== 'due' && pub_ids.length < count && { wanted: count }),
    ...(mode === 'wrong_variants' && { variants: variantsOf(there, pub_ids, reshuffled) }),
  };
}

/** How many of those asked are another question of the group of one that was wrong. */
function variantsOf(there: readonly Known[], pub_ids: readonly string[], reshuffled: readonly string[]) {
  const groups = there.flatMap(({ question: { variant_group }, remembered }) =>
    remembered?.last_passed === false && variant_group !== null ? [variant_group] : [],
  );
  const asked = new Set(pub_ids.filter((one) => !reshuffled.includes(one)));
  return there.filter(({ question: { pub_id, variant_group } }) => {
    return asked.has(pub_id) && variant_group !== null && groups.includes(variant_group);
  }).length;
}

/** The choices in the order in which this round shows them. */
export function choicesIn({ reshuffled, seed }: Round, { pub_id, id, choices }: Question) {
  // Of a question on paper there are only the numbers.
  if (!reshuffled.includes(pub_id) || choices.every(({ text }) => text === '')) return choices;
  const random = randomOf(seed + id);
  return choices
    .map((choice) => ({ choice, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ choice }) => choice);
}
