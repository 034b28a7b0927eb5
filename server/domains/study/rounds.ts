import type { JoinedStudyRound, SharedStudyRound, ShareStudyRound } from '@seodang/contract/study-rounds.ts';
import { publish } from '#core/live.ts';
import { found } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { storable } from './ingest.rules.ts';
import * as queries from './rounds.queries.ts';
import { mustBeStudent } from './topics.ts';

/**
 * Tells the student's other devices of a round, or that it has ended. What it asks stays as it was told first; a round
 * that has ended stays ended, which the reply says.
 */
export function shareRound(scope: Scope, round: ShareStudyRound): Promise<SharedStudyRound> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const begun_at = storable(round.begun_at);
    const row = await queries.putRound(tx, student_id, { ...round, begun_at }, scope.now);
    await queries.dropOldRounds(tx, student_id, scope.now);
    await publish(tx, 'study', { user_id: userOf(scope).user_id });
    return toRound(row);
  });
}

/** Lets a device go on with a round that is open, and tells the others, which send what they have; 404 for any other. */
export function joinRound(scope: Scope, uuid: string): Promise<JoinedStudyRound> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const row = found(await queries.addDevice(tx, student_id, uuid));
    await publish(tx, 'study', { user_id: userOf(scope).user_id });
    return { ...toRound(row), first_seq: (row.devices - 1) * queries.PLACES };
  });
}

type Row = Awaited<ReturnType<typeof queries.putRound>>;

function toRound({ uuid, quiz_mode: mode, pub_ids, reshuffled, skipped, seed, begun_at, ended_at }: Row) {
  return { uuid, mode, pub_ids, reshuffled, skipped, seed, begun_at, is_open: ended_at === null };
}
