import { AttendanceStatus } from '@seodang/contract/attendance.ts';
import { audit } from '#core/audit.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachClassSession } from './access.ts';
import { lockAttendance, writeAttendance } from './attendance.queries.ts';
import { UNDO_SECONDS } from './attendance.rules.ts';
import { closeBatch, lockBatch } from './attendance-batch.queries.ts';
import { tellMarks } from './attendance-marks.ts';

/**
 * Takes a batch back as a whole: every row gets the state of before, or none does. `undo_conflict` names the
 * students who were marked again since; after ten minutes, or a second time, it is `undo_expired`.
 */
export function undoMarks(scope: Scope, batch_id: number): Promise<{ restored: number }> {
  return scope.tx(async (tx, scope) => {
    const batch = found(await lockBatch(tx, batch_id));
    await mustTeachClassSession(tx, scope, batch.session_id);
    const age = scope.now.getTime() - batch.created_at.getTime();
    if (batch.undone_at || age > UNDO_SECONDS * 1000) refuse('undo_expired');

    const rows = await lockAttendance(
      tx,
      batch.changes.map(({ attendance_id }) => attendance_id),
    );
    const pairs = batch.changes.map((change) => ({
      change,
      row: rows.find(({ id }) => id === change.attendance_id),
    }));
    const changed = pairs.flatMap(({ row, change }) =>
      row && row.version !== change.version
        ? [{ attendance_id: row.id, student_name: row.student_name }]
        : [],
    );
    if (changed.length > 0) refuse('undo_conflict', { changed });

    const marks = pairs.flatMap(({ row, change }) =>
      row
        ? [
            {
              row,
              written: { ...change.before, id: row.id, status: AttendanceStatus.parse(change.before.status) },
            },
          ]
        : [],
    );
    await writeAttendance(
      tx,
      marks.map(({ written }) => written),
    );
    await closeBatch(tx, batch_id, scope.now);
    await tellMarks(tx, scope, marks, null);
    await audit(tx, scope, {
      action: 'attendance.undo',
      subject_type: 'attendance_batch',
      subject_id: batch_id,
      before: marks.map(({ row }) => ({ attendance_id: row.id, status: row.status })),
      after: marks.map(({ written }) => ({ attendance_id: written.id, status: written.status })),
    });
    return { restored: marks.length };
  });
}
