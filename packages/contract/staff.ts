import { z } from 'zod';
import { LoginId, PersonName, Phone, StaffRole } from './identity.ts';
import { Flag, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** An account of somebody who runs the academy, as owners and admins see it. */
export const StaffAccount = z
  .object({
    id: z.int(),
    login_id: z.string(),
    role: StaffRole,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    is_active: z.boolean(),
    must_change_password: z.boolean(),
    totp_enabled: z.boolean(),
    last_signed_in_at: Instant.nullable(),
    created_at: Instant,
  })
  .meta({ id: 'StaffAccount' });
export type StaffAccount = z.output<typeof StaffAccount>;

/** Shown once; its owner must change it at the first sign-in. */
export const TemporaryPassword = z
  .object({ temporary_password: z.string(), expires_at: Instant })
  .meta({ id: 'TemporaryPassword' });
export type TemporaryPassword = z.output<typeof TemporaryPassword>;

export const NewStaff = z.strictObject({
  login_id: LoginId,
  role: StaffRole,
  name: PersonName,
  email: z.email().max(200).optional(),
  phone: Phone.optional(),
});
export type NewStaff = z.output<typeof NewStaff>;

export const StaffChange = z
  .strictObject({
    name: PersonName,
    role: StaffRole,
    email: z.email().max(200).nullable(),
    phone: Phone.nullable(),
    is_active: z.boolean(),
  })
  .partial();
export type StaffChange = z.output<typeof StaffChange>;

const tags = ['identity'] as const;

export const listStaff = {
  method: 'GET',
  url: '/staff',
  schema: {
    operationId: 'listStaff',
    summary: 'Accounts of owners, admins, teachers and assistants',
    tags,
    querystring: ListQuery.extend({ role: StaffRole.optional(), is_active: Flag.optional() }),
    response: { 200: pageOf(StaffAccount), 400: Problem, 401: Problem, 403: Problem },
  },
} satisfies Route;
export type StaffQuery = z.output<typeof listStaff.schema.querystring>;

export const readStaff = {
  method: 'GET',
  url: '/staff/:id',
  schema: {
    operationId: 'readStaff',
    summary: 'One account of a member of staff',
    tags,
    params: IdParams,
    response: { 200: StaffAccount, 401: Problem, 403: Problem, 404: Problem },
  },
} satisfies Route;

export const createStaff = {
  method: 'POST',
  url: '/staff',
  schema: {
    operationId: 'createStaff',
    summary: 'A new member of staff with a temporary password',
    tags,
    body: NewStaff,
    response: {
      201: z.object({ account: StaffAccount, ...TemporaryPassword.shape }),
      400: Problem,
      401: Problem,
      403: Problem,
      409: Problem,
    },
  },
} satisfies Route;

export const updateStaff = {
  method: 'PATCH',
  url: '/staff/:id',
  schema: {
    operationId: 'updateStaff',
    summary: 'Change a member of staff; a new role or leaving ends their logins at once',
    tags,
    params: IdParams,
    body: StaffChange,
    response: { 200: StaffAccount, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
  },
} satisfies Route;

export const resetStaffPassword = {
  method: 'POST',
  url: '/staff/:id/temporary-password',
  schema: {
    operationId: 'resetStaffPassword',
    summary: 'A temporary password for somebody who forgot theirs; ends their logins',
    tags,
    params: IdParams,
    response: { 200: TemporaryPassword, 401: Problem, 403: Problem, 404: Problem },
  },
} satisfies Route;
