export const SHELL_PREFIX = 'seodang-shell-';

export type ShellRequest = { method: string; mode: string; url: string };
/** How a request of the app is answered; undefined: the browser asks the server, as if nobody stood between. */
export type ShellAnswer = 'page' | 'asset' | 'kept' | undefined;

/** Nothing of the API is ever answered or kept: what one user may see is no concern of the next. */
export function answerOf(
  { method, mode, url }: ShellRequest,
  { origin, files }: { origin: string; files: readonly string[] },
): ShellAnswer {
  const { origin: asked, pathname } = new URL(url);
  if (method !== 'GET' || asked !== origin) return undefined;
  if (/^\/(api|media)(\/|$)/.test(pathname)) return undefined;
  if (mode === 'navigate') return 'page';
  if (pathname.startsWith('/assets/')) return 'asset';
  return files.includes(pathname) ? 'kept' : undefined;
}

/** The caches of versions before; those of other things are left alone. */
export function outdated(names: readonly string[], current: string): string[] {
  return names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== current);
}

/** The page of the server whenever it has one, so that nobody stays on an old version; else the one that was kept. */
export function mayShow(answer: { status: number } | undefined): boolean {
  return answer !== undefined && answer.status < 500;
}
