import type { RiskRankingQuery } from '@seodang/contract/progress-ranking.ts';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import { riskModel } from './ranking.model.ts';
import * as queries from './ranking.queries.ts';
import { chanceOf, type RiskFacts, reasonsOf, riskFacts } from './ranking.rules.ts';
import { listOfLecture } from './recompute.queries.ts';

const rankLecture = { name: 'progress.rank', payload: z.strictObject({ lecture_id: z.int() }) };

/** The students of these lectures are ranked again soon; what comes until then is folded. */
export async function rankSoon(tx: Tx, lectureIds: Iterable<number>): Promise<void> {
  for (const lecture_id of new Set(lectureIds))
    await enqueue(tx, rankLecture, { lecture_id }, { key: `${lecture_id}`, queue: 'progress.rank' });
}

/** A new day makes everybody a day longer idle. */
export async function rankAllSoon(tx: Tx): Promise<void> {
  await rankSoon(tx, await queries.listTaken(tx));
}

async function rank(scope: Scope, lecture_id: number): Promise<void> {
  await scope.tx(async (tx, scope) => {
    const today = dayIn((await findAcademy(tx)).timezone, scope.now);
    const known = await queries.factsOf(tx, await listOfLecture(tx, lecture_id), today, scope.now);
    const ranked = known.map(({ enrollment_id, ...row }) => {
      const facts = Object.fromEntries(riskFacts.map((fact) => [fact, row[fact]])) as RiskFacts;
      return { enrollment_id, lecture_id, facts, chance: chanceOf(riskModel, facts) };
    });
    await queries.keepRanks(tx, lecture_id, riskModel.version, ranked, scope.now);
    await publish(tx, 'risk-ranking', { lecture_id });
  });
}

export const rankingTasks: readonly Task[] = [
  defineTask({ ...rankLecture, run: (scope, { lecture_id }) => rank(scope, lecture_id) }) as Task,
];

/** Students in the lectures that the caller works in, those first who are most likely to fall behind, and why. */
export function listRiskRanking(scope: Scope, query: RiskRankingQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const { count, rows } = await queries.listRanks(tx, scope, query);
    const results = rows.map(({ facts, chance, ...row }) => ({
      ...row,
      chance: Math.round(chance * 1000) / 1000,
      reasons: reasonsOf(riskModel, facts as RiskFacts),
    }));
    return toPage(url, query, count, results);
  });
}
