import { z } from 'zod';

export const Role = z.enum(['owner', 'admin', 'teacher', 'assistant', 'student', 'parent']);
export type Role = z.infer<typeof Role>;

/** People who run the academy. */
export const staffRoles = ['owner', 'admin', 'teacher', 'assistant'] as const satisfies readonly Role[];
