import { OPEN_END } from '@seodang/contract/progress-policies.ts';
import type { PolicyDraft, Version } from './policy.queries.ts';

/** The numbers of a policy, in the order in which they are shown. */
export const numbers = [
  ...([
    'video_required_rate',
    'exam_pass_score',
    'exam_start_session_order',
    'exam_end_session_order',
  ] as const),
  ...(['homework_pass_score', 'homework_start_session_order', 'homework_end_session_order'] as const),
  ...(['warning_after', 'danger_after', 'low_score_warning_after', 'low_score_danger_after'] as const),
  'grace_days',
] as const;
export type NumberRule = (typeof numbers)[number];
export type Values = Record<NumberRule | 'homework_pass_type' | 'effective_on' | 'note', string>;

const ends = new Set<NumberRule>(['exam_end_session_order', 'homework_end_session_order']);

/** A version as the texts of a form; a range without an end is empty there. */
export function valuesOf(version: Version, effective_on: string): Values {
  const texts = numbers.map((name) => [
    name,
    ends.has(name) && version[name] === OPEN_END ? '' : String(version[name]),
  ]);
  const { homework_pass_type } = version;
  return { ...(Object.fromEntries(texts) as Values), homework_pass_type, effective_on, note: '' };
}

/** The names of the fields in which there is no number. */
export function unreadable(values: Values): NumberRule[] {
  return numbers.filter(
    (name) =>
      !/^\d+(\.\d{1,2})?$/.test(values[name].trim()) && !(ends.has(name) && values[name].trim() === ''),
  );
}

export function draftOf(values: Values, base_version: number): PolicyDraft {
  const read = numbers.map((name) => [name, values[name].trim() === '' ? OPEN_END : Number(values[name])]);
  return {
    ...(Object.fromEntries(read) as Record<NumberRule, number>),
    homework_pass_type: values.homework_pass_type as PolicyDraft['homework_pass_type'],
    effective_on: values.effective_on || null,
    note: values.note,
    base_version,
  };
}

type Rule = NumberRule | 'homework_pass_type';
type Rules = Pick<PolicyDraft, Rule>;

/** Which rules two policies do not have in common. */
export const changedRules = (before: Rules, after: Rules): Rule[] =>
  ([...numbers, 'homework_pass_type'] as const).filter((name) => before[name] !== after[name]);
