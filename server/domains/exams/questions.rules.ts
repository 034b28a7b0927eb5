import type { QuestionInput, QuestionKind } from '@seodang/contract/exam-questions.ts';
import type { FieldError } from '#core/problem.ts';

/** `null` where nothing was answered. */
type Written = string | null;

const marksOf = (text: string) => [...new Set(text.split(/[\s,;/]+/).filter(Boolean))];
const circled = '①②③④⑤';

/** ① as people type it, and 1. */
const plainDigits = (text: string) =>
  text.normalize('NFC').replace(/[①-⑤]/g, (mark) => `${circled.indexOf(mark) + 1}`);

/**
 * The written form of an answer: "3", "1,3" with ascending marks, "42" without leading zeros, a word in lower case with
 * single spaces. The same for what students answer and for keys, so that both can be compared as text. 0 is an answer.
 */
export function writtenForm(
  kind: QuestionKind,
  answer: string | number | readonly (string | number)[],
): Written {
  const text = plainDigits(Array.isArray(answer) ? answer.join(',') : String(answer));
  const written =
    kind === 'numeric'
      ? numberOf(text)
      : kind === 'short'
        ? wordsOf(text)
        : marksOf(text).sort(inOrder).join(',');
  return written === '' ? null : written;
}

/** Numbers by their size, and what is none after them. */
function inOrder(one: string, other: string): number {
  const [a, b] = [Number(one), Number(other)];
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return Number.isNaN(a) ? (one < other ? -1 : 1) : a - b;
}

/** Small letters may have a compatible form of their own, and what is left over at the ends is no part of the word. */
function wordsOf(text: string): string {
  const small = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  return small.replace(/\s+/g, ' ').trim();
}

function numberOf(text: string): string {
  const compact = text.replace(/[\s,]/g, '');
  const match = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(compact);
  if (!match) return compact;
  const [, sign, whole = '', fraction = ''] = match;
  const size = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && /[1-9]/.test(size) ? `-${size}` : size;
}

type Question = Pick<QuestionInput, 'kind' | 'keys' | 'number'> & {
  choices?: number | null;
  digits?: number | null;
};

/** Why an answer cannot be one to this question; undefined when it can. */
export function faultOf(
  { kind, choices, digits }: Omit<Question, 'keys' | 'number'>,
  written: string,
): string | undefined {
  if (kind === 'short') return undefined;
  if (kind === 'numeric') {
    if (!/^-?\d+(\.\d+)?$/.test(written)) return `${written} is not a number`;
    if (digits && /^\d+$/.test(written) && written.length > digits)
      return `${written} has more than ${digits} digits`;
    return undefined;
  }
  const marks = written.split(',');
  const wrong = marks.find((mark) => !/^[1-9]$/.test(mark) || Number(mark) > (choices ?? 5));
  if (wrong !== undefined) return `${wrong} is not one of the ${choices ?? 5} choices`;
  return undefined;
}

/** Questions as they are stored: choices and places filled in, keys in their written form. */
export function completed(input: QuestionInput) {
  const { kind, choices, digits, keys, ...rest } = input;
  return {
    ...rest,
    kind,
    choices: kind === 'single' || kind === 'multiple' ? (choices ?? 5) : null,
    digits: kind === 'numeric' ? (digits ?? 3) : null,
    keys: [...new Set(keys.flatMap((key) => writtenForm(kind, key) ?? []))],
  };
}
export type CompleteQuestion = ReturnType<typeof completed>;

/** What is wrong with a set of questions, place by place. */
export function faultsIn(questions: readonly CompleteQuestion[]): FieldError[] {
  const seen = new Set<number>();
  return questions.flatMap((question, index) => {
    const at = (field: string, message: string) => ({ pointer: `/questions/${index}/${field}`, message });
    const faults = question.keys.flatMap((key, place) => {
      const fault = faultOf(question, key);
      const severalMarks = question.kind === 'single' && key.includes(',');
      const message = severalMarks
        ? `${key} is more than one mark; give each accepted answer by itself`
        : fault;
      return message === undefined ? [] : [at(`keys/${place}`, message)];
    });
    if (seen.has(question.number)) faults.push(at('number', `${question.number} is there twice`));
    seen.add(question.number);
    if (question.partial !== 'none' && question.kind !== 'multiple')
      faults.push(at('partial', 'only for questions with several right choices'));
    return faults;
  });
}

/** What decides where bubbles are; a change of anything else leaves a printed sheet as it is. */
export function layoutOf(
  questions: readonly Pick<CompleteQuestion, 'number' | 'kind' | 'choices' | 'digits'>[],
) {
  return [...questions]
    .sort((a, b) => a.number - b.number)
    .filter(({ kind }) => kind !== 'short')
    .map(({ number, kind, choices, digits }) =>
      kind === 'numeric'
        ? { number, kind: 'numeric' as const, digits: digits ?? 3 }
        : { number, kind: 'choice' as const, choices: choices ?? 5 },
    );
}
