import type { CheckedIn, Kiosk } from '@seodang/contract/kiosk.ts';
import type { Page } from '@seodang/contract/list.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { clockIn, dayIn, toClock } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { type LockedRow, lockAttendance } from './attendance.queries.ts';
import { writeMarks } from './attendance-marks.ts';
import * as queries from './kiosk.queries.ts';
import { afterMiss, classFor, isAwaited, statusAt, waitOf } from './kiosk.rules.ts';
import { hashOf, newKioskToken } from './kiosk-access.ts';
import { chosenOf } from './settings.rules.ts';

export function listKiosks(
  scope: Scope,
  query: { page: number; page_size: number },
  url: string,
): Promise<Page<Kiosk>> {
  return scope.tx(async (tx) =>
    toPage(url, query, await queries.countKiosks(tx), await queries.listKiosks(tx, query)),
  );
}

/** A new kiosk. Its token is in this answer and nowhere else: only its hash is kept. */
export function createKiosk(scope: Scope, name: string): Promise<Kiosk & { token: string; path: string }> {
  return scope.tx(async (tx, scope) => {
    const token = newKioskToken(scope.tenant_id);
    const kiosk = await queries.insertKiosk(tx, {
      name,
      token_hash: hashOf(token),
      created_by: userOf(scope).user_id,
    });
    await audit(tx, scope, {
      action: 'kiosk.create',
      subject_type: 'kiosk',
      subject_id: kiosk.id,
      after: { name },
    });
    return { ...kiosk, token, path: `/kiosk#${token}` };
  });
}

export function revokeKiosk(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const { name } = found(await queries.lockKiosk(tx, id));
    await queries.updateKiosk(tx, id, { revoked_at: scope.now });
    await audit(tx, scope, {
      action: 'kiosk.revoke',
      subject_type: 'kiosk',
      subject_id: id,
      before: { name },
    });
  });
}

export function kioskWelcome(scope: Scope): Promise<{ academy: string; name: string; locale: 'ko' | 'en' }> {
  return scope.tx(async (tx, scope) => {
    const academy = await findAcademy(tx);
    const { name } = found(await queries.lockKiosk(tx, kioskOf(scope)));
    return { academy: academy.name, name, locale: academy.locale === 'en' ? 'en' : 'ko' };
  });
}

type Refused = {
  refused: 'unknown_code' | 'ambiguous_code' | 'no_class_today' | 'too_many_requests';
  extra?: object;
};

/** Checks a student in by eight digits: present or late by the clock; who has checked in stays as they are. */
export async function checkIn(scope: Scope, code: string): Promise<CheckedIn> {
  const outcome = await scope.tx((tx, scope) => outcomeOf(tx, scope, code));
  // Refused only here, since a miss must be counted, and a refusal inside would roll that back.
  if ('refused' in outcome) refuse(outcome.refused, { ...outcome.extra });
  return outcome;
}

async function outcomeOf(tx: Tx, scope: Scope, code: string): Promise<CheckedIn | Refused> {
  const kiosk = found(await queries.lockKiosk(tx, kioskOf(scope)));
  const retry_after = waitOf(kiosk, scope.now);
  if (retry_after > 0) return { refused: 'too_many_requests', extra: { retry_after } };

  const students = await queries.listStudentsByCode(tx, code);
  if (students.length === 0) {
    await queries.updateKiosk(tx, kiosk.id, afterMiss(kiosk, scope.now));
    return { refused: 'unknown_code' };
  }
  const { timezone, settings } = await findAcademy(tx);
  const expected = await queries.listExpectedOn(tx, students, dayIn(timezone, scope.now));
  // Siblings may share a number: who has class today is meant, if it is only one of them.
  if (new Set(expected.map(({ student_id }) => student_id)).size > 1) return { refused: 'ambiguous_code' };
  const clock = clockIn(timezone, scope.now);
  const meant = classFor(expected, clock);
  if (!meant) return { refused: students.length > 1 ? 'ambiguous_code' : 'no_class_today' };

  const { late_after_minutes } = chosenOf(settings);
  const [row] = await lockAttendance(tx, [meant.attendance_id]);
  return enter(tx, scope, found(row), {
    ...meant,
    status: statusAt(meant.starts_at, clock, late_after_minutes),
  });
}

type Meant = { lecture_title: string; starts_at: string | null; status: 'PRESENT' | 'LATE' };

async function enter(tx: Tx, scope: Scope, row: LockedRow, meant: Meant): Promise<CheckedIn> {
  const common = {
    student_name: row.student_name,
    lecture_title: meant.lecture_title,
    starts_at: toClock(meant.starts_at),
  };
  if (!isAwaited(row.status))
    return { ...common, result: 'already', status: row.status, arrived_at: row.arrived_at };
  await writeMarks(tx, scope, [{ row, status: meant.status, memo: row.memo }], 0);
  await audit(tx, scope, {
    action: 'attendance.check_in',
    subject_type: 'attendance',
    subject_id: row.id,
    before: { status: row.status },
    after: { status: meant.status },
  });
  return { ...common, result: 'checked_in', status: meant.status, arrived_at: scope.now };
}

function kioskOf({ actor }: Scope): number {
  return actor.kind === 'kiosk' ? actor.kiosk_id : refuse('forbidden');
}
