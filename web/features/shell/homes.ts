import { type Role, staffRoles } from '@seodang/contract/identity.ts';

export const adminRoles: readonly Role[] = ['owner', 'admin'];

const areas: Readonly<Record<string, readonly Role[]>> = {
  student: ['student'],
  parent: ['parent'],
  staff: staffRoles,
  admin: adminRoles,
  account: [...staffRoles, 'student', 'parent'],
};

/** The first screen of a role. */
export function homeOf(role: Role): '/student' | '/parent' | '/staff' {
  if (role === 'student') return '/student';
  return role === 'parent' ? '/parent' : '/staff';
}

/** Whether a role may see the screens below `/student`, `/parent`, `/staff` or `/admin`. */
export function mayEnter(role: Role, path: string): boolean {
  return areas[path.split('/')[1] ?? '']?.includes(role) ?? false;
}
