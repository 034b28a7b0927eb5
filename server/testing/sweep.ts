import fc from 'fast-check';
import type { App } from '#core/http.ts';
import type { Person } from '#testing/factories.ts';
import type { Furnished } from '#testing/furnish.ts';
import { absent, absentPath, idNamed, pathIn } from '#testing/identifiers.ts';
import { type Operation, placesOf, put, type Schema } from '#testing/openapi.ts';
import { validOf } from '#testing/schema-values.ts';

export type Answer = { status: number; body: string };
type Headers = Record<string, string>;

/** Sends an operation; a repeat is the same request. */
export async function send(
  app: App,
  { method }: Operation,
  url: string,
  headers: Headers,
  body?: unknown,
): Promise<Answer> {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const all = body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  const reply = await app.inject({ method, url: url as `/${string}`, headers: all, ...payload });
  return { status: reply.statusCode, body: reply.body };
}

/** The answer without what names the request itself. */
export function bare({ status, body }: Answer): Answer {
  if (!body.startsWith('{')) return { status, body };
  const { instance: _, request_id: __, ...rest } = JSON.parse(body);
  return { status, body: JSON.stringify(rest) };
}

/** Drawing one takes longer than all that is asked with it. */
const drawn = new WeakMap<Schema, unknown>();

/** A short body that the operation accepts, whose ids are those of this academy. */
export function bodyIn({ body }: Operation, furnished: Furnished): unknown {
  if (!body) return undefined;
  if (!drawn.has(body)) drawn.set(body, fc.sample(validOf(slim(body)), { numRuns: 1, seed: 1 })[0]);
  return withIds(drawn.get(body), (name) => idNamed(name, furnished));
}

/** Only what must be there and what carries ids, since rules between other fields are not in the schema. */
function slim(schema: Schema): Schema {
  if (schema.items) return { ...schema, items: slim(schema.items) };
  if (!schema.properties) return schema;
  const kept = Object.entries(schema.properties).filter(
    ([name, inner]) => schema.required?.includes(name) || /_ids?"/.test(JSON.stringify({ [name]: inner })),
  );
  const properties = Object.fromEntries(kept.map(([name, inner]) => [name, slim(inner)]));
  return { ...schema, properties, required: Object.keys(properties) };
}

function withIds(value: unknown, idOf: (name: string) => unknown): unknown {
  return idPlaces(value).reduce((body: unknown, { place, name }) => {
    const id = idOf(name);
    return id === undefined ? body : put(body, place, id);
  }, value);
}

/** Every place of a value that holds one id, with the name of its field. */
export function idPlaces(value: unknown): { place: readonly (string | number)[]; name: string }[] {
  return placesOf(value).flatMap((place) => {
    const name = String(place.findLast((part) => typeof part === 'string') ?? '');
    const held = place.reduce<unknown>(
      (inner, part) => (inner as Record<string | number, unknown>)[part],
      value,
    );
    const isId = /_ids?$/.test(name) && (typeof held === 'number' || typeof held === 'string');
    return isId ? [{ place, name }] : [];
  });
}

/** The same request with each id of its body in turn from `theirs`, and in turn from nowhere; alone in its list. */
export function bodiesWith(
  body: unknown,
  theirs: Furnished,
): { name: string; given: unknown; absent: unknown }[] {
  return idPlaces(body).flatMap(({ place, name }) => {
    const id = idNamed(name, theirs);
    if (id === undefined) return [];
    const isListed = typeof place.at(-1) === 'number';
    const alone = (one: unknown) => (isListed ? put(body, place.slice(0, -1), [one]) : put(body, place, one));
    return [{ name, given: alone(id), absent: alone(typeof id === 'string' ? absent.uuid : absent.number) }];
  });
}

/** The same query with each id parameter in turn from `theirs`, and in turn from nowhere. */
export function queriesWith(
  { parameters }: Operation,
  theirs: Furnished,
): { name: string; given: string; absent: string }[] {
  return parameters.flatMap(({ name, in: where }) => {
    const id = where === 'query' ? idNamed(name, theirs) : undefined;
    return id === undefined ? [] : [{ name, given: `?${name}=${id}`, absent: `?${name}=${absent.number}` }];
  });
}

export type Finding = string;

/**
 * What somebody who has no business with `theirs` can do to it by one operation: each difference between an id of theirs
 * and one that nobody has, each success, each appearance of their mark. `hasChanged`: something was accepted, e.g. with an
 * id that is ignored.
 */
export async function trespass(
  app: App,
  operation: Operation,
  who: { person: Person; own: Furnished },
  theirs: Furnished,
): Promise<{ findings: Finding[]; hasChanged: boolean }> {
  let hasChanged = false;
  const ask = async (url: string, body?: unknown) => {
    const answer = await send(app, operation, url, who.person.headers, body);
    hasChanged ||= operation.method !== 'GET' && answer.status < 400;
    return answer;
  };
  const findings: Finding[] = [];
  const compare = async (what: string, given: () => Promise<Answer>, none: () => Promise<Answer>) => {
    const expected = bare(await none());
    const answer = bare(await given());
    const label = `${operation.method} ${operation.path} (${operation.name}) as ${who.person.role}, ${what}`;
    if (answer.body.includes(theirs.mark)) findings.push(`${label}: shows their data`);
    if (answer.status < 300 && what === 'path') findings.push(`${label}: ${answer.status}`);
    // Who asks too often is told nothing of what would have been answered.
    if (answer.status >= 500 || answer.status === 429)
      findings.push(`${label}: ${answer.status} ${answer.body}`);
    if (JSON.stringify(answer) !== JSON.stringify(expected)) {
      findings.push(
        `${label}: ${answer.status} ${answer.body.slice(0, 200)}, but ${expected.status} ${expected.body.slice(0, 200)} for an id that nobody has`,
      );
    }
  };
  const body = bodyIn(operation, who.own);
  if (operation.path.includes('{')) {
    await compare(
      'path',
      () => ask(pathIn(operation, theirs), body),
      () => ask(absentPath(operation), body),
    );
  }
  for (const { name, given, absent } of bodiesWith(body, theirs)) {
    const path = pathIn(operation, who.own);
    await compare(
      `body ${name}`,
      () => ask(path, given),
      () => ask(path, absent),
    );
  }
  for (const { given, absent } of queriesWith(operation, theirs)) {
    const path = pathIn(operation, who.own);
    await compare(
      'query',
      () => ask(path + given),
      () => ask(path + absent),
    );
  }
  if (operation.method === 'GET' && !operation.path.includes('{')) {
    const { status, body: text } = await ask(operation.path);
    if (text.includes(theirs.mark)) findings.push(`${operation.name} as ${who.person.role} shows their data`);
    if (status >= 500) findings.push(`${operation.name} as ${who.person.role}: ${status}`);
  }
  return { findings, hasChanged };
}
