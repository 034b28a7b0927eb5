import type { StartQuiz } from '@seodang/contract/study-quiz.ts';
import { type Candidate, type Choice, choose, retrievabilityOf, studyDayOf } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import { type Bank, bankOf, candidateFor, partOf, sampleOf, standInsFor } from './bank.rules.ts';
import * as queries from './choose.queries.ts';
import { schedulersFor } from './memory.ts';

export type Wished = StartQuiz & { seed: number; now: Date; timezone: string };
type Topic = { id: number; bank_version: number };

/** Copies of banks, the latest used last: reading 100,000 questions anew takes longer than everything else together. */
const banks = new Map<string, Bank>();
const MOST_BANKS = 50;

async function bankFor(tx: Tx, { id, bank_version }: Topic): Promise<Bank> {
  const name = `${tx.tenant_id}:${id}`;
  const known = banks.get(name);
  const bank = known?.version === bank_version ? known : bankOf(bank_version, await queries.listBank(tx, id));
  banks.delete(name);
  banks.set(name, bank);
  const [oldest] = banks.keys();
  if (banks.size > MOST_BANKS && oldest !== undefined) banks.delete(oldest);
  return bank;
}

/** What to ask this student; refuses with `nothing_to_ask` and the reason when there is nothing. */
export async function chooseFor(tx: Tx, student_id: number, topic: Topic, wish: Wished): Promise<Choice> {
  const bank = await bankFor(tx, topic);
  const today = studyDayOf(wish.now.getTime(), wish.timezone);
  const daily_cap = await capLeft(tx, student_id, wish, today);
  if (wish.quiz_mode === 'due' && daily_cap === 0) refuse('nothing_to_ask', { reason: 'daily_cap' });
  const candidates = await candidatesFor(tx, student_id, topic.id, bank, wish, { today, limit: daily_cap });
  const choice = choose(candidates, { ...wish, mode: wish.quiz_mode, today, daily_cap });
  if (choice.question_ids.length > 0) return choice;
  return refuse('nothing_to_ask', { reason: reasonOf(bank, wish) });
}

function reasonOf(bank: Bank, { quiz_mode, subject_filter, wrong_only }: Wished): Choice['none'] {
  const isThere = subject_filter === null ? bank.bySubject.size > 0 : bank.bySubject.has(subject_filter);
  if (!isThere) return 'no_questions';
  return quiz_mode === 'due' && !wrong_only ? 'nothing_due' : 'nothing_wrong';
}

async function candidatesFor(
  tx: Tx,
  student_id: number,
  topic_id: number,
  bank: Bank,
  wish: Wished,
  { today, limit }: { today: string; limit: number },
): Promise<Candidate[]> {
  const { quiz_mode, wrong_only, subject_filter: subject } = wish;
  if (quiz_mode === 'due') {
    return dueFor(tx, student_id, topic_id, bank, { today, subject, limit });
  }
  const isWrongOnly = wrong_only || quiz_mode === 'wrong_variants';
  const asked = isWrongOnly ? partOf(bank, await queries.listWrongIds(tx, student_id, topic_id)) : bank;
  const sample = sampleOf(asked, { ...wish, isWeighted: quiz_mode === 'frequent_focus' });
  const wrong = sample.map((one) => ({ ...one, last_passed: isWrongOnly ? false : one.last_passed }));
  return quiz_mode === 'wrong_variants' ? withVariants(tx, student_id, bank, wrong, wish.seed) : wrong;
}

/** Those drawn, with all that might be asked instead; what was not drawn is there only to stand in. */
async function withVariants(
  tx: Tx,
  student_id: number,
  bank: Bank,
  wrong: readonly Candidate[],
  seed: number,
): Promise<Candidate[]> {
  const ids = new Set(wrong.map(({ id }) => id));
  const all = standInsFor(bank, [...ids], seed);
  const rows = await queries.listRecall(
    tx,
    student_id,
    all.map(({ id }) => id),
  );
  const recall = new Map(rows.map((row) => [row.id, row]));
  return all.map((one) => {
    const { difficulty = null, last_day = null } = recall.get(one.id) ?? {};
    return { ...one, difficulty, last_day, last_passed: ids.has(one.id) ? false : null };
  });
}

/** What is due and may be asked; more is read only when much of it may not. */
async function dueFor(
  tx: Tx,
  student_id: number,
  topic_id: number,
  bank: Bank,
  { today, subject, limit }: { today: string; subject: string | null; limit: number },
): Promise<Candidate[]> {
  const schedulers = await schedulersFor(tx, student_id);
  for (let most = limit + 50; ; most *= 4) {
    const rows = await queries.listDue(tx, student_id, topic_id, { today, limit: most });
    const due = rows.flatMap((row) => {
      const question = candidateFor(bank, row.id);
      if (!question || (subject !== null && question.subject !== subject)) return [];
      const { difficulty, last_day, due_day } = row;
      return [
        {
          ...question,
          difficulty,
          last_day,
          due_day,
          retrievability: retrievabilityOf(schedulers(question.subject), row, today),
        },
      ];
    });
    if (due.length >= limit || rows.length < most) return due.slice(0, limit);
  }
}

/** How many more of what is due may be asked on this study day. */
async function capLeft(
  tx: Tx,
  student_id: number,
  { quiz_mode, daily_cap, now, timezone }: Wished,
  today: string,
): Promise<number> {
  if (quiz_mode !== 'due') return daily_cap;
  const since = new Date(now.getTime() - 26 * 3_600_000);
  const answered = await queries.listDueAnswers(tx, student_id, since);
  const todays = answered.filter((at) => studyDayOf(at.getTime(), timezone) === today);
  return Math.max(0, daily_cap - todays.length);
}
