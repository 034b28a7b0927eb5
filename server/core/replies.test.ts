import { Instant } from '@seodang/contract/list.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkedReplies, trustedReplies } from '#core/replies.ts';

const Reply = z.object({
  id: z.int(),
  at: Instant.describe('When'),
  note: z.string().nullable(),
  more: z.strictObject({ days: z.array(Instant).optional() }).nullable(),
  rows: z.array(z.object({ name: z.string(), score: z.number().optional() })),
  counts: z.record(z.string(), z.int()),
  either: z.union([z.int(), z.string()]),
  watched: z.array(z.tuple([z.number(), z.number()])),
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('page'), page: z.int() }),
    z.object({ kind: z.literal('moment'), at: Instant }),
  ]),
});
const route = { schema: Reply, method: 'GET', url: '/reply' } as const;

const At = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2999-12-31') });
const reply = fc.record({
  id: fc.integer(),
  at: At,
  note: fc.option(fc.string()),
  more: fc.option(fc.record({ days: fc.array(At) }, { requiredKeys: [] })),
  rows: fc.array(
    fc.record({ name: fc.string(), score: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  ),
  counts: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer()),
  either: fc.oneof(fc.integer(), fc.string()),
  watched: fc.array(fc.tuple(fc.integer(), fc.integer())),
  place: fc.oneof(
    fc.record({ kind: fc.constant('page'), page: fc.integer() }),
    fc.record({ kind: fc.constant('moment'), at: At }),
  ),
});

test('a reply is written as its schema says, whether it is checked or trusted', () => {
  const [checked, trusted] = [checkedReplies(route), trustedReplies(route)];
  fc.assert(fc.property(reply, (data) => trusted(data) === checked(data)));
});

test('what the schema does not name stays inside', () => {
  const data = { id: 1, rows: [{ name: 'Kim', password: 'x' }], watched: [], secret: 'y' };
  expect(
    JSON.parse(trustedReplies(route)({ ...data, place: { kind: 'page', page: 1, hidden: 'z' } })),
  ).toEqual({
    ...{ id: 1, rows: [{ name: 'Kim' }], watched: [], place: { kind: 'page', page: 1 } },
  });
});

test('fields come in the order of the schema, whatever their order was', () => {
  const data = { rows: [{ score: 1, name: 'Kim' }, { name: 'Lee', score: 2 }, { name: 'Park' }] };
  expect(trustedReplies(route)({ ...data, place: { kind: 'page', page: 1 } })).toContain(
    '"rows":[{"name":"Kim","score":1},{"name":"Lee","score":2},{"name":"Park"}]',
  );
});

test('in tests a reply that does not fit is a bug', () => {
  expect(() => checkedReplies(route)({ id: 'one' })).toThrow();
});
