import { refreshLogin, type SignedIn } from '@seodang/contract/auth.ts';
import { ApiProblem, createCall } from '@seodang/contract/call.ts';
import { followAccount } from './i18n/locale.ts';
import { type Here, leftBy, mayBegin, rememberedIn } from './login.rules.ts';
import { afterRefusal, type Hold, holdAfter } from './refresh.rules.ts';
import { sendPlain } from './send.ts';
import { createStore, memory, useStore } from './store.ts';

export type Login =
  | { status: 'unknown' }
  | { status: 'out'; why: 'never' | 'ended' | 'signed_out' }
  | ({ status: 'in' } & Here);

/** Calls a route that nobody needs to be signed in for. */
export const callPlain = createCall(sendPlain);

/** The access token lives in this tab's memory only; the refresh cookie is the browser's to keep. */
let access: { token: string; expiresAt: number } | undefined;
const login = createStore<Login>({ status: 'unknown' });
const otherTabs = new BroadcastChannel('seodang.login');

export const currentLogin = login.get;
export const followLogin = login.follow;
export const useLogin = () => useStore(login);

/** Screens of somebody who just signed out are drawn once more before the router leads away. */
let lastHere: Here | undefined;

/** The signed-in user and academy; only for screens inside the frame, which nobody sees signed out. */
export function useMe(): Here {
  const state = useLogin();
  const here = state.status === 'in' ? state : lastHere;
  if (!here) throw new Error('nobody is signed in');
  return here;
}

/** The academy's time zone. */
export function useZone(): string {
  const state = useLogin();
  return state.status === 'in' ? state.tenant.timezone : 'Asia/Seoul';
}

/** Takes what the server answered to a sign-in, a refresh or the opening of an academy. */
export async function enter(answer: SignedIn): Promise<void> {
  const before = login.get();
  const here: Here = { user: answer.user, tenant: answer.tenant };
  await clearDesk(here);
  access = { token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 };
  held = undefined;
  memory.write('signed_in', 'yes');
  memory.write('academy', answer.tenant.code);
  if (answer.user.has_chosen_locale) followAccount(answer.user.locale);
  if (before.status === 'in' && before.user.id !== answer.user.id) location.reload();
  memory.write('here', JSON.stringify({ ...here, at: Date.now() }));
  // Who is here already need not be drawn again.
  if (before.status === 'in' && JSON.stringify(lastHere) === JSON.stringify(here)) return;
  lastHere = here;
  login.set({ status: 'in', ...here });
}

/** Who was signed in when this browser last asked; without network that is who is here. */
const remembered = () => rememberedIn(memory.read('here'));

let forget = async (_: Here): Promise<void> => {};

/** How what a student studied on this device is taken off it. */
export function forgetBy(how: (student: Here) => Promise<void>): void {
  forget = how;
}

/** What a student studied leaves this device with them, also when somebody else comes. */
export async function clearDesk(next?: Here): Promise<void> {
  const student = leftBy(remembered(), next);
  if (student) await forget(student).catch(() => undefined);
}

function leave(why: 'never' | 'ended' | 'signed_out'): void {
  access = undefined;
  memory.write('signed_in', undefined);
  memory.write('here', undefined);
  login.set({ status: 'out', why });
}

/** Forgets the sign-in in this tab and tells the others. */
export function leaveEverywhere(why: 'ended' | 'signed_out'): void {
  leave(why);
  otherTabs.postMessage('left');
}

otherTabs.onmessage = () => {
  if (login.get().status === 'in') leave('signed_out');
};

/** Refresh tokens rotate, so the tabs of one browser take turns. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('seodang.refresh', work) : work();
}

let held: (Hold & { error: ApiProblem }) | undefined;

function hold(error: unknown): never {
  if (!(error instanceof ApiProblem)) throw error;
  const next = holdAfter(held, error.problem, Date.now());
  held = next && { ...next, error };
  throw error;
}

async function refreshNow(): Promise<void> {
  if (held && Date.now() < held.until) throw held.error;
  try {
    await enter(await inTurn(() => callPlain(refreshLogin, {})));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.status !== 401) hold(error);
    await clearDesk();
    leave('ended');
  }
}

let refreshing: Promise<void> | undefined;

/** Renews the access token, once for all who ask meanwhile. A sign-in that has ended is no error: see currentLogin. */
export function refresh(): Promise<void> {
  refreshing ??= refreshNow().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** Finds out at the first screen whether the browser is still signed in. */
export async function restoreLogin(): Promise<Login> {
  if (login.get().status !== 'unknown') return login.get();
  const here = remembered();
  // Without this mark every stranger's first page would ask for a refresh and be refused.
  if (!memory.read('signed_in')) leave('never');
  else if (here && mayBegin(here, Date.now())) rememberAndRefresh(here);
  else await refresh();
  return login.get();
}

/**
 * Students study without network: they are who they were at once, however slow the server is to answer. What is the
 * server's still needs its token, and an answer that the sign-in has ended ends it.
 */
function rememberAndRefresh({ user, tenant }: Here): void {
  const here = { user, tenant };
  lastHere = here;
  login.set({ status: 'in', ...here });
  void refresh().catch(() => undefined);
}

const spareMs = 20_000;

let renewed_at = -Infinity;

/** Whether a request that was refused as nobody's may be sent again, with another token than it was `sent` with. */
export async function mayResend(sent: string | undefined): Promise<boolean> {
  if (login.get().status !== 'in') return false;
  const next = afterRefusal({ sent, token: access?.token, renewed_at }, Date.now());
  if (next === 'give_up') return false;
  if (next === 'renew') {
    await refresh();
    renewed_at = Date.now();
  }
  return login.get().status === 'in';
}

/** The bearer token for the next request, renewed when it is about to expire. */
export async function bearer(): Promise<string | undefined> {
  const isStale = access ? access.expiresAt - Date.now() < spareMs : login.get().status === 'in';
  if (isStale) await refresh();
  return access?.token;
}
