import type { Role } from '@seodang/contract/identity.ts';

/** Whose accounts each role may make, change, close and give passwords. Where a role may do it is the route's part. */
const manages: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'],
  admin: ['admin', 'teacher', 'assistant', 'student', 'parent'],
  teacher: ['student', 'parent'],
  assistant: [],
  student: [],
  parent: [],
};

export function mayManage(actor: Role, target: Role): boolean {
  return manages[actor].includes(target);
}
