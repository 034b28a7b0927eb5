import type { FamilyRequest, NewRequest, RequestStatus } from '@seodang/contract/family-requests.ts';
import type { Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { toClock } from '#core/calendar.rules.ts';
import { lock, type Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { tellFamily } from '#domains/notices/index.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import { excuse, giveSeat, type MakeUp } from './approval.ts';
import { mustBeOwnChild } from './lessons.ts';
import * as queries from './requests.queries.ts';
import { answerMessage } from './requests.rules.ts';

/** More cannot wait for an answer at once: a desk reads each of them. */
const MOST_OPEN = 10;

/** Asks about one class session of one's child; the same is not asked twice while it is open. */
export function askForChild(
  scope: Scope,
  student_id: number,
  { session_id, kind, reason }: NewRequest,
): Promise<FamilyRequest> {
  return scope.tx(async (tx, scope) => {
    await mustBeOwnChild(tx, scope, student_id);
    const seat = await queries.findSeat(tx, student_id, session_id);
    if (!seat) refuseFields({ pointer: '/session_id', message: 'is no class session of this child' });
    await lock(tx, 'family requests', student_id);
    if ((await queries.countOpen(tx, student_id)) >= MOST_OPEN)
      refuse('too_many_requests', { retry_after: 3600 });
    const { actor } = scope;
    const id = await queries.insertRequest(tx, {
      ...{ student_id, session_id, kind, reason, enrollment_id: seat.enrollment_id, asked_at: scope.now },
      asked_by: actor.kind === 'user' ? actor.user_id : null,
      link_id: actor.kind === 'family' ? actor.link_id : null,
    });
    if (id === undefined) refuse('already_exists');
    await audit(tx, scope, {
      ...{ action: 'family_request.ask', subject_type: 'family_request', subject_id: id },
      after: { student_id, session_id, kind },
    });
    return tellScreens(tx, id);
  });
}

/** Takes back what the family asked and nobody has decided. */
export function withdrawRequest(scope: Scope, id: number): Promise<FamilyRequest> {
  return scope.tx(async (tx, scope) => {
    const { student_id } = found(await queries.findRequest(tx, id));
    await mustBeOwnChild(tx, scope, student_id);
    await close(tx, id, { status: 'withdrawn' });
    await audit(tx, scope, {
      ...{ action: 'family_request.withdraw', subject_type: 'family_request', subject_id: id },
    });
    return tellScreens(tx, id);
  });
}

export function listRequests(
  scope: Scope,
  query: { status?: RequestStatus | undefined; search?: string | undefined; page: number; page_size: number },
  url: string,
): Promise<Page<FamilyRequest>> {
  return scope.tx(async (tx, scope) => {
    const count = await queries.countVisible(tx, scope, query);
    const rows = await queries.listVisible(tx, scope, query);
    return toPage(url, { ...query }, count, rows.map(toRequest));
  });
}

/** An excuse marks the attendance; a make-up gives the student a seat. The family is told, whoever asked. */
export function approveRequest(
  scope: Scope,
  id: number,
  { answer, make_up }: { answer?: string; make_up?: MakeUp },
): Promise<FamilyRequest> {
  return scope.tx(async (tx, scope) => {
    const request = await mustDecide(tx, scope, id);
    if (request.kind === 'make_up' && !make_up)
      refuseFields({ pointer: '/make_up', message: 'say which class session makes it up' });
    if (request.kind === 'excuse' && make_up)
      refuseFields({ pointer: '/make_up', message: 'an excuse has none' });
    await decide(tx, scope, id, { status: 'approved', answer: answer || null });
    if (make_up) {
      const make_up_session_id = await giveSeat(tx, scope, request, make_up);
      await queries.noteMakeUp(tx, id, make_up_session_id);
    } else {
      await excuse(tx, scope, request);
    }
    return answerFamily(tx, scope, id);
  });
}

export function refuseRequest(scope: Scope, id: number, answer: string): Promise<FamilyRequest> {
  return scope.tx(async (tx, scope) => {
    await mustDecide(tx, scope, id);
    await decide(tx, scope, id, { status: 'refused', answer });
    return answerFamily(tx, scope, id);
  });
}

async function mustDecide(tx: Tx, scope: Scope, id: number): Promise<queries.RequestRow> {
  const request = found(await queries.findRequest(tx, id));
  await mustTeachLecture(tx, scope, request.lecture_id);
  return request;
}

async function decide(
  tx: Tx,
  scope: Scope,
  id: number,
  outcome: { status: 'approved' | 'refused'; answer: string | null },
): Promise<void> {
  await close(tx, id, { ...outcome, decided_at: scope.now, decided_by: userOf(scope).user_id });
  await audit(tx, scope, {
    ...{ action: `family_request.${outcome.status}`, subject_type: 'family_request', subject_id: id },
    after: outcome,
  });
}

async function close(tx: Tx, id: number, change: Parameters<typeof queries.closeRequest>[2]): Promise<void> {
  if (await queries.closeRequest(tx, id, change)) return;
  refuse('conflict', { current: (await queries.findRequest(tx, id))?.status });
}

async function answerFamily(tx: Tx, scope: Scope, id: number): Promise<FamilyRequest> {
  const request = await tellScreens(tx, id);
  const { status, student_id } = request;
  if (status !== 'approved' && status !== 'refused') return request;
  const { name: academy, locale } = await findAcademy(tx);
  await tellFamily(tx, {
    ...{ kind: 'study', template: 'answer', dedupe_key: `request:${id}`, subject_id: id, student_id },
    text: answerMessage({ ...request, status, academy, locale }),
    ...{ runAt: scope.now, occurred_at: scope.now },
  });
  return request;
}

async function tellScreens(tx: Tx, id: number): Promise<FamilyRequest> {
  const row = found(await queries.findRequest(tx, id));
  await publish(tx, 'requests', { lecture_id: row.lecture_id, enrollment_id: row.enrollment_id });
  return toRequest(row);
}

export function toRequest({
  enrollment_id: _,
  asked_by,
  link_id,
  make_up_session_id,
  make_up_date,
  make_up_starts_at,
  ...row
}: queries.RequestRow): FamilyRequest {
  return {
    ...row,
    starts_at: toClock(row.starts_at),
    by_link: asked_by === null && link_id !== null,
    make_up:
      make_up_session_id === null
        ? null
        : { session_id: make_up_session_id, date: make_up_date, starts_at: toClock(make_up_starts_at) },
  };
}
