import { z } from 'zod';
import { Flag, ListQuery, pageOf } from './list.ts';
import { Guardian, Student } from './people.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const tags = ['people'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const Family = z
  .object({
    guardian: Guardian.omit({ relation: true }),
    children: z.array(
      Student.pick({
        id: true,
        name: true,
        school: true,
        grade: true,
        guardian_consent: true,
        login_id: true,
      }).extend({
        relation: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Family' });
export type Family = z.input<typeof Family>;

export const listFamilies = {
  method: 'GET',
  url: '/families',
  schema: {
    operationId: 'listFamilies',
    summary: 'Guardians with their children; searched by the name or phone of either',
    tags,
    querystring: ListQuery.extend({
      siblings: Flag.optional().describe('true: only guardians of two or more'),
      waiting: Flag.optional().describe('true: only families with a child that waits for consent'),
    }),
    response: { 200: pageOf(Family), ...refusals },
  },
} satisfies Route;

export const IssuedAccount = z
  .object({
    user_id: z.int(),
    role: z.enum(['student', 'parent']),
    name: z.string(),
    login_id: z.string(),
    temporary_password: z.string().nullable().describe('Null for somebody who has an own password already'),
    state: z.enum(['issued', 'has_password', 'waits_for_consent']),
    students: z.array(z.object({ student_id: z.int(), name: z.string() })),
  })
  .meta({ id: 'IssuedAccount' });
export type IssuedAccount = z.input<typeof IssuedAccount>;

export const issueAccounts = {
  method: 'POST',
  url: '/students/accounts',
  schema: {
    operationId: 'issueAccounts',
    summary:
      'Temporary passwords to hand out, shown this once; who has an own password keeps it unless reset is true',
    tags,
    body: z.strictObject({
      student_ids: z.array(z.int().positive()).min(1).max(100),
      guardians: z.boolean().default(true),
      reset: z.boolean().default(false),
    }),
    response: { 200: z.object({ results: z.array(IssuedAccount) }), ...refusals },
  },
} satisfies Route;
