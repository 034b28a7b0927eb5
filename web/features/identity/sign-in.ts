import * as api from '@seodang/contract/auth.ts';
import type { Input } from '@seodang/contract/call.ts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { takeFreshChoice } from '../../lib/i18n/locale.ts';
import { callPlain, clearDesk, enter, leaveEverywhere, refresh } from '../../lib/login.ts';

export type Credentials = Input<typeof api.signIn>['body'];
export type NewAcademy = Input<typeof api.openAcademy>['body'];

/** Signs in; refused with sign_in_failed, second_factor_required or too_many_requests. */
export async function signIn({ academy, login, password, code }: Credentials): Promise<void> {
  await enter(await callPlain(api.signIn, { body: { academy, login, password, ...(code && { code }) } }));
  await keepLocale().catch(() => undefined);
}

/** Opens an academy and signs its owner in. */
export async function openAcademy(academy: NewAcademy): Promise<void> {
  await enter(await callPlain(api.openAcademy, { body: academy }));
  await keepLocale().catch(() => undefined);
}

/** Keeps the language just chosen with the account, for its other devices. */
export async function keepLocale(): Promise<void> {
  const locale = takeFreshChoice();
  if (locale) await call(api.updateMe, { body: { locale } });
}

/** Changes the caller's password; their other devices are signed out by the server. */
export async function changePassword(change: Input<typeof api.changePassword>['body']): Promise<void> {
  await call(api.changePassword, { body: change });
  await refresh();
}

/** Ends this browser's sign-in. */
export async function signOut(): Promise<void> {
  await call(api.signOut, {});
  await clearDesk();
  leaveEverywhere('signed_out');
}

/** Ends the caller's sign-ins on every device at once. */
export async function signOutEverywhere(): Promise<void> {
  await call(api.signOutEverywhere, {});
  await clearDesk();
  leaveEverywhere('signed_out');
}

/** Accounts to try the product with; empty on an installation that is not a demo. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  queryFn: () => callPlain(api.readDemo, {}),
});
