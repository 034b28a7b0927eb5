/** What `public/early.js` asked the server for while the app was on its way, by method and path below the API. */
declare global {
  var seodangAsked: Record<string, Promise<Response>> | undefined;
}

/** Since when, in milliseconds of this page, something that is on the screen may have been asked for. */
export const askedSince = (): number => (globalThis.seodangAsked ? 0 : performance.now());

/** What was asked for at the start of the page is too old after that. */
const FRESH_MS = 20_000;

/** What has been sent since is not in what was asked for before it. */
export function forgetEarly(): void {
  const asked = globalThis.seodangAsked ?? {};
  for (const name of Object.keys(asked)) if (name.startsWith('GET ')) delete asked[name];
}

/** The answer to a request that was made early; for the first who asks, and undefined if it never came. */
export async function takeEarly(method: string, url: string): Promise<Response | undefined> {
  const asked = globalThis.seodangAsked;
  const name = `${method} ${url}`;
  const answer = asked?.[name];
  if (!asked || !answer) return undefined;
  delete asked[name];
  return performance.now() < FRESH_MS ? answer.catch(() => undefined) : undefined;
}
