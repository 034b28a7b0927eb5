import type { NewStudyQuestion, StudyChoice, StudyState } from '@seodang/contract/study-bank.ts';
import { type QuestionKind, writtenKey } from '@seodang/recall';

type Fault = { pointer: string; message: string };
export type Content = {
  state: StudyState;
  kind: QuestionKind;
  body: string;
  choices: readonly StudyChoice[];
  keys: readonly (readonly string[])[];
};

const isChoice = (kind: QuestionKind) => kind === 'single' || kind === 'multiple';

/** What is wrong with a question as a whole. A draft may be unfinished, but never contradict itself. */
export function faultsOf(question: Content): Fault[] {
  const faults = [
    ...choiceFaults(question),
    ...question.keys.flatMap((key, at) => keyFaults(question, key, at)),
  ];
  if (question.state === 'draft') return faults;
  if (question.keys.length === 0) faults.push({ pointer: '/keys', message: 'a question needs a key' });
  if (question.body.trim() === '') faults.push({ pointer: '/body', message: 'a question needs a text' });
  if (isChoice(question.kind) && question.choices.length < 2)
    faults.push({ pointer: '/choices', message: 'there is nothing to choose from' });
  return faults;
}

function choiceFaults({ kind, choices }: Content): Fault[] {
  if (!isChoice(kind) && choices.length > 0)
    return [{ pointer: '/choices', message: `${kind} has no choices` }];
  const ids = new Set(choices.map(({ id }) => id));
  return ids.size === choices.length
    ? []
    : [{ pointer: '/choices', message: 'two choices have the same id' }];
}

function keyFaults({ kind, choices }: Content, key: readonly string[], at: number): Fault[] {
  const fault = (message: string) => [{ pointer: `/keys/${at}`, message }];
  if (kind !== 'multiple' && key.length !== 1) return fault('exactly one is accepted');
  if (!isChoice(kind)) return [];
  const unknown = key.filter((one) => !choices.some(({ id }) => id === one));
  return unknown.length === 0 ? [] : fault(`there is no choice ${unknown.join(', ')}`);
}

/** Whether an answer may mean something else than before. */
export function isOtherKey(before: Content, after: Content): boolean {
  const formOf = ({ kind, keys }: Content) =>
    JSON.stringify([kind, writtenKey(kind, keys).map((key) => [...key].sort())]);
  return formOf(before) !== formOf(after);
}

/** What people see of a question; when it moves, there is another revision. */
export const contentNames = ['subject', 'kind', 'body', 'choices', 'keys', 'explanation'] as const;

/** As it is stored: defaults for what is not given. */
export function wholeOf(given: Omit<NewStudyQuestion, 'study_topic_id'>) {
  return {
    ...{ state: 'draft' as const, subject: '', kind: 'single' as const, body: '', explanation: '' },
    ...{ choices: [], keys: [], tags: [], frequency: 0, variant_group: null },
    ...given,
  };
}
