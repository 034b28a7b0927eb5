import type { z } from 'zod';
import type { Problem } from './problem.ts';
import type { Route } from './route.ts';

type Part<R extends Route, K extends 'params' | 'querystring' | 'body'> = R['schema'][K] extends z.ZodType
  ? { [P in K]: z.input<R['schema'][K]> }
  : unknown;
export type Input<R extends Route> = Part<R, 'params'> & Part<R, 'querystring'> & Part<R, 'body'>;
type Success = 200 | 201 | 202 | 204;
/** As it travels: the client gets the wire form (instants are text), without parsing it again. */
export type Output<R extends Route> = {
  [S in keyof R['schema']['response'] & Success]: z.input<R['schema']['response'][S]>;
}[keyof R['schema']['response'] & Success];

/** What the server refused, as the caller sees it; `code` is the problem's `detail`. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
  get code(): string {
    return this.problem.detail;
  }
}

type Parts = { params?: Record<string, unknown>; querystring?: Record<string, unknown>; body?: unknown };

/** The path and query of a call, e.g. `/videos/7?page=2`. */
export function urlOf<R extends Route>(route: R, input: Input<R>): string {
  const { params = {}, querystring = {} } = input as Parts;
  const path = route.url.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
  const given = Object.entries(querystring).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])));
  return query.size > 0 ? `${path}?${query}` : path;
}

export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A typed client of the API over any `fetch`-like sender (which adds the address and the credentials).
 * Throws ApiProblem for what the server refuses.
 */
export function createCall(send: Send) {
  return async function call<R extends Route>(
    route: R,
    input: Input<R>,
    init: RequestInit = {},
  ): Promise<Output<R>> {
    const { body } = input as Parts;
    const headers = new Headers(init.headers);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const reply = await send(urlOf(route, input), {
      ...init,
      method: route.method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (reply.status === 204) return undefined as Output<R>;
    const json: unknown = await reply.json();
    if (!reply.ok) throw new ApiProblem(json as Problem);
    return json as Output<R>;
  };
}
