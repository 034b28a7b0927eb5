import { inOrder, labelOf, type QuestionResult, type Summary, summaryOf } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import type { Failing } from './arrival.queries.ts';
import { findFailing, type Histories, listHistories } from './attempts.queries.ts';

export type Finalized = Summary & { results: (QuestionResult & { question_id: number })[] };
type Asked = { student_id: number; study_topic_id: number; uuid: string; timezone: string };

/**
 * What a quiz session changed, from the whole histories of the questions answered in it. Of the other questions of the
 * topic only those can be chronic that were failed three times, and only those need their history that were answered again
 * since: a student's 50,000 attempts are not read. `known` is what was read of those others already; it holds when all
 * questions that it leaves out are `touched`.
 */
export async function summarise(
  tx: Tx,
  { student_id, study_topic_id, uuid, timezone }: Asked,
  touched: Histories,
  known?: Failing,
): Promise<Finalized> {
  const end = inOrder([...touched.values()].flat().filter((one) => one.quiz_session === uuid)).at(-1)?.at;
  const { settled, later } =
    end === undefined
      ? { settled: 0, later: [] }
      : known?.last === end
        ? { settled: known.settled, later: known.later ?? [] }
        : await findFailing(tx, student_id, study_topic_id, {
            end: new Date(end),
            except: [...touched.keys()],
          });
  const histories = [...touched.values(), ...(await listHistories(tx, student_id, later)).values()];
  const summary = summaryOf(histories, uuid, timezone);
  return {
    ...summary,
    chronic_remaining_count: summary.chronic_remaining_count + settled,
    results: [...touched].flatMap(([question_id, history]) => {
      const result = labelOf(history, uuid);
      return result ? [{ question_id, ...result }] : [];
    }),
  };
}

/** The counts of a summary that the row of a quiz session has columns for. */
export function countsOf(summary: Summary) {
  const { correct_count, wrong_count, unsure_count, newly_correct_count } = summary;
  const { relapsed_count, recovered_count, chronic_remaining_count } = summary;
  return {
    ...{ correct_count, wrong_count, unsure_count, newly_correct_count },
    ...{ relapsed_count, recovered_count, chronic_remaining_count },
  };
}
