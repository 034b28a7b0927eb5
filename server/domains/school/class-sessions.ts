import type {
  ClassSession,
  ClassSessionChange,
  ClassSessionQuery,
  NewClassSession,
} from '@seodang/contract/class-sessions.ts';
import type { PlannedSession } from '@seodang/contract/lectures.ts';
import type { Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { toClock } from '#core/calendar.rules.ts';
import { lock, type Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import {
  isStaff,
  mustSeeClassSession,
  mustSeeLecture,
  mustTeachClassSession,
  mustTeachLecture,
} from './access.ts';
import * as queries from './class-sessions.queries.ts';
import { sessionChanged } from './events.ts';
import { placeByDate } from './schedule.rules.ts';
import { openSeats } from './seats.queries.ts';

type Row = Awaited<ReturnType<typeof queries.listInOrder>>[number];

/** The class sessions of a lecture that the caller may know of; `is_open` says which of them the caller may enter. */
export function listClassSessions(
  scope: Scope,
  lecture_id: number,
  query: ClassSessionQuery,
  url: string,
): Promise<Page<ClassSession>> {
  return scope.tx(async (tx, scope) => {
    await mustSeeLecture(tx, scope, lecture_id);
    const order = orderOf(query, queries.classSessionOrders, []);
    const rows = await queries.listClassSessions(tx, lecture_id, query, order);
    const count = await queries.countClassSessions(tx, lecture_id, query);
    return toPage(url, query, count, await toClassSessions(tx, scope, rows));
  });
}

export function getClassSession(scope: Scope, id: number): Promise<ClassSession> {
  return scope.tx(async (tx, scope) => {
    await mustSeeClassSession(tx, scope, id);
    return oneOf(tx, scope, id);
  });
}

/** Adds a class session where its date belongs (or at `order`) and opens it to every ACTIVE enrollment, or to `only` these. */
export function addClassSession(
  scope: Scope,
  lecture_id: number,
  { order, ...input }: NewClassSession,
  only?: readonly number[],
): Promise<ClassSession> {
  mustEndAfterStart(input);
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, lecture_id);
    const inOrder = await lockedOrder(tx, lecture_id);
    const last = inOrder.length + 1;
    const regular = input.session_type === 'REGULAR';
    const title = input.title ?? (await defaultTitle(tx, regular ? last : undefined));
    const [id = 0] = await queries.insertClassSessions(tx, [
      {
        ...input,
        title,
        lecture_id,
        order: last,
        regular_order: regular ? last : null,
        is_personal: only !== undefined,
      },
    ]);
    await place(tx, inOrder, id, order ? order - 1 : placeByDate(inOrder, input));
    await openSeats(tx, { lecture_id, session_ids: [id], ...(only && { enrollment_ids: only }) });
    await tellChange(tx, scope, 'created', lecture_id, [id], { after: { ...input, title } });
    return oneOf(tx, scope, id);
  });
}

/** The class sessions of a new lecture. */
export async function insertPlanned(
  tx: Tx,
  scope: Scope,
  lecture_id: number,
  planned: readonly PlannedSession[],
): Promise<void> {
  const title = await titlePattern(tx);
  const rows = planned.map((one) => ({
    ...one,
    lecture_id,
    order: one.regular_order,
    title: title.replace('%s', String(one.regular_order)),
  }));
  const ids = await queries.insertClassSessions(tx, rows);
  if (ids.length === 0) return;
  await emit(tx, sessionChanged, {
    lecture_id,
    session_ids: ids,
    change: 'created',
    occurred_at: scope.now.toISOString(),
  });
}

/** Changes a class session; one that moves to another day goes to that day's place. */
export function changeClassSession(
  scope: Scope,
  id: number,
  change: ClassSessionChange,
): Promise<ClassSession> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTeachClassSession(tx, scope, id);
    const inOrder = await lockedOrder(tx, lecture_id);
    const before = found(inOrder.find((one) => one.id === id));
    const after = { ...before, ...change };
    mustEndAfterStart({ starts_at: toClock(after.starts_at), ends_at: toClock(after.ends_at) });
    const regular_order =
      after.session_type === 'REGULAR' ? (before.regular_order ?? inOrder.length + 1) : null;
    await queries.updateClassSession(tx, id, { ...change, regular_order });
    const others = inOrder.filter((one) => one.id !== id);
    const moved = after.date !== before.date && after.date !== null;
    await place(tx, others, id, moved ? placeByDate(others, after) : before.order - 1);
    await tellChange(tx, scope, 'changed', lecture_id, [id], { before: toBrief(before), after: change });
    return oneOf(tx, scope, id);
  });
}

/** Puts the class sessions into this order. The list must name each of them once: a stale one is refused. */
export function orderClassSessions(
  scope: Scope,
  lecture_id: number,
  session_ids: number[],
): Promise<{ sessions: ClassSession[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, lecture_id);
    const before = (await lockedOrder(tx, lecture_id)).map(({ id }) => id);
    if (session_ids.length !== before.length || before.some((id) => !session_ids.includes(id)))
      refuse('conflict', { session_ids: before });
    const moved = await queries.renumber(tx, session_ids, await titlePattern(tx));
    if (moved.length > 0)
      await tellChange(tx, scope, 'changed', lecture_id, moved, { before, after: session_ids });
    return { sessions: await toClassSessions(tx, scope, await queries.listInOrder(tx, lecture_id)) };
  });
}

/** Puts a class session away; what it held stays. Refused while students are marked in it. */
export function deleteClassSession(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, title } = await mustTeachClassSession(tx, scope, id);
    const inOrder = await lockedOrder(tx, lecture_id);
    const marked = await queries.countMarked(tx, id);
    if (marked > 0) refuse('in_use', { marked });
    await queries.updateClassSession(tx, id, { deleted_at: scope.now });
    const rest = inOrder.filter((one) => one.id !== id).map((one) => one.id);
    await queries.renumber(tx, rest, await titlePattern(tx));
    await tellChange(tx, scope, 'deleted', lecture_id, [id], { before: { title } });
  });
}

/** Brings a deleted class session back to its place by date; one of single students stays theirs, who kept their seats. */
export function restoreClassSession(scope: Scope, id: number): Promise<ClassSession> {
  return scope.tx(async (tx, scope) => {
    const gone = found(await queries.findAnyClassSession(tx, id));
    await mustTeachLecture(tx, scope, gone.lecture_id);
    const inOrder = await lockedOrder(tx, gone.lecture_id);
    if (inOrder.some((one) => one.id === id)) return oneOf(tx, scope, id);
    const last = inOrder.length + 1;
    await queries.updateClassSession(tx, id, {
      deleted_at: null,
      order: last,
      regular_order: gone.session_type === 'REGULAR' ? last : null,
    });
    await place(tx, inOrder, id, placeByDate(inOrder, gone));
    if (!gone.is_personal) await openSeats(tx, { lecture_id: gone.lecture_id, session_ids: [id] });
    await tellChange(tx, scope, 'created', gone.lecture_id, [id], { after: toBrief(gone) });
    return oneOf(tx, scope, id);
  });
}

/** Whoever adds, moves or enrolls waits here, so that numbers have no gaps and nobody misses a class session. */
async function lockedOrder(tx: Tx, lecture_id: number): Promise<Row[]> {
  await lock(tx, 'lecture', lecture_id);
  return queries.listInOrder(tx, lecture_id);
}

async function place(tx: Tx, others: readonly Row[], id: number, index: number): Promise<void> {
  const ids = others.map((one) => one.id);
  ids.splice(index, 0, id);
  await queries.renumber(tx, ids, await titlePattern(tx));
}

async function tellChange(
  tx: Tx,
  scope: Scope,
  change: 'created' | 'changed' | 'deleted',
  lecture_id: number,
  session_ids: number[],
  facts: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, {
    action: `class_session.${change}`,
    subject_type: session_ids.length === 1 ? 'class_session' : 'lecture',
    subject_id: (session_ids.length === 1 ? session_ids[0] : lecture_id) ?? null,
    ...facts,
  });
  await emit(tx, sessionChanged, { lecture_id, session_ids, change, occurred_at: scope.now.toISOString() });
  await publish(tx, 'lectures', { lecture_id });
}

async function titlePattern(tx: Tx): Promise<string> {
  return (await findAcademy(tx)).locale === 'en' ? 'Session %s' : '%s차시';
}

async function defaultTitle(tx: Tx, number?: number): Promise<string> {
  if (number !== undefined) return (await titlePattern(tx)).replace('%s', String(number));
  return (await findAcademy(tx)).locale === 'en' ? 'Make-up' : '보강';
}

function mustEndAfterStart({ starts_at, ends_at }: { starts_at?: string | null; ends_at?: string | null }) {
  if (starts_at && ends_at && ends_at <= starts_at)
    refuseFields({ pointer: '/ends_at', message: 'must be after starts_at' });
}

async function oneOf(tx: Tx, scope: Scope, id: number): Promise<ClassSession> {
  const row = found(await queries.findAnyClassSession(tx, id));
  const [one] = await toClassSessions(tx, scope, [row]);
  return found(one);
}

async function toClassSessions(tx: Tx, scope: Scope, rows: readonly Row[]): Promise<ClassSession[]> {
  const [first] = rows;
  if (!first) return [];
  const open = isStaff(scope) ? undefined : await queries.listOpenTo(tx, scope, first.lecture_id);
  return rows.map((row) => toClassSession(row, open?.has(row.id) ?? true));
}

export function toClassSession(row: Row, is_open: boolean): ClassSession {
  return { ...row, starts_at: toClock(row.starts_at), ends_at: toClock(row.ends_at), is_open };
}

function toBrief({ title, date, starts_at, ends_at, session_type, order }: Row) {
  return { title, date, starts_at, ends_at, session_type, order };
}
