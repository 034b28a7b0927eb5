import type { Quiz, QuizAnswer, QuizQuestion } from '@seodang/contract/study-quiz.ts';
import { randomOf } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import { type AskedRow, listAsked, listRevisions } from './asked.queries.ts';
import { listHistories } from './attempts.queries.ts';
import { type Finalized, summarise } from './finalize.ts';
import { type AnswerRow, listAnswers, type QuizRow } from './quiz.queries.ts';

/** A quiz session as people see it: each question as it was when it was asked, keys only of what is answered. */
export async function showQuiz(
  tx: Tx,
  quiz: QuizRow,
  timezone: string,
  /** Of a quiz session that has just ended: nothing can have come since. */
  ended?: Finalized,
): Promise<Quiz> {
  const questions = new Map((await asAsked(tx, quiz)).map((one) => [one.id, one]));
  const answers = await listAnswers(tx, quiz.student_id, quiz.uuid, quiz.id);
  const standing = new Map(
    answers.filter(({ undone_at }) => undone_at === null).map((one) => [one.study_question_id, one]),
  );
  const shown = quiz.question_ids.flatMap((id, place) => {
    const question = questions.get(id);
    return question ? [toQuestion(quiz, question, place, standing.get(id))] : [];
  });
  const current = quiz.summary && (ended ?? (await currentSummary(tx, quiz, [...standing.keys()], timezone)));
  return { ...asItStands(quiz), questions: shown, summary_current: current };
}

/** What came of a round that goes on is kept as if it had ended, but nobody has ended it yet. */
export function asItStands(quiz: QuizRow): QuizRow {
  if (!quiz.goes_on) return quiz;
  return { ...quiz, status: 'in_progress', finished_at: null, finalized_at: null, summary: null };
}

async function currentSummary(tx: Tx, quiz: QuizRow, answered: readonly number[], timezone: string) {
  const histories = await listHistories(tx, quiz.student_id, answered);
  return summarise(tx, { ...quiz, timezone }, histories);
}

/** Its questions with the content of the revisions that it asked. */
async function asAsked(tx: Tx, { question_ids, revisions }: QuizRow): Promise<AskedRow[]> {
  const rows = await listAsked(tx, question_ids);
  const revisionOf = new Map(question_ids.map((id, place) => [id, revisions[place]]));
  const replaced = rows.flatMap(({ id, revision }) => {
    const asked = revisionOf.get(id) ?? revision;
    return asked === revision ? [] : [{ id, revision: asked }];
  });
  if (replaced.length === 0) return rows;
  const contents = new Map(
    (await listRevisions(tx, replaced)).map((one) => [one.study_question_id, one.content]),
  );
  // Answers are judged by the key of today, so that is what is shown.
  return rows.map((row) => {
    const revision = revisionOf.get(row.id) ?? row.revision;
    return { ...row, ...contents.get(row.id), keys: row.keys, revision };
  });
}

function toQuestion(
  quiz: QuizRow,
  question: AskedRow,
  place: number,
  answer: AnswerRow | undefined,
): QuizQuestion {
  const isReshuffled = quiz.reshuffled_ids.includes(question.id);
  return {
    ...question,
    choices: isReshuffled ? shuffled(question.choices, quiz.seed + question.id) : question.choices,
    answer: answer ? toAnswer(question, answer, place + 1) : null,
  };
}

/** The reply to an answer, the same whenever it is asked for. */
export function toAnswer(question: AskedRow, answer: AnswerRow, cursor: number): QuizAnswer {
  const { pub_id, keys, explanation } = question;
  return { ...answer, pub_id, keys, explanation, cursor };
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
