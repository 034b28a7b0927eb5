import type { IngestAnswer, IngestAttempt, IngestBody } from '@seodang/contract/study-ingest.ts';
import { schedulerWith } from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { lockStudent } from './attempts.queries.ts';
import * as queries from './ingest.queries.ts';
import { hashOf, isSameAttempt, placedInTime, skewOf, storable } from './ingest.rules.ts';
import { judged, type Taken, takeIn } from './take-in.ts';

export type Sender = { student_id: number; user_id: number | null };

/**
 * Takes a finished session in, however often, in whatever parts and order it is delivered: the state is that of one clean
 * delivery. The same body again gets its first answer. Refuses with `uuid_reused` when a place of the session was
 * delivered otherwise before, and with `mixed_principals`; a refusal leaves no trace.
 */
export function ingest(
  scope: Scope,
  { student_id, user_id }: Sender,
  body: IngestBody,
): Promise<IngestAnswer> {
  return scope.tx(async (tx, scope) => {
    await lockStudent(tx, student_id);
    const uuid = body.client_session_uuid.toLowerCase();
    const attempts = onceEach(body.attempts);
    const body_hash = hashOf(attempts);
    const {
      answer: first,
      delivered,
      timezone,
      weights,
    } = await queries.findArrival(tx, student_id, uuid, body_hash);
    if (first) return reviveAnswer({ ...first, status: 'already_ingested' });
    const fresh = undelivered(delivered, attempts);
    const { device, app_version } = body;
    const whose = {
      student_id,
      user_id,
      source: 'viewer' as const,
      timezone,
      now: scope.now,
      device,
      app_version,
      scheduler: schedulerWith(weights),
      isFirst: delivered.length === 0,
    };
    const skew_ms = skewOf(body.sent_at, scope.now);
    const sorted = await sortOut(tx, student_id, { uuid, skew_ms, received_at: scope.now }, fresh);
    const taken = judged(sorted.open);
    await queries.insertQuarantine(tx, student_id, sorted.waiting);
    const quiz_session_ids = await takeIn(tx, whose, taken);
    const answer: IngestAnswer = {
      client_session_uuid: uuid,
      status: fresh.length === 0 ? 'already_ingested' : 'ingested',
      ...{ skew_ms, quiz_session_ids, not_attempts: sorted.not_attempts },
      attempts: taken.map(({ question: { pub_id }, ...one }) => ({ ...one, pub_id })).map(toTaken),
      quarantined: sorted.waiting.map(({ seq, pub_id }) => ({ seq, pub_id })),
    };
    const delivery = { uuid, body_hash, answer: JSON.stringify(answer), received_at: scope.now };
    await queries.insertDelivery(tx, student_id, delivery);
    if (fresh.length > 0) await publish(tx, 'study', { user_id: user_id ?? undefined });
    return answer;
  });
}

const toTaken = ({ seq, pub_id, at, is_suspect, outcome, is_correct }: IngestAnswer['attempts'][number]) => ({
  ...{ seq, pub_id, at, is_suspect, outcome, is_correct },
});

/** As it was kept: instants are texts in JSON. */
function reviveAnswer(answer: IngestAnswer): IngestAnswer {
  return { ...answer, attempts: answer.attempts.map((one) => ({ ...one, at: new Date(one.at) })) };
}

/** A place that is there twice must say the same. */
function onceEach(attempts: readonly IngestAttempt[]): IngestAttempt[] {
  const places = new Map<number, IngestAttempt>();
  attempts.forEach((one, at) => {
    const other = places.get(one.seq);
    if (other && !isSameAttempt(other, one))
      refuseFields({ pointer: `/attempts/${at}/seq`, message: 'two attempts have the same place' });
    places.set(one.seq, one);
  });
  return [...places.values()];
}

function undelivered(
  before: readonly queries.Delivered[],
  attempts: readonly IngestAttempt[],
): IngestAttempt[] {
  const delivered = new Map(before.map((one) => [one.seq, one]));
  const isOther = (one: IngestAttempt) => {
    const before = delivered.get(one.seq);
    return before !== undefined && !isSameAttempt(before, one);
  };
  const conflict = attempts.find(isOther);
  if (conflict) refuse('uuid_reused', { seq: conflict.seq });
  return attempts.filter(({ seq }) => !delivered.has(seq));
}

type Arrival = { uuid: string; skew_ms: number; received_at: Date };

/** What can be taken in, what has to wait for its question, and what is no attempt. */
async function sortOut(tx: Tx, student_id: number, arrival: Arrival, fresh: readonly IngestAttempt[]) {
  const known = await knownQuestions(
    tx,
    student_id,
    fresh.map(({ pub_id }) => pub_id),
  );
  const open: Taken[] = [];
  const waiting: queries.Waiting[] = [];
  const not_attempts: number[] = [];
  for (const attempt of fresh) {
    const { seq, selected, unsure, elapsed_ms, answered_at } = attempt;
    if (selected.length === 0 && !unsure) {
      not_attempts.push(seq);
      continue;
    }
    const { uuid, skew_ms, received_at } = arrival;
    const raw = { uuid, seq, selected, unsure, elapsed_ms, answered_at: storable(answered_at), received_at };
    const placed = { ...raw, ...placedInTime(answered_at, skew_ms, received_at) };
    const pub_id = attempt.pub_id.toLowerCase();
    const question = known.get(pub_id);
    if (question) open.push({ ...placed, question });
    else waiting.push({ ...placed, pub_id });
  }
  return { open, waiting, not_attempts };
}

/** The questions that this student may be asked now; a question of somebody else's own refuses everything. */
export async function knownQuestions(tx: Tx, student_id: number, pub_ids: readonly string[]) {
  const rows = await queries.listKnown(tx, student_id, [...new Set(pub_ids)]);
  if (rows.some((row) => row.student_id !== null && row.student_id !== student_id))
    refuse('mixed_principals');
  const open = rows.filter((row) => row.is_open && row.is_own);
  return new Map(open.map((row) => [row.pub_id, row]));
}
