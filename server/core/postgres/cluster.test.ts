import { expect, test } from 'vitest';
import { socketFolder } from './cluster.ts';

test.each(['/var/lib/seodang/postgres', '/home/김 선생/postgres'])('%s has a socket', (home) => {
  expect(socketFolder(home)).toBe(home);
});

test.each([
  ['is too long', `/${'a'.repeat(90)}`],
  ['has a comma', '/srv/seodang, main/postgres'],
  ['has a quote', '/srv/"seodang"/postgres'],
])('a folder whose path %s has none', (_, home) => {
  expect(socketFolder(home)).toBeUndefined();
});
