export const SHELL_PREFIX = 'seodang-shell-';

export type ShellRequest = { method: string; mode: string; url: string; cache?: string };
/**
 * How a request of the app is answered: a page of the server as long as it has one, or what was kept before anybody is asked.
 * Undefined: the browser asks the server, as if nobody stood between.
 */
export type ShellAnswer = 'page' | 'kept_page' | 'asset' | 'kept' | undefined;

/** Studying begins at once, however slow the network is; who reloads it wants what is new. */
const beginsAtOnce = ({ cache }: ShellRequest, path: string) =>
  /^\/student\/study(\/|$)/.test(path) && cache !== 'reload' && cache !== 'no-cache';

/** Nothing of the API is ever answered or kept: what one user may see is no concern of the next. */
export function answerOf(
  request: ShellRequest,
  { origin, files }: { origin: string; files: readonly string[] },
): ShellAnswer {
  const { method, mode, url } = request;
  const { origin: asked, pathname } = new URL(url);
  if (method !== 'GET' || asked !== origin || request.cache === 'no-store') return undefined;
  if (/^\/(api|media)(\/|$)/.test(pathname)) return undefined;
  if (mode === 'navigate') return beginsAtOnce(request, pathname) ? 'kept_page' : 'page';
  if (pathname.startsWith('/assets/')) return 'asset';
  return files.includes(pathname) ? 'kept' : undefined;
}

/**
 * The caches of versions before, but for the last: pages of it go on after the new version took over, and ask for more of
 * its files. Names come oldest first; caches of other things are left alone.
 */
export function outdated(names: readonly string[], current: string): string[] {
  return names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== current).slice(0, -1);
}

/** The page of the server whenever it has one, so that nobody stays on an old version; else the one that was kept. */
export function mayShow(answer: { status: number } | undefined): boolean {
  return answer !== undefined && answer.status < 500;
}
