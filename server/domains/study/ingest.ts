import type { IngestAnswer, IngestAttempt, IngestBody } from '@seodang/contract/study-ingest.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { type Delivered, findArrival, type KnownQuestion } from './arrival.queries.ts';
import { hashOf, isSameAttempt, placedInTime, skewOf, storable } from './ingest.rules.ts';
import { schedulersWith } from './memory.ts';
import type { Waiting } from './take-in.queries.ts';
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
    const uuid = body.client_session_uuid.toLowerCase();
    const attempts = onceEach(body.attempts);
    const body_hash = hashOf(attempts);
    const skew_ms = skewOf(body.sent_at, scope.now);
    const placed = attempts.map((attempt) => placedIn({ uuid, skew_ms, received_at: scope.now }, attempt));
    const asked = placed.map((one) => ({ pub_id: one.pub_id, at: isNothing(one) ? null : one.at }));
    const arrival = await findArrival(tx, student_id, { uuid, body_hash, asked });
    if (arrival.answer) return reviveAnswer({ ...arrival.answer, status: 'already_ingested' });
    const fresh = undelivered(arrival.delivered, placed);
    const sorted = sortOut(openTo(student_id, arrival.questions), fresh);
    const taken = judged(sorted.open);
    const answer: IngestAnswer = {
      client_session_uuid: uuid,
      status: fresh.length === 0 ? 'already_ingested' : 'ingested',
      ...{ skew_ms, quiz_session_ids: [], not_attempts: sorted.not_attempts },
      attempts: taken.map(({ question: { pub_id }, ...one }) => ({ ...one, pub_id })).map(toTaken),
      quarantined: sorted.waiting.map(({ seq, pub_id }) => ({ seq, pub_id })),
    };
    const { device, app_version } = body;
    const known = {
      schedulers: schedulersWith(arrival.weights),
      histories: arrival.histories,
      isFirst: arrival.delivered.length === 0 && taken.length === sorted.open.length,
      failing: arrival.failing,
    };
    const { timezone } = arrival;
    const whose = { student_id, user_id, source: 'viewer' as const, timezone, now: scope.now };
    const quiz_session_ids = await takeIn(tx, { ...whose, device, app_version, known }, taken, {
      waiting: sorted.waiting,
      delivery: (quiz_session_ids) => ({
        ...{ uuid, body_hash, received_at: scope.now },
        answer: { ...answer, quiz_session_ids: [...quiz_session_ids] },
      }),
      news: fresh.length > 0 ? { user_id } : undefined,
    });
    return { ...answer, quiz_session_ids };
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

function undelivered(before: readonly Delivered[], attempts: readonly Waiting[]): Waiting[] {
  const delivered = new Map(before.map((one) => [one.seq, one]));
  const isOther = (one: Waiting) => {
    const before = delivered.get(one.seq);
    return before !== undefined && !isSameAttempt(before, one);
  };
  const conflict = attempts.find(isOther);
  if (conflict) refuse('uuid_reused', { seq: conflict.seq });
  return attempts.filter(({ seq }) => !delivered.has(seq));
}

type Arrival = { uuid: string; skew_ms: number; received_at: Date };

/** An attempt as it is kept, by our clock. */
function placedIn({ uuid, skew_ms, received_at }: Arrival, attempt: IngestAttempt): Waiting {
  const { seq, selected, unsure, elapsed_ms, answered_at } = attempt;
  return {
    ...{ uuid, seq, pub_id: attempt.pub_id.toLowerCase(), selected, unsure, elapsed_ms, received_at },
    answered_at: storable(answered_at),
    ...placedInTime(answered_at, skew_ms, received_at),
  };
}

const isNothing = ({ selected, unsure }: Pick<Waiting, 'selected' | 'unsure'>) =>
  selected.length === 0 && !unsure;

/** What can be taken in, what has to wait for its question, and what is no attempt. */
function sortOut(known: ReadonlyMap<string, KnownQuestion>, fresh: readonly Waiting[]) {
  const open: Taken[] = [];
  const waiting: Waiting[] = [];
  const not_attempts: number[] = [];
  for (const placed of fresh) {
    const { pub_id, ...one } = placed;
    const question = known.get(pub_id);
    if (isNothing(placed)) not_attempts.push(placed.seq);
    else if (question) open.push({ ...one, question });
    else waiting.push(placed);
  }
  return { open, waiting, not_attempts };
}

/** The questions that this student may be asked now; a question of somebody else's own refuses everything. */
export function openTo(student_id: number, known: readonly KnownQuestion[]): Map<string, KnownQuestion> {
  if (known.some((row) => row.student_id !== null && row.student_id !== student_id))
    refuse('mixed_principals');
  return new Map(known.filter((row) => row.is_open && row.is_own).map((row) => [row.pub_id, row]));
}
