import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';

export function listKiosks(tx: Tx, query: { page: number; page_size: number }) {
  const { limit, offset } = offsetOf(query);
  return tx
    .selectFrom('kiosk')
    .select(['id', 'name', 'created_at', 'revoked_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countKiosks(tx: Tx): Promise<number> {
  const { n } = await tx
    .selectFrom('kiosk')
    .select((k) => k.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}

export function insertKiosk(tx: Tx, kiosk: { name: string; token_hash: Buffer; created_by: number }) {
  return tx
    .insertInto('kiosk')
    .values(kiosk)
    .returning(['id', 'name', 'created_at', 'revoked_at'])
    .executeTakeFirstOrThrow();
}

export function findKioskByHash(tx: Tx, token_hash: Buffer) {
  return tx
    .selectFrom('kiosk')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('token_hash', '=', token_hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Held until commit, so that guesses are counted one after the other. */
export function lockKiosk(tx: Tx, id: number) {
  return tx
    .selectFrom('kiosk')
    .select(['id', 'name', 'misses', 'misses_from'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateKiosk(
  tx: Tx,
  id: number,
  values: { misses?: number; misses_from?: Date | null; revoked_at?: Date },
): Promise<void> {
  await tx
    .updateTable('kiosk')
    .set(values)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Whose eight digits these are: an own code, or for those without one the end of a phone number on the card. */
export async function listStudentsByCode(tx: Tx, code: string): Promise<number[]> {
  const ending = `%${code}`;
  const rows = await tx
    .selectFrom('student as s')
    .select('s.id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where((is) =>
      is.or([
        is('s.attendance_code', '=', code),
        is.and([
          is('s.attendance_code', 'is', null),
          is.or([is('s.phone', 'like', ending), is('s.parent_phone', 'like', ending)]),
        ]),
      ]),
    )
    .orderBy('s.id')
    .limit(20)
    .execute();
  return rows.map(({ id }) => id);
}

/** Where these students are expected on a day, by the clock. */
export function listExpectedOn(tx: Tx, student_ids: readonly number[], day: string) {
  return tx
    .selectFrom('attendance as a')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'a.tenant_id').onRef('e.id', '=', 'a.enrollment_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.session_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 's.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .select(['a.id as attendance_id', 'e.student_id', 'l.title as lecture_title', 's.starts_at', 's.ends_at'])
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('e.student_id', 'in', [0, ...student_ids])
    .where('e.status', '=', 'ACTIVE')
    .where('s.date', '=', day)
    .where('s.deleted_at', 'is', null)
    .where('l.deleted_at', 'is', null)
    .orderBy('s.starts_at', (order) => order.asc().nullsFirst())
    .orderBy('s.id')
    .execute();
}
