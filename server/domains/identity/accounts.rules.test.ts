import { Role } from '@seodang/contract/identity.ts';
import { expect, test } from 'vitest';
import { mayManage } from './accounts.rules.ts';

const rank: Record<Role, number> = { owner: 5, admin: 4, teacher: 3, assistant: 2, student: 1, parent: 1 };

test('nobody manages anybody above themselves, and owners everybody', () => {
  for (const actor of Role.options) {
    for (const target of Role.options) {
      if (rank[target] > rank[actor]) expect(mayManage(actor, target)).toBe(false);
      if (actor === 'owner') expect(mayManage(actor, target)).toBe(true);
    }
  }
});

test('an admin does not touch owners; a teacher only students and parents; the others nobody', () => {
  const managed = (actor: Role) => Role.options.filter((target) => mayManage(actor, target));
  expect(managed('admin')).toEqual(['admin', 'teacher', 'assistant', 'student', 'parent']);
  expect(managed('teacher')).toEqual(['student', 'parent']);
  for (const actor of ['assistant', 'student', 'parent'] as const) expect(managed(actor)).toEqual([]);
});
