import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Rule } from '#core/permission.ts';
import { permissions } from '#permissions.ts';
import { academy } from '#testing/factories.ts';
import { type Furnished, furnish } from '#testing/furnish.ts';
import { useApp } from '#testing/harness.ts';
import { pathIn } from '#testing/identifiers.ts';
import { type Operation, operationsOf, placesOf, put } from '#testing/openapi.ts';
import { brokenOf, strangeText, validOf } from '#testing/schema-values.ts';
import { bodyIn, send } from '#testing/sweep.ts';

const kit = useApp({ LOG_LEVEL: 'silent', STUDY_INGEST_ENABLED: 'true' });
const RUNS = 10;
/** A stream has no answer to wait for. */
const endless = new Set(['live']);
let operations: Operation[];

beforeAll(async () => {
  operations = (await operationsOf(kit.app)).filter(({ name }) => !endless.has(name));
});

const furnished = async () => furnish(kit, await academy(kit), `mark-${randomUUID()}`);

/** Headers of somebody whom the operation lets in. */
async function admitted({ name }: Operation, own: Furnished): Promise<Record<string, string>> {
  const rule: Rule = permissions.rules[name] ?? 'anyone';
  if (rule === 'runner') return { 'x-worker-token': kit.secrets.worker };
  if (typeof rule === 'string') return {};
  return (await own.school.again(own.people[rule[0] ?? 'owner'])).headers;
}

type Strange = { path: string; query: Record<string, string>; body: unknown };

/** A request of which one part, at least, is not as the schema wants it. */
function strangeOf(operation: Operation, own: Furnished): fc.Arbitrary<Strange> {
  const { body, parameters } = operation;
  const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const bodies: fc.Arbitrary<unknown>[] = body
    ? [validOf(body), brokenOf(body), fc.jsonValue({ maxDepth: 2 }), fc.constant(bodyIn(operation, own))]
    : [fc.constant(undefined), fc.constant({ unknown: 1 })];
  return fc.record({
    path: fc.oneof(
      fc.constant(pathIn(operation, own)),
      strangeText.map((text) => operation.path.replace(/\{\w+\}/g, encodeURIComponent(text))),
    ),
    query: fc.dictionary(fc.constantFrom(...names, 'unknown'), strangeText, { maxKeys: 3 }),
    body: fc.oneof(...bodies),
  });
}

/** A good body, in each place of which stands what has broken programs before. */
function nastyBodies(body: unknown): unknown[] {
  return placesOf(body).flatMap((place) => {
    const held = place.reduce<unknown>(
      (inner, part) => (inner as Record<string | number, unknown>)[part],
      body,
    );
    if (typeof held === 'string')
      return ['a\u0000b', '\ud800', 'x'.repeat(20_000)].map((text) => put(body, place, text));
    if (typeof held === 'number')
      return [2 ** 31, 2 ** 53 - 1, 1.5, -1].map((number) => put(body, place, number));
    return [];
  });
}

/** Every request to try: strange ones, and for each operation the same nasty ones. */
function requestsOf(operation: Operation, own: Furnished): Strange[] {
  const path = pathIn(operation, own);
  const [full] = operation.body ? fc.sample(validOf(operation.body), { numRuns: 1, seed: 5 }) : [];
  const texts = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  return [
    ...fc.sample(strangeOf(operation, own), { numRuns: RUNS, seed: 20261121 }),
    { path, query: {}, body: {} },
    ...nastyBodies(full).map((body) => ({ path, query: {}, body })),
    ...texts.flatMap((name) =>
      ['\u0000', '2147483648', '%'].map((text) => ({ path, query: { [name]: text }, body: undefined })),
    ),
  ];
}

test('no request, however broken, makes the server fail', async () => {
  const failures: string[] = [];
  let own = await furnished();
  let isTouched = false;
  for (const operation of operations) {
    const isRead = operation.method === 'GET';
    if (isTouched) own = await furnished();
    isTouched = false;
    let headers = await admitted(operation, own);
    for (const { path, query, body } of requestsOf(operation, own)) {
      const url = `${path}?${new URLSearchParams(query)}`;
      const { status } = await send(kit.app, operation, url, headers, isRead ? undefined : body);
      // What was refused changed nothing, neither what there is nor who is signed in.
      if (!isRead && status < 400) {
        isTouched = true;
        headers = await admitted(operation, own);
      }
      if (status >= 500)
        failures.push(
          `${status} ${operation.method} ${url} ${JSON.stringify(isRead ? undefined : body)?.slice(0, 300)}`,
        );
    }
  }
  expect(failures).toEqual([]);
});

test.each([
  ['no JSON at all', 'not json', 'application/json', 400],
  ['half a document', '{"name":', 'application/json', 400],
  ['an unknown type', '<a/>', 'application/xml', 415],
  ['a prototype', '{"__proto__": {"role": "owner"}}', 'application/json', 400],
  ['two megabytes', `{"name":"${'x'.repeat(2 * 1024 * 1024)}"}`, 'application/json', 413],
])('%s is refused with a code', async (_what, payload, type, status) => {
  const own = await academy(kit);
  const { headers } = await own.person('owner');
  const reply = await kit.app.inject({
    method: 'POST',
    url: '/api/v1/staff',
    headers: { ...headers, 'content-type': type },
    payload,
  });
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toContain('application/problem+json');
});
