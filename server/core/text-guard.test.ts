import fc from 'fast-check';
import { expect, test } from 'vitest';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('a name is kept if it is text, and refused if no database could keep it', async () => {
  const owner = await (await academy(kit)).person('owner');
  const name = fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
      fc.constantFrom(
        '\\u0000',
        'C:\\ud800',
        '\\\\u0000',
        '김\u0000',
        '\ud800',
        '😀',
        '\udc00\ud800',
        'ok\\',
      ),
    )
    .map((text) => `이${text}이`);
  await fc.assert(
    fc.asyncProperty(name, async (given) => {
      const reply = await kit.app.inject({
        method: 'PATCH',
        url: `/api/v1/staff/${owner.user_id}`,
        headers: owner.headers,
        payload: { name: given },
      });
      const isText = given.isWellFormed() && !given.includes('\u0000');
      if (isText) expect(reply.json().name).toBe(given);
      else expect(reply.json()).toMatchObject({ status: 400, detail: 'invalid_request' });
    }),
    { numRuns: 150, seed: 3 },
  );
});

test('NUL in a path or a query is refused', async () => {
  const { headers } = await (await academy(kit)).person('owner');
  for (const url of ['/api/v1/staff?search=a%00', '/api/v1/staff/%001']) {
    expect((await kit.app.inject({ url, headers })).json()).toMatchObject({ status: 400 });
  }
});
