import type { Input, Output } from '@seodang/contract/call.ts';
import type { listExamQuestions, setExamQuestions } from '@seodang/contract/exam-questions.ts';

export type Question = Output<typeof listExamQuestions>['questions'][number];
export type QuestionInput = Input<typeof setExamQuestions>['body']['questions'][number];
export type Kind = Question['kind'];

/** A question as it is being edited. Choices have `keys`, numbers and words `text`, where `|` parts accepted answers. */
export type Draft = {
  uid: number;
  id: number | undefined;
  number: string;
  kind: Kind;
  choices: 4 | 5;
  digits: number;
  keys: readonly string[];
  text: string;
  points: string;
  key_state: Question['key_state'];
  partial: Question['partial'];
};

let uids = 0;
const newUid = () => {
  uids += 1;
  return uids;
};

export const isChoice = (kind: Kind) => kind === 'single' || kind === 'multiple';

/** What is stored, or read from a file, as it is edited. */
export function draftOf(question: QuestionInput): Draft {
  const { id, number, kind = 'single', choices, digits, keys = [], points = 1 } = question;
  return {
    uid: newUid(),
    id,
    number: String(number),
    kind,
    choices: choices === 4 ? 4 : 5,
    digits: digits ?? 3,
    keys: isChoice(kind) ? keys : [],
    text: isChoice(kind) ? '' : keys.join(' | '),
    points: String(points),
    key_state: question.key_state ?? 'keyed',
    partial: question.partial ?? 'none',
  };
}

export function storedDraft({ choices, digits, ...question }: Question): Draft {
  return draftOf({
    ...question,
    ...(choices !== null && { choices }),
    ...(digits !== null && { digits }),
  });
}

const parted = (text: string) =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter(Boolean);

/** The question on the wire. */
export function inputOf(draft: Draft): QuestionInput {
  const { id, number, kind, choices, digits, keys, text, points, key_state, partial } = draft;
  return {
    ...(id !== undefined && { id }),
    number: Number(number),
    kind,
    ...(isChoice(kind) && { choices }),
    ...(kind === 'numeric' && { digits }),
    keys: isChoice(kind) ? [...keys] : parted(text),
    key_state,
    points: Number(points),
    partial: kind === 'multiple' ? partial : 'none',
  };
}

const said = (draft: Draft) => JSON.stringify(inputOf(draft));

/** What differs from what is stored: questions that changed, and whether some came or went. */
export function changesOf(base: readonly Question[], drafts: readonly Draft[]) {
  const stored = new Map(base.map((question) => [question.id, said(storedDraft(question))]));
  const kept = drafts.filter(({ id }) => id !== undefined);
  const changed = kept.filter((draft) => stored.get(draft.id ?? 0) !== said(draft));
  const isOtherSet = kept.length !== base.length || drafts.length !== base.length;
  return { changed, isOtherSet, isDirty: isOtherSet || changed.length > 0 };
}

/** Marks of a choice with one more or one less, ascending: "1,3". */
function toggled(marks: string, mark: string): string {
  const set = new Set(marks.split(',').filter(Boolean));
  if (!set.delete(mark)) set.add(mark);
  return [...set].sort().join(',');
}

/** The key after a press on a choice; `also` accepts it beside the one that is there. */
export function pressed(draft: Draft, mark: string, also: boolean): Draft {
  if (Number(mark) > draft.choices) return draft;
  if (draft.kind === 'multiple') {
    const [first = '', ...others] = draft.keys;
    const next = toggled(first, mark);
    return { ...draft, keys: next === '' ? others : [next, ...others] };
  }
  if (!also) return { ...draft, keys: [mark] };
  return { ...draft, keys: toggled(draft.keys.join(','), mark).split(',').filter(Boolean) };
}

export const isKeyed = ({ kind, keys, text, key_state }: Draft) =>
  key_state !== 'keyed' || (isChoice(kind) ? keys.length > 0 : parted(text).length > 0);

/** More questions like the last one, numbered on. */
export function withMore(drafts: readonly Draft[], count: number): Draft[] {
  const last = drafts.at(-1);
  const from = Math.max(0, ...drafts.map(({ number }) => Number(number) || 0));
  const { kind = 'single', choices = 5, digits = 3, points = '1' } = last ?? {};
  const more = Array.from({ length: count }, (_, at) => ({
    ...draftOf({ number: from + at + 1, kind, choices, digits }),
    points,
  }));
  return [...drafts, ...more];
}

/** Points so that all together are `total`, in steps of a tenth; the last ones take what does not divide. */
export function spread(drafts: readonly Draft[], total: number): Draft[] {
  const counting = drafts.filter(({ key_state }) => key_state !== 'void');
  const tenths = Math.round(total * 10);
  const whole = tenths % 10 === 0 && total >= counting.length;
  const unit = whole ? 10 : 1;
  const each = Math.floor(tenths / unit / counting.length);
  const rest = tenths / unit - each * counting.length;
  const firstWithMore = counting.length - rest;
  const points = new Map(
    counting.map(({ uid }, at) => [uid, String(((each + (at >= firstWithMore ? 1 : 0)) * unit) / 10)]),
  );
  return drafts.map((draft) => ({ ...draft, points: points.get(draft.uid) ?? draft.points }));
}

export function totalOf(drafts: readonly Draft[]): number {
  const sum = drafts.reduce(
    (all, { key_state, points }) => all + (key_state === 'void' ? 0 : Number(points) || 0),
    0,
  );
  return Math.round(sum * 100) / 100;
}

export type Fault = 'number' | 'twice' | 'points' | 'notNumber' | 'tooLong' | 'noChoice';

/** The field of a question that a fault is in. */
export function fieldOf(fault: Fault | undefined): 'number' | 'points' | 'key' {
  if (fault === 'number' || fault === 'twice') return 'number';
  return fault === 'points' ? 'points' : 'key';
}

function faultOf(draft: Draft, isTwice: boolean): Fault | undefined {
  const { number, kind, digits, choices, keys, points } = draft;
  if (!/^\d{1,3}$/.test(number) || Number(number) < 1 || Number(number) > 500) return 'number';
  if (isTwice) return 'twice';
  if (points.trim() === '' || !(Number(points) >= 0 && Number(points) <= 1000)) return 'points';
  if (isChoice(kind) && keys.some((key) => key.split(',').some((mark) => Number(mark) > choices)))
    return 'noChoice';
  if (kind !== 'numeric') return undefined;
  const answers = inputOf(draft).keys ?? [];
  if (answers.some((key) => !/^[-+]?\d+(\.\d+)?$/.test(key))) return 'notNumber';
  return answers.some((key) => key.replace(/^0+(?=\d)/, '').length > digits && /^\d+$/.test(key))
    ? 'tooLong'
    : undefined;
}

/** What cannot be saved, by question. */
export function faultsOf(drafts: readonly Draft[]): Map<number, Fault> {
  const counts = Map.groupBy(drafts, ({ number }) => Number(number));
  return new Map(
    drafts.flatMap((draft) => {
      const fault = faultOf(draft, (counts.get(Number(draft.number))?.length ?? 0) > 1);
      return fault ? [[draft.uid, fault] as const] : [];
    }),
  );
}
