import { randomUUID } from 'node:crypto';
import type { Role } from '@seodang/contract/identity.ts';
import { openScope, type Scope } from '#core/scope.ts';
import { signAccess } from '#domains/identity/access.ts';
import type { Kit } from '#testing/harness.ts';

/** Somebody signed in: headers for HTTP, a scope for services. */
export type Person = {
  user_id: number;
  login_session_id: number;
  role: Role;
  headers: { authorization: string };
  scope: () => Scope;
};

/** A fresh academy and the people tests put in it. Nothing is shared between tests. */
export async function academy(kit: Kit) {
  const code = `t-${randomUUID().slice(0, 13)}`;
  const tenant_id = await insert(
    kit,
    `insert into tenant (code, name) values ($1, '시험 학원') returning id`,
    [code],
  );
  const person = (role: Role, name: string = role) => signedIn(kit, tenant_id, role, name);
  return {
    tenant_id,
    code,
    person,
    /** Somebody whom the product itself made, by login id. */
    signIn: (login_id: string) => signInAs(kit, tenant_id, login_id),
    /** The same person at another device. */
    again: ({ user_id, role }: Person) => withLogin(kit, tenant_id, user_id, role),
    /** Somebody whose login was made otherwise. */
    as: (login: { user_id: number; login_session_id: number; role: Role }) => toPerson(kit, tenant_id, login),
    /** A class session of a lecture that `teacher` gives. */
    classSession: (teacher: Person) => classSession(kit, tenant_id, teacher),
    /** A student with a parent in a class session of a lecture that `teacher` gives. */
    seat: async (teacher: Person, { date }: { date?: string } = {}) => {
      const { lecture_id, session_id } = await classSession(kit, tenant_id, teacher, date);
      return { lecture_id, session_id, ...(await seatIn(kit, tenant_id, person, lecture_id, session_id)) };
    },
    /** One more student with a parent there. */
    seatIn: (lecture_id: number, session_id: number) =>
      seatIn(kit, tenant_id, person, lecture_id, session_id),
    system: () => openScope(kit.db, tenant_id, { kind: 'system', reason: 'test' }, { now: kit.clock() }),
  };
}
export type Academy = Awaited<ReturnType<typeof academy>>;

async function signedIn(kit: Kit, tenant_id: number, role: Role, name: string): Promise<Person> {
  const user_id = await insert(
    kit,
    `insert into user_account (tenant_id, login_id, role, name) values ($1, $2, $3, $4) returning id`,
    [tenant_id, `${role}-${randomUUID().slice(0, 8)}`, role, name],
  );
  return withLogin(kit, tenant_id, user_id, role);
}

async function signInAs(kit: Kit, tenant_id: number, login_id: string): Promise<Person> {
  const { rows } = await kit.owner.query<{ id: number; role: Role }>(
    'select id, role from user_account where tenant_id = $1 and login_id = $2',
    [tenant_id, login_id],
  );
  const [account] = rows;
  if (!account) throw new Error(`there is no account ${login_id}`);
  return withLogin(kit, tenant_id, account.id, account.role);
}

async function withLogin(kit: Kit, tenant_id: number, user_id: number, role: Role): Promise<Person> {
  const login_session_id = await insert(
    kit,
    `insert into login_session (tenant_id, user_id, refresh_seed, expires_at) values ($1, $2, '\\x00', $3) returning id`,
    [tenant_id, user_id, '2999-01-01'],
  );
  return toPerson(kit, tenant_id, { user_id, login_session_id, role });
}

function toPerson(
  kit: Kit,
  tenant_id: number,
  login: { user_id: number; login_session_id: number; role: Role },
): Person {
  return {
    ...login,
    // Signed anew at each use, since tests move the clock past the life of a token.
    get headers() {
      return { authorization: `Bearer ${signAccess(kit.secrets.app, { tenant_id, ...login }, kit.clock())}` };
    },
    scope: () => openScope(kit.db, tenant_id, { kind: 'user', ...login }, { now: kit.clock() }),
  };
}

async function classSession(kit: Kit, tenant_id: number, { user_id }: Person, date?: string) {
  const lecture_id = await insert(
    kit,
    `insert into lecture (tenant_id, title, teacher_id) values ($1, '고1 수학', $2) returning id`,
    [tenant_id, user_id],
  );
  const session_id = await insert(
    kit,
    `insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date) values ($1, $2, 1, '1주차', 1, $3) returning id`,
    [tenant_id, lecture_id, date ?? null],
  );
  return { lecture_id, session_id };
}

type MakePerson = (role: Role, name?: string) => Promise<Person>;

async function seatIn(
  kit: Kit,
  tenant_id: number,
  person: MakePerson,
  lecture_id: number,
  session_id: number,
) {
  const [student, parent] = [await person('student'), await person('parent')];
  const student_id = await insert(
    kit,
    `insert into student (tenant_id, user_id, name) values ($1, $2, '김서연') returning id`,
    [tenant_id, student.user_id],
  );
  await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
    tenant_id,
    student_id,
    parent.user_id,
  ]);
  const enrollment_id = await insert(
    kit,
    'insert into enrollment (tenant_id, lecture_id, student_id) values ($1, $2, $3) returning id',
    [tenant_id, lecture_id, student_id],
  );
  await kit.owner.query(
    `with s as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) values ($1, $2, $3, $4) returning *)
     insert into attendance (tenant_id, session_id, enrollment_id) select tenant_id, session_id, enrollment_id from s`,
    [tenant_id, lecture_id, session_id, enrollment_id],
  );
  return { student, parent, student_id, enrollment_id };
}

async function insert(kit: Kit, text: string, values: unknown[]): Promise<number> {
  const { rows } = await kit.owner.query<{ id: number }>(text, values);
  return rows[0]?.id ?? 0;
}
