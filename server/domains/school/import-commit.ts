import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachLecture } from './access.ts';
import { enrollStudents } from './enrollments.ts';
import { addGuardians, type NewTie } from './guardians.ts';
import * as queries from './import.queries.ts';
import { mustBeOpen, planOf, shown, versionOf } from './import.ts';
import { countPlan, type Planned } from './import-plan.rules.ts';
import type { Preview, Written } from './import-preview.rules.ts';
import { addStudents } from './student-accounts.ts';
import { changeStudent, snapshotOf } from './student-change.ts';

/**
 * Writes what the preview shows in one transaction: new students with accounts and guardians, changes, enrollments.
 * Lines with errors and undecided ones stay out. Refuses `import_outdated` when the plan is no longer the one of
 * `version`, e.g. because somebody added one of the students by hand.
 */
export function commitImport(
  scope: Scope,
  id: number,
  input: { version: string; lecture_id?: number | undefined },
) {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'students', 'all');
    const batch = await mustBeOpen(tx, id);
    if (input.lecture_id !== undefined) await mustTeachLecture(tx, scope, input.lecture_id);
    const plan = await planOf(tx, scope, batch);
    if (versionOf(plan) !== input.version) refuse('import_outdated');

    const written = await write(tx, scope, plan, input.lecture_id);
    const counts = countPlan(plan);
    await queries.updateBatch(tx, id, {
      status: 'committed',
      rows: written,
      preview: closed(batch.preview, plan),
      lecture_id: input.lecture_id ?? null,
      committed_at: scope.now,
    });
    await recordImport(tx, scope, 'commit', id, written, { file_name: batch.file_name, counts });
    const after = await queries.findBatch(tx, id);
    return shown(tx, scope, after ?? batch);
  });
}

/** Of the file's personal data only the lines that were left out are kept, so that they can be put right. */
function closed(preview: Preview, plan: readonly Planned[]): Preview {
  const left_out = plan.filter(({ state }) => ['suspect', 'skip', 'error'].includes(state));
  return {
    ...preview,
    sheets: [],
    mapping: {},
    titles: [],
    decisions: {},
    counts: countPlan(plan),
    left_out,
  };
}

async function write(
  tx: Tx,
  scope: Scope,
  plan: readonly Planned[],
  lecture_id: number | undefined,
): Promise<Written> {
  const creates = plan.filter(({ state }) => state === 'create');
  const ids = await addStudents(tx, scope, creates);
  const ties = creates.flatMap((row, at) => toTie(row, ids[at] ?? 0));
  const guardians = await addGuardians(tx, scope, ties);
  const changed = await writeChanges(tx, scope, plan);
  const idOf = new Map(creates.map(({ row }, at) => [row, ids[at] ?? 0]));
  const enrollments = await enroll(tx, scope, plan, idOf, lecture_id);
  const rows = await queries.lockStudents(tx, ids);
  return {
    created: rows.map((row) => ({ student_id: row.id, user_id: row.user_id, after: snapshotOf(row) })),
    changed,
    guardians: [...guardians.created, ...guardians.woken],
    ties: guardians.ties,
    enrollments,
  };
}

function toTie(
  { name: child, parent_phone: phone, guardian_name: name, relation }: Planned,
  student_id: number,
): NewTie[] {
  return phone === null ? [] : [{ student_id, child, phone, name, relation }];
}

async function writeChanges(tx: Tx, scope: Scope, plan: readonly Planned[]): Promise<Written['changed']> {
  const rows = plan.filter(({ state }) => state === 'change');
  const before = new Map(
    (
      await queries.lockStudents(
        tx,
        rows.map((row) => row.student_id ?? 0),
      )
    ).map((one) => [one.id, one]),
  );
  const changed: Written['changed'] = [];
  for (const { student_id, changes } of rows) {
    const student = before.get(student_id ?? 0) ?? refuse('import_outdated');
    const wanted = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
    const after = await changeStudent(tx, scope, student, wanted);
    changed.push({ student_id: student.id, before: snapshotOf(student), after });
  }
  return changed;
}

/** Everybody of the list into the chosen lecture, and each into those that their line names. */
async function enroll(
  tx: Tx,
  scope: Scope,
  plan: readonly Planned[],
  idOf: ReadonlyMap<number, number>,
  everybody: number | undefined,
): Promise<number[]> {
  const wanted = new Map<number, number[]>();
  for (const row of plan) {
    const student_id = row.student_id ?? idOf.get(row.row);
    if (student_id === undefined || !['create', 'change', 'same'].includes(row.state)) continue;
    const lectures = new Set(everybody === undefined ? row.lecture_ids : [everybody, ...row.lecture_ids]);
    for (const lecture_id of lectures)
      wanted.set(lecture_id, [...(wanted.get(lecture_id) ?? []), student_id]);
  }
  const enrollments: number[] = [];
  for (const [lecture_id, student_ids] of [...wanted].sort(([a], [b]) => a - b)) {
    const { ids } = await enrollStudents(tx, scope, {
      lecture_id,
      student_ids,
      status: 'ACTIVE',
      start_order: 1,
    });
    enrollments.push(...ids);
  }
  return enrollments;
}

/** One entry for the whole import, with every student it touched; and news for those who look at the lists. */
export async function recordImport(
  tx: Tx,
  scope: Scope,
  what: 'commit' | 'undo' | 'redo',
  id: number,
  { created, changed, enrollments }: Written,
  more: object = {},
): Promise<void> {
  const facts = { created: created.map(({ student_id }) => student_id), changed, enrollments, ...more };
  await audit(tx, scope, {
    action: `import.${what}`,
    subject_type: 'import',
    subject_id: id,
    ...(what === 'undo' ? { before: facts } : { after: facts }),
  });
  await publish(tx, 'students');
  await publish(tx, 'imports');
}
