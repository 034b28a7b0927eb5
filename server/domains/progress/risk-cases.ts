import type { RiskEvidence } from '@seodang/contract/progress-risk.ts';
import type {
  changeRiskCase as changeApi,
  addRiskContact as contactApi,
  RiskCaseQuery,
} from '@seodang/contract/risk-cases.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './risk-cases.queries.ts';

type Evidence = z.infer<typeof RiskEvidence>;
const withEvidence = <Row extends { meta: unknown }>(row: Row) => ({ ...row, meta: row.meta as Evidence });

/** Cases in the lectures that the caller works in; what is due first comes first. */
export function listRiskCases(scope: Scope, query: RiskCaseQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.caseOrders, [{ column: 'due_on', direction: 'asc' }]);
    const { count, rows } = await queries.listCases(tx, scope, query, order);
    return toPage(url, query, count, rows.map(withEvidence));
  });
}

/** A case with its evidence and everybody who was talked to. */
export function getRiskCase(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => detailOf(tx, found(await queries.findCase(tx, scope, id))));
}

async function detailOf(tx: Tx, row: queries.CaseRow) {
  const one = withEvidence(row);
  const exams = one.meta.exams ?? [];
  const titles = await queries.listExamTitles(
    tx,
    exams.map(({ exam_id }) => exam_id),
  );
  return {
    ...one,
    contacts: await queries.listContacts(tx, row.id),
    sessions: await queries.listMissed(tx, row.enrollment_id, one.meta.sessions ?? []),
    exams: exams.map(({ exam_id, ...exam }) => ({
      id: exam_id,
      title: titles.find(({ id }) => id === exam_id)?.title ?? '',
      ...exam,
    })),
    owners: await queries.listOwners(tx, row.lecture_id),
  };
}

type Change = z.output<typeof changeApi.schema.body>;

/** Gives a case to somebody, sets its date, closes it, or takes it up again while the alarm is on. */
export function changeRiskCase(scope: Scope, id: number, change: Change) {
  return scope.tx(async (tx, scope) => {
    const held = found(await queries.findCase(tx, scope, id));
    const { owner_id, outcome } = change;
    if (held.ended_at && outcome === null) refuse('case_closed');
    if (owner_id) await mustBeOwner(tx, held.lecture_id, owner_id);
    const closing = outcome && { closed_at: scope.now, closed_by: userOf(scope).user_id };
    await queries.updateCase(tx, id, {
      ...change,
      ...(outcome !== undefined && (closing || { closed_at: null, closed_by: null })),
      updated_at: scope.now,
    });
    await audit(tx, scope, {
      ...{ action: 'risk_case.change', subject_type: 'risk_case', subject_id: id },
      before: { owner_id: held.owner_id, due_on: held.due_on, outcome: held.outcome },
      after: change,
    });
    await publish(tx, 'risk-cases');
    return detailOf(tx, found(await queries.findCase(tx, scope, id)));
  });
}

async function mustBeOwner(tx: Tx, lecture_id: number, owner_id: number): Promise<void> {
  const owners = await queries.listOwners(tx, lecture_id);
  if (!owners.some((one) => one.id === owner_id))
    refuseFields({ pointer: '/owner_id', message: 'does not work in this lecture' });
}

/** Writes down who was talked to; nothing of it is changed later. */
export function addRiskContact(scope: Scope, id: number, contact: z.output<typeof contactApi.schema.body>) {
  return scope.tx(async (tx, scope) => {
    found(await queries.findCase(tx, scope, id));
    const by = { contacted_by: userOf(scope).user_id, contacted_at: scope.now };
    await queries.insertContact(tx, { ...contact, ...by, case_id: id });
    await publish(tx, 'risk-cases');
    return detailOf(tx, found(await queries.findCase(tx, scope, id)));
  });
}
