import { ApiProblem, type Send } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import { takeEarly } from './asked-early.ts';
import { currentLocale } from './i18n/locale.ts';

export const apiBase = '/api/v1';

function problemOf(status: number, detail: string): Problem {
  return { type: 'about:blank', title: detail, status, detail };
}

/** What a proxy or a dying server says in its own words becomes a problem of ours; waiting times join the body. */
async function asProblem(reply: Response): Promise<Response> {
  const spoken = reply.headers.get('content-type')?.includes('json');
  const problem: Problem = spoken
    ? await reply.json()
    : problemOf(reply.status, reply.status >= 502 ? 'unavailable' : 'internal');
  const wait = Number(reply.headers.get('retry-after'));
  return Response.json(
    { ...problem, ...(wait > 0 && { retry_after_seconds: wait }) },
    { status: reply.status },
  );
}

/** Sends to the API without credentials but the cookie; a network that is down is the problem `offline`. */
export const sendPlain: Send = async (url, init) => {
  const early = await takeEarly(init.method ?? 'GET', url);
  const reply = early ?? (await fetchNow(url, init));
  return reply.ok ? reply : asProblem(reply);
};

function fetchNow(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept-language', currentLocale());
  return fetch(`${apiBase}${url}`, { credentials: 'same-origin', ...init, headers }).catch(
    (error: unknown) => {
      if (init.signal?.aborted) throw error;
      throw new ApiProblem(problemOf(0, 'offline'));
    },
  );
}
