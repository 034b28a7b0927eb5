import type { LectureProgressQuery, RiskEvidence, RiskLogQuery } from '@seodang/contract/progress-risk.ts';
import type { z } from 'zod';
import { orderOf, toPage, withParameter } from '#core/list.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './risk.queries.ts';
import * as log from './risk-log.queries.ts';

type Evidence = z.infer<typeof RiskEvidence>;
const withEvidence = <Row extends { meta: unknown }>(row: Row) => ({ ...row, meta: row.meta as Evidence });

/** How students stand in the lectures that the caller works in; what changed last first. */
export function listLectureProgress(scope: Scope, query: LectureProgressQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.lectureProgressOrders, [
      { column: 'updated_at', direction: 'desc' },
    ]);
    const { count, rows } = await queries.listStandings(tx, scope, query, order);
    return toPage(url, query, count, rows.map(withEvidence));
  });
}

/** Every change of a level of risk, the newest first; `next` leads to what is behind. */
export async function listRiskLogs(scope: Scope, { page_size, ...query }: RiskLogQuery, url: string) {
  const order = orderOf(query, log.riskLogOrders, [{ column: 'created_at', direction: 'desc' }]);
  const rows = await scope.tx((tx, scope) =>
    log.listChanges(tx, scope, query, { order, limit: page_size + 1 }),
  );
  const results = rows.slice(0, page_size);
  const last = results.at(-1);
  return {
    next: rows.length > results.length && last ? withParameter(url, 'cursor', last.id) : null,
    results: results.map(withEvidence),
  };
}

const one = { page: 1, page_size: 1 };

/** How one student stands in a lecture that the caller works in. */
export function getLectureProgress(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const { rows } = await queries.listStandings(tx, scope, { ...one, id }, []);
    return withEvidence(found(rows[0]));
  });
}

/** One change of a level of risk, in a lecture that the caller works in. */
export function getRiskLog(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const [change] = await log.listChanges(tx, scope, { id }, { order: [], limit: 1 });
    return withEvidence(found(change));
  });
}
