import { randomUUID } from 'node:crypto';
import type { Role } from '@seodang/contract/identity.ts';
import { hashPassword } from '#domains/identity/password.ts';
import type { Kit } from '#testing/harness.ts';

export const PASSWORD = 'a long enough phrase';

type NewAccount = {
  tenant_id: number;
  login_id: string;
  role?: Role;
  phone?: string;
  email?: string;
  password?: string;
};
type From = { address?: string; cookie?: string; headers?: Record<string, string> };

/** The sign-in form of an academy: accounts with passwords, and what a browser keeps of the answers. */
export function doorOf(kit: Kit) {
  async function account(given: NewAccount): Promise<number> {
    const { tenant_id, login_id, role = 'student', phone, email, password = PASSWORD } = given;
    const { rows } = await kit.owner.query<{ id: number }>(
      `insert into user_account (tenant_id, login_id, role, name, phone, email, password_hash)
       values ($1, $2::citext, $3, $2::citext, $4, $5, $6) returning id`,
      [tenant_id, login_id, role, phone, email, await hashPassword(password)],
    );
    return rows[0]!.id;
  }

  /** Each call comes from an address of its own unless told otherwise. */
  function post(url: string, payload: object, { address = anywhere(), cookie, headers = {} }: From = {}) {
    const cookies = cookie === undefined ? {} : { seodang_refresh: cookie };
    const path = `/api/v1${url}`;
    return kit.app.inject({ method: 'POST', url: path, payload, remoteAddress: address, cookies, headers });
  }

  const signIn = (academy: string, login: string, password = PASSWORD, from: From = {}) =>
    post('/auth/sign-in', { academy, login, password }, from);
  const me = (access_token: string) =>
    kit.app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${access_token}` } });
  return { account, post, signIn, me };
}

type Reply = Awaited<ReturnType<Kit['app']['inject']>>;

export function cookieOf(reply: Reply) {
  return reply.cookies.find(({ name }) => name === 'seodang_refresh')!;
}

export function bearerOf(reply: Reply): { authorization: string } {
  return { authorization: `Bearer ${reply.json().access_token}` };
}

function anywhere(): string {
  return `fd00:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
}
