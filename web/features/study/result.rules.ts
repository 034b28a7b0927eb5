import { type Label, labelOf } from '@seodang/recall';
import type { Remembered } from './memory.rules.ts';
import { countedOf, type Given, type Question, type Round } from './round.rules.ts';

export type ResultLine = {
  question: Question;
  given: Given;
  label: Label | undefined;
  due_day: string | undefined;
  is_chronic: boolean;
};

type Known = { questions: ReadonlyMap<string, Question>; remembered: ReadonlyMap<string, Remembered> };

/** What a round changed about each question by the first answer to it, in the order of the answers. */
export function resultOf(round: Round, { questions, remembered }: Known): ResultLine[] {
  return countedOf(round).flatMap((given): ResultLine[] => {
    const question = questions.get(given.pub_id);
    const known = remembered.get(given.pub_id);
    if (!question) return [];
    const history = known?.history.filter(
      ({ quiz_session, seq }) => quiz_session !== round.uuid || seq === given.seq,
    );
    const label = history && labelOf(history, round.uuid)?.label;
    return [
      { question, given, label, due_day: known?.memory.due_day, is_chronic: known?.is_chronic ?? false },
    ];
  });
}
