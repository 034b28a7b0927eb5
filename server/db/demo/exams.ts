import type { Tx } from '#core/db.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { changeExam, createExam, setQuestions, setReleased } from '#domains/exams/index.ts';
import { gradeAgain } from '#domains/results/index.ts';
import * as queries from './exams.queries.ts';
import type { Random } from './random.ts';
import type { Mark } from './seed.queries.ts';

const QUESTIONS = 20;
/** Class sessions with an exam; the results of the last one are still to be shown. */
export const examOrders = [3, 5, 7];
/** How likely a student is to know an answer. */
const skills = [
  [0.9, 3],
  [0.78, 4],
  [0.6, 2],
  [0.3, 1],
] as const;

type Session = { id: number; order: number };

/** The exams of past weeks, on paper, of everybody who came. */
export async function addExams(
  tx: Tx,
  scope: Scope,
  random: Random,
  { sessions, marks }: { sessions: readonly Session[]; marks: readonly Mark[] },
): Promise<void> {
  const skillOf = new Map<number, number>();
  for (const { enrollment_id } of marks)
    if (!skillOf.has(enrollment_id)) skillOf.set(enrollment_id, random.weighted(skills));
  for (const { id: session_id, order } of sessions.filter(({ order }) => examOrders.includes(order))) {
    const came = marks.filter((mark) => mark.session_id === session_id && mark.arrived_at !== null);
    const exam = await createExam(scope, {
      ...{ session_id, title: `${order}주차 테스트` },
      keys_shown: 'with_results',
    });
    const { questions } = await setQuestions(scope, exam.id, questionsOf(random));
    await changeExam(scope, exam.id, { state: 'closed' });
    const answered = came.map(({ enrollment_id }) => ({
      enrollment_id,
      answers: questions.map(({ id, keys }) => ({
        id,
        answer: answerOf(random, keys[0] ?? '1', skillOf.get(enrollment_id) ?? 0.7),
      })),
    }));
    await queries.handIn(tx, { exam_id: exam.id, user_id: userOf(scope).user_id, at: scope.now }, answered);
    await gradeAgain(scope, exam.id);
    if (order !== examOrders.at(-1)) await setReleased(tx, scope, exam.id, true);
  }
}

function questionsOf(random: Random) {
  return Array.from({ length: QUESTIONS }, (_, index) => ({
    number: index + 1,
    kind: 'single' as const,
    keys: [String(1 + random.below(5))],
    points: 100 / QUESTIONS,
    key_state: 'keyed' as const,
    partial: 'none' as const,
  }));
}

function answerOf(random: Random, key: string, skill: number): string {
  return random.next() < skill ? key : String(1 + random.below(5));
}
