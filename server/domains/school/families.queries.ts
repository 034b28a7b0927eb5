import { type SqlBool, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Tx } from '#core/db.ts';
import { likeOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleStudents } from './students.queries.ts';

export function listGuardians(tx: Tx, student_id: number) {
  return tx
    .selectFrom('guardianship as g')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'g.tenant_id').onRef('u.id', '=', 'g.user_id'),
    )
    .select(['g.user_id', 'u.name', 'u.phone', 'u.login_id', 'g.relation', 'u.last_signed_in_at'])
    .where('g.tenant_id', '=', tx.tenant_id)
    .where('g.student_id', '=', student_id)
    .orderBy('g.created_at')
    .orderBy('g.user_id')
    .execute();
}

/** Other children of the same guardians, as far as the caller may know of them. */
export function listSiblings(tx: Tx, scope: Scope, student_id: number) {
  return tx
    .selectFrom('guardianship as mine')
    .innerJoin('guardianship as g', (on) =>
      on.onRef('g.tenant_id', '=', 'mine.tenant_id').onRef('g.user_id', '=', 'mine.user_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'g.tenant_id').onRef('s.id', '=', 'g.student_id'),
    )
    .select(['s.id as student_id', 's.name'])
    .distinct()
    .where('mine.tenant_id', '=', tx.tenant_id)
    .where('mine.student_id', '=', student_id)
    .where('s.id', '!=', student_id)
    .where('s.deleted_at', 'is', null)
    .where('s.id', 'in', visibleStudents(tx, scope))
    .orderBy('s.name')
    .execute();
}

export type FamilyWhere = {
  search?: string | undefined;
  siblings?: boolean | undefined;
  waiting?: boolean | undefined;
};

function children(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('guardianship as g')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'g.tenant_id').onRef('s.id', '=', 'g.student_id'),
    )
    .where('g.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where('s.id', 'in', visibleStudents(tx, scope));
}

function families(tx: Tx, scope: Scope, { search, siblings, waiting }: FamilyWhere) {
  const own = children(tx, scope).where('g.user_id', '=', sql.ref<number>('u.id'));
  let query = tx
    .selectFrom('user_account as u')
    .where('u.tenant_id', '=', tx.tenant_id)
    .where(({ exists }) => exists(own.select('s.id')));
  if (siblings)
    query = query.where(
      own.select(({ fn }) => fn.countAll<number>().as('count')),
      '>=',
      2,
    );
  if (waiting)
    query = query.where(({ exists }) =>
      exists(own.select('s.id').where('s.guardian_consent', '=', 'waiting')),
    );
  if (search) {
    const like = likeOf(search);
    const digits = search.replace(/[\s-]/g, '');
    const phone = /^\d{3,}$/.test(digits) ? `%${digits}%` : null;
    query = query.where((is) =>
      is.or([
        is('u.name', 'ilike', like),
        sql<SqlBool>`u.phone like ${phone}`,
        is.exists(own.select('s.id').where('s.name', 'ilike', like)),
      ]),
    );
  }
  return query;
}

export function listFamilies(
  tx: Tx,
  scope: Scope,
  where: FamilyWhere,
  page: { limit: number; offset: number },
) {
  return families(tx, scope, where)
    .select((row) => [
      'u.id as user_id',
      'u.name',
      'u.phone',
      'u.login_id',
      'u.last_signed_in_at',
      jsonArrayFrom(
        children(tx, scope)
          .leftJoin('user_account as own', (on) =>
            on.onRef('own.tenant_id', '=', 's.tenant_id').onRef('own.id', '=', 's.user_id'),
          )
          .select([
            's.id',
            's.name',
            's.school',
            's.grade',
            's.guardian_consent',
            'own.login_id',
            'g.relation',
          ])
          .where('g.user_id', '=', row.ref('u.id'))
          .orderBy('s.birth_on')
          .orderBy('s.name'),
      ).as('children'),
    ])
    .orderBy('u.name')
    .orderBy('u.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function countFamilies(tx: Tx, scope: Scope, where: FamilyWhere): Promise<number> {
  const { count } = await families(tx, scope, where)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** The parents' accounts that carry these phone numbers, oldest first: one account a phone, shared by siblings. */
export function listGuardiansByPhone(tx: Tx, phones: readonly string[]) {
  return tx
    .selectFrom('user_account')
    .select(['id as user_id', 'phone', 'name', 'is_active'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('role', '=', 'parent')
    .where('phone', '=', sql<string>`any(${[...phones]})`)
    .orderBy('is_active')
    .orderBy('id', 'desc')
    .$narrowType<{ phone: string }>()
    .execute();
}

export type Guardianship = { student_id: number; user_id: number; relation: string | null };

/** Those that were not there before. */
export async function insertGuardianships(tx: Tx, rows: readonly Guardianship[]): Promise<Guardianship[]> {
  const written: Guardianship[] = [];
  for (let from = 0; from < rows.length; from += 1000) {
    const some = await tx
      .insertInto('guardianship')
      .values(rows.slice(from, from + 1000))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['student_id', 'user_id', 'relation'])
      .execute();
    written.push(...some);
  }
  return written;
}

/** Takes back the ties of these students to these guardians. */
export async function deleteGuardianships(tx: Tx, rows: readonly Guardianship[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    delete from guardianship g
    using unnest(${rows.map((row) => row.student_id)}::bigint[], ${rows.map((row) => row.user_id)}::bigint[]) as gone (student_id, user_id)
    where g.tenant_id = ${tx.tenant_id} and g.student_id = gone.student_id and g.user_id = gone.user_id`.execute(
    tx,
  );
}

export async function countChildren(tx: Tx, user_id: number): Promise<number> {
  const { count } = await tx
    .selectFrom('guardianship')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Of these guardians, those who have a child in the academy. */
export async function listWithChildren(tx: Tx, user_ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('guardianship as g')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'g.tenant_id').onRef('s.id', '=', 'g.student_id'),
    )
    .select('g.user_id')
    .distinct()
    .where('g.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where('g.user_id', '=', sql<number>`any(${[...user_ids]})`)
    .execute();
  return new Set(rows.map(({ user_id }) => user_id));
}
