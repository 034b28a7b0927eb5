import { lock, type Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { setAccountsActive } from '#domains/identity/index.ts';
import { enrollmentChanged } from './events.ts';
import { sleepWithoutChildren } from './guardians.ts';
import * as queries from './import.queries.ts';
import { shown } from './import.ts';
import { recordImport } from './import-commit.ts';
import type { Snapshot, Written } from './import-preview.rules.ts';
import { changeStudent, snapshotOf } from './student-change.ts';

/** Why nothing was undone: what happened to a student since the import. */
export type Conflict = {
  student_id: number;
  name: string;
  what: 'changed' | 'removed' | 'restored' | 'enrolled' | 'attendance' | 'guardians' | 'there_again';
};
const MAX_TOLD = 20;

/**
 * Takes back exactly what the import wrote: its students go, its changes and enrollments are as before; lectures stay.
 * Refuses `undo_conflict` with `conflicts` when somebody changed any of it since, and changes nothing.
 */
export function undoImport(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const { rows } = await mustBe(tx, id, 'committed');
    const now = await studentsNow(tx, rows);
    mustAgree([...differing(rows, now, 'after'), ...(await usedSince(tx, rows))]);

    await queries.setEnrollmentStatus(tx, rows.enrollments, 'INACTIVE');
    await changeBack(tx, scope, rows, now, 'before');
    await queries.setDeleted(tx, idsOf(rows), scope.now);
    await setAccountsActive(scope, accountsOf(rows), false);
    await sleepWithoutChildren(tx, scope, rows.guardians);
    return finish(tx, scope, id, rows, 'undo');
  });
}

/**
 * Brings back what undo took away, under the same ids. Refuses `undo_conflict` when it can no longer be as it was,
 * e.g. because one of the students was added again.
 */
export function redoImport(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const { rows } = await mustBe(tx, id, 'undone');
    const now = await studentsNow(tx, rows);
    const again = (await queries.listAgain(tx, idsOf(rows))).map((one) => ({
      ...one,
      what: 'there_again' as const,
    }));
    mustAgree([...differing(rows, now, 'before'), ...again]);

    await queries.setDeleted(tx, idsOf(rows), null);
    await setAccountsActive(scope, accountsOf(rows), true);
    await setAccountsActive(scope, rows.guardians, true);
    await changeBack(tx, scope, rows, now, 'after');
    await queries.setEnrollmentStatus(tx, rows.enrollments, 'ACTIVE');
    return finish(tx, scope, id, rows, 'redo');
  });
}

async function mustBe(tx: Tx, id: number, status: queries.BatchStatus): Promise<queries.Batch> {
  await lock(tx, 'students', 'all');
  await queries.lockBatch(tx, id);
  const batch = found(await queries.findBatch(tx, id));
  return batch.status === status ? batch : refuse('conflict', { state: batch.status });
}

const idsOf = ({ created }: Written) => created.map(({ student_id }) => student_id);

/** Children under 14 sleep until their guardian agrees, import or not. */
function accountsOf({ created }: Written): number[] {
  return created.flatMap(({ user_id, after }) =>
    user_id === null || after.guardian_consent === 'waiting' ? [] : user_id,
  );
}

type Now = Map<number, Awaited<ReturnType<typeof queries.lockStudents>>[number]>;

async function studentsNow(tx: Tx, rows: Written): Promise<Now> {
  const ids = [...idsOf(rows), ...rows.changed.map(({ student_id }) => student_id)];
  return new Map((await queries.lockStudents(tx, ids)).map((row) => [row.id, row]));
}

/** Students who are not as the import (`after`), or its undoing (`before`), left them. */
function differing({ created, changed }: Written, now: Now, side: 'before' | 'after'): Conflict[] {
  const shouldBeThere = side === 'after';
  return [
    ...created.flatMap(({ student_id, after }) => differs(now, student_id, after, shouldBeThere)),
    ...changed.flatMap((one) => differs(now, one.student_id, one[side], true)),
  ];
}

function differs(now: Now, student_id: number, wanted: Snapshot, shouldBeThere: boolean): Conflict[] {
  const row = now.get(student_id);
  if (!row) return [{ student_id, name: wanted.name, what: 'removed' }];
  const isThere = row.deleted_at === null;
  if (isThere !== shouldBeThere)
    return [{ student_id, name: row.name, what: isThere ? 'restored' : 'removed' }];
  const current = snapshotOf(row);
  const isSame = Object.entries(wanted).every(([field, value]) => current[field as keyof Snapshot] === value);
  return isSame ? [] : [{ student_id, name: row.name, what: 'changed' }];
}

/** What came to hang on the imported students since: other lectures, attendance, other guardians. */
async function usedSince(tx: Tx, rows: Written): Promise<Conflict[]> {
  const own = new Set(rows.enrollments);
  const enrollments = await queries.listEnrollmentsOf(tx, idsOf(rows), rows.enrollments);
  const seats = enrollments.flatMap(({ enrollment_id, student_id, name, status, marked }): Conflict[] => {
    if (!own.has(enrollment_id) || status !== 'ACTIVE') return [{ student_id, name, what: 'enrolled' }];
    return (marked ?? 0) > 0 ? [{ student_id, name, what: 'attendance' }] : [];
  });
  const written = guardiansOf(rows.ties);
  const there = guardiansOf(await queries.listTies(tx, idsOf(rows)));
  const ties = rows.created.flatMap(({ student_id, after }): Conflict[] =>
    written.get(student_id) === there.get(student_id)
      ? []
      : [{ student_id, name: after.name, what: 'guardians' }],
  );
  return [...seats, ...ties];
}

/** The guardians of each student as one text, to compare. */
function guardiansOf(ties: Written['ties']): Map<number, string> {
  const groups = Map.groupBy(ties, ({ student_id }) => student_id);
  return new Map(
    [...groups].map(([student_id, own]) => [
      student_id,
      String(own.map(({ user_id }) => user_id).sort((a, b) => a - b)),
    ]),
  );
}

function mustAgree(conflicts: Conflict[]): void {
  if (conflicts.length === 0) return;
  refuse('undo_conflict', { conflicts: conflicts.slice(0, MAX_TOLD), count: conflicts.length });
}

async function changeBack(tx: Tx, scope: Scope, { changed }: Written, now: Now, side: 'before' | 'after') {
  for (const one of changed) {
    const row = found(now.get(one.student_id));
    await changeStudent(tx, scope, row, one[side]);
  }
}

async function finish(tx: Tx, scope: Scope, id: number, rows: Written, what: 'undo' | 'redo') {
  const isUndo = what === 'undo';
  await queries.updateBatch(tx, id, {
    status: isUndo ? 'undone' : 'committed',
    undone_at: isUndo ? scope.now : null,
  });
  await recordImport(tx, scope, what, id, rows);
  await tellEnrollments(tx, scope, rows);
  return shown(tx, scope, found(await queries.findBatch(tx, id)));
}

async function tellEnrollments(tx: Tx, scope: Scope, { enrollments }: Written): Promise<void> {
  const rows = await queries.listEnrollmentsOf(tx, [], enrollments);
  for (const [lecture_id, seats] of Map.groupBy(rows, (row) => row.lecture_id)) {
    const enrollment_ids = seats.map(({ enrollment_id }) => enrollment_id);
    const occurred_at = scope.now.toISOString();
    await emit(tx, enrollmentChanged, { lecture_id, enrollment_ids, change: 'status', occurred_at });
    await publish(tx, 'enrollments', { lecture_id });
  }
}
