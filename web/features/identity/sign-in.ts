import { ApiProblem } from '@seodang/contract/call.ts';
import type { Role } from '@seodang/contract/identity.ts';
import { queryOptions } from '@tanstack/react-query';
import { send } from '../../lib/api.ts';
import { enter, leaveEverywhere, refresh } from '../../lib/login.ts';
import { signedInOf } from '../../lib/login-wire.ts';
import { sendPlain } from '../../lib/send.ts';

export type Credentials = { academy: string; login: string; password: string; code?: string };

/** Signs in; refused with sign_in_failed, second_factor_required or too_many_requests. */
export async function signIn(credentials: Credentials): Promise<void> {
  enter(await signedInOf('/auth/sign-in', credentials));
}

export type NewAcademy = {
  academy_code: string;
  academy_name: string;
  owner_name: string;
  phone: string;
  password: string;
};

/** Opens an academy and signs its owner in. */
export async function openAcademy(academy: NewAcademy): Promise<void> {
  enter(await signedInOf('/tenants', academy));
}

async function post(url: string, body: object): Promise<void> {
  const reply = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new ApiProblem(await reply.json());
}

/** Changes the caller's password; other devices are signed out by the server. */
export async function changePassword(change: { current: string; next: string }): Promise<void> {
  await post('/auth/password', change);
  await refresh();
}

/** Ends this browser's sign-in. */
export async function signOut(): Promise<void> {
  await post('/auth/sign-out', {});
  leaveEverywhere('signed_out');
}

/** Ends the caller's sign-ins on every device at once. */
export async function signOutEverywhere(): Promise<void> {
  await post('/auth/sign-out-everywhere', {});
  leaveEverywhere('signed_out');
}

export type DemoAccount = { role: Role; name: string; academy: string; login: string; password: string };

/** Accounts to try the product with; empty on an installation that is not a demo. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  queryFn: async (): Promise<DemoAccount[]> => {
    const reply = await sendPlain('/demo', { method: 'GET' });
    if (!reply.ok) return [];
    const { accounts = [] }: { accounts?: DemoAccount[] } = await reply.json();
    return accounts;
  },
});
