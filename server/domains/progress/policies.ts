import type {
  PolicyDraft,
  PolicyPreview,
  ProgressPolicyDetail,
  ProgressPolicyQuery,
} from '@seodang/contract/progress-policies.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import { rehearsed, type Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { resolvePassScores } from '#domains/results/index.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import * as queries from './policies.queries.ts';
import { differenceOf, faultsOf } from './policies.rules.ts';
import { recomputeLecture } from './recompute.ts';

/** The policies of the lectures that the caller works in, with what they ask in the class sessions of today. */
export function listProgressPolicies(scope: Scope, query: ProgressPolicyQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.policyOrders, [{ column: 'id', direction: 'desc' }]);
    const { count, rows } = await queries.listPolicies(tx, scope, query, order, await today(tx, scope));
    return toPage(url, query, count, rows);
  });
}

/** A policy with its history. */
export function getProgressPolicy(scope: Scope, id: number): Promise<Detail> {
  return scope.tx((tx, scope) => detailOf(tx, scope, id));
}

/** Whose verdicts a draft would change: it is published, everything is judged by it, and all of that is taken back. */
export function previewProgressPolicy(scope: Scope, id: number, draft: PolicyDraft): Promise<PolicyPreview> {
  return scope.tx(async (tx, scope) => {
    const lecture_id = await mustBeCurrent(tx, scope, id, draft);
    return rehearsed(tx, async () => {
      await recomputeLecture(scope, lecture_id);
      const before = await judgedNow(tx, lecture_id);
      await publish(tx, scope, lecture_id, draft);
      const after = await judgedNow(tx, lecture_id);
      return { ...differenceOf(before, after), messages: after.messages - before.messages };
    });
  });
}

/** A new version. Sessions before its day keep the verdicts of their time; all others are judged anew at once. */
export function publishProgressPolicy(scope: Scope, id: number, draft: PolicyDraft): Promise<Detail> {
  return scope.tx(async (tx, scope) => {
    const lecture_id = await mustBeCurrent(tx, scope, id, draft);
    const [before] = await queries.listVersions(tx, lecture_id);
    await publish(tx, scope, lecture_id, draft);
    const [after] = await queries.listVersions(tx, lecture_id);
    await audit(tx, scope, {
      action: 'progress.publish_policy',
      subject_type: 'lecture',
      subject_id: lecture_id,
      ...{ before, after },
    });
    return detailOf(tx, scope, id);
  });
}

type Instants = 'created_at' | 'updated_at' | 'versions';
type Version = Omit<ProgressPolicyDetail['versions'][number], 'published_at'> & { published_at: Date };
type Detail = Omit<ProgressPolicyDetail, Instants> & {
  created_at: Date;
  updated_at: Date;
  versions: Version[];
};

const today = async (tx: Tx, { now }: Scope) => dayIn((await findAcademy(tx)).timezone, now);

async function detailOf(tx: Tx, scope: Scope, id: number): Promise<Detail> {
  const policy = found(await queries.findPolicy(tx, scope, id, await today(tx, scope)));
  return { ...policy, versions: await queries.listVersions(tx, policy.lecture_id) };
}

/** The lecture of a policy, of which nobody else publishes a version meanwhile, and the author has seen the newest. */
async function mustBeCurrent(tx: Tx, scope: Scope, id: number, draft: PolicyDraft): Promise<number> {
  const faults = faultsOf(draft);
  if (faults.length > 0) refuseFields(...faults);
  const { lecture_id } = found(await queries.lockPolicy(tx, id));
  await mustTeachLecture(tx, scope, lecture_id);
  const [newest] = await queries.listVersions(tx, lecture_id);
  if (newest?.version !== draft.base_version) refuse('conflict');
  return lecture_id;
}

async function publish(
  tx: Tx,
  scope: Scope,
  lecture_id: number,
  { base_version, ...rules }: PolicyDraft,
): Promise<void> {
  const published_by = userOf(scope).user_id;
  const version = base_version + 1;
  await queries.insertVersion(tx, { ...rules, lecture_id, version, published_by }, scope.now);
  await resolvePassScores(scope, lecture_id, 'policy');
  await recomputeLecture(scope, lecture_id);
}

async function judgedNow(tx: Tx, lecture_id: number) {
  return {
    cells: await queries.listCells(tx, lecture_id),
    standings: await queries.listStandings(tx, lecture_id),
    messages: await queries.countQueuedNotices(tx),
  };
}
