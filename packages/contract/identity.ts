import { z } from 'zod';
import { toPhone } from './phone.ts';

export const Role = z.enum(['owner', 'admin', 'teacher', 'assistant', 'student', 'parent']);
export type Role = z.infer<typeof Role>;

/** People who run the academy. */
export const staffRoles = ['owner', 'admin', 'teacher', 'assistant'] as const satisfies readonly Role[];
export const StaffRole = z.enum(staffRoles);
export type StaffRole = z.infer<typeof StaffRole>;

export const Locale = z.enum(['ko', 'en']);
export type Locale = z.infer<typeof Locale>;

/** A phone number as people type it, kept as digits. */
export const Phone = z
  .string()
  .max(40)
  .transform((text, context) => {
    const phone = toPhone(text);
    if (phone !== undefined) return phone;
    context.addIssue('is not a phone number');
    return z.NEVER;
  });

export const LoginId = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .regex(/^[^\s\p{C}]+$/u, 'must not contain spaces');
export const PersonName = z.string().trim().min(1).max(100);
/** A password as it is typed; what a new one must be like is judged by the server (`weak_password`). */
export const Password = z.string().min(1).max(200);
export const AcademyCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, '3 to 40 of a-z, 0-9 and - between them');
