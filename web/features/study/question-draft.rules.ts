import type { BankQuestion, QuestionBody } from './bank.queries.ts';

type Kind = BankQuestion['kind'];
export type Choice = BankQuestion['choices'][number];

/** A question as it is typed. */
export type QuestionDraft = {
  kind: Kind;
  subject: string;
  body: string;
  choices: readonly Choice[];
  /** Numbers of choices with commas, or a text; other accepted answers after |. */
  key: string;
  explanation: string;
  tags: string;
  frequency: string;
  variant_group: string;
};

export const isChoice = (kind: Kind) => kind === 'single' || kind === 'multiple';
const blank = (count: number): Choice[] =>
  Array.from({ length: count }, (_, at) => ({ id: String(at + 1), text: '' }));

export const emptyDraft: QuestionDraft = {
  ...{ kind: 'single', subject: '', body: '', choices: blank(5), key: '', explanation: '', tags: '' },
  ...{ frequency: '0', variant_group: '' },
};

export function draftOf(question: BankQuestion): QuestionDraft {
  const { kind, subject, body, choices, keys, explanation, tags, frequency, variant_group } = question;
  return {
    ...{ kind, subject, body, choices, explanation },
    key: keys.map((key) => key.join(', ')).join(' | '),
    tags: tags.join(', '),
    frequency: String(frequency),
    variant_group: variant_group ?? '',
  };
}

const parts = (text: string, by: string) =>
  text
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Every accepted answer, as the key field says. */
export function keysOf({ kind, key }: Pick<QuestionDraft, 'kind' | 'key'>): string[][] {
  return parts(key, '|').map((one) => (isChoice(kind) ? parts(one, ',') : [one]));
}

/** What is sent: choices that nothing was written into are left out, unless the key names them. */
export function bodyOf(draft: QuestionDraft): QuestionBody {
  const { kind, subject, body, explanation, frequency, variant_group } = draft;
  const keys = keysOf(draft);
  const named = new Set(keys.flat());
  const choices = draft.choices.filter(({ id, text }) => text.trim() !== '' || named.has(id));
  return {
    ...{ kind, subject, body, explanation, keys },
    choices: isChoice(kind) ? choices.map((one) => ({ ...one })) : [],
    tags: parts(draft.tags, ','),
    frequency: Math.max(0, Math.trunc(Number(frequency)) || 0),
    variant_group: variant_group.trim() || null,
  };
}

/** The key after its choice was pressed: of `single` it is the only one. */
export function keyAfter(draft: QuestionDraft, id: string): string {
  const [first = [], ...others] = keysOf(draft);
  if (draft.kind === 'single') return first.includes(id) ? '' : id;
  const next = first.includes(id) ? first.filter((one) => one !== id) : [...first, id].sort();
  return [next, ...others].map((key) => key.join(', ')).join(' | ');
}

export function withChoice(choices: readonly Choice[]): Choice[] {
  const id = String(Math.max(0, ...choices.map((one) => Number(one.id) || 0)) + 1);
  return [...choices, { id, text: '' }];
}
