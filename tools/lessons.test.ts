import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const docs = join(import.meta.dirname, '..', 'docs');
const text = readFileSync(join(docs, 'lessons.md'), 'utf8');
/** The rows that were found, by topic: as many as there are, from one on. */
const LESSONS = { G: 17, V: 117, S: 48, Q: 17, P: 72 };

const rows = [...text.matchAll(/^\| ([A-Z]+-\d+) \| (.*?) \| (.*?) ?\|$/gm)].map(
  ([, id = '', says = '', tests = '']) => ({ id, says, tests: [...tests.matchAll(/\[(.+?)\]/g)] }),
);
const files = new Map([...text.matchAll(/^\[(.+?)\]: (.+)$/gm)].map(([, name, path]) => [name, path]));

test('every lesson is there once, in order', () => {
  const wanted = Object.entries(LESSONS).flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, index) => `${topic}-${index + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(wanted);
});

test('every lesson names a test that exists, or says why it cannot occur', () => {
  for (const { id, says, tests } of rows) {
    if (tests.length === 0) expect(says, id).toMatch(/^Cannot occur: /);
    for (const [, name] of tests) {
      const path = files.get(name) ?? '';
      expect(path, `${id} [${name}]`).toMatch(/\.(test|e2e)\.ts$/);
      expect(existsSync(join(docs, path)), `${id} ${path}`).toBe(true);
    }
  }
});
