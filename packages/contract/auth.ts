import { z } from 'zod';
import { AcademyCode, Locale, Password, PersonName, Phone, Role } from './identity.ts';
import { IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** The caller, as the web app greets them. */
export const Me = z
  .object({
    id: z.int(),
    login_id: z.string(),
    name: z.string(),
    role: Role,
    email: z.string().nullable(),
    phone: z.string().nullable(),
    locale: Locale,
    has_chosen_locale: z.boolean().describe('Whether `locale` is the own choice, or the academy’s'),
    must_change_password: z.boolean(),
    totp_enabled: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Academy = z
  .object({ id: z.int(), code: z.string(), name: z.string(), timezone: z.string(), is_demo: z.boolean() })
  .meta({ id: 'Academy' });
export type Academy = z.infer<typeof Academy>;

/** The refresh token travels beside it, in a cookie that scripts can't read. */
export const SignedIn = z
  .object({
    access_token: z.string(),
    expires_in: z.int().describe('Seconds that the access token is good for'),
    user: Me,
    tenant: Academy,
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

export const MyAccount = z.object({ user: Me, tenant: Academy }).meta({ id: 'MyAccount' });
export type MyAccount = z.infer<typeof MyAccount>;

const tags = ['identity'] as const;

export const openAcademy = {
  method: 'POST',
  url: '/tenants',
  schema: {
    operationId: 'openAcademy',
    summary: 'Open an academy with its owner, who is signed in at once and signs in by phone later',
    tags,
    body: z.strictObject({
      academy_code: AcademyCode,
      academy_name: PersonName,
      owner_name: PersonName,
      phone: Phone,
      password: Password,
    }),
    response: { 201: SignedIn, 400: Problem, 403: Problem, 409: Problem, 429: Problem },
  },
} satisfies Route;

export const SignIn = z.strictObject({
  academy: z.string().trim().min(1).max(100).describe('The code of the academy'),
  login: z.string().trim().min(1).max(200).describe('Login id, e-mail or phone'),
  password: Password,
  code: z.string().trim().max(40).optional().describe('Of the authenticator app, or a recovery code'),
});
export type SignIn = z.output<typeof SignIn>;

export const signIn = {
  method: 'POST',
  url: '/auth/sign-in',
  schema: {
    operationId: 'signIn',
    summary: 'Sign in; the answer never tells whether the academy or the account exists',
    tags,
    body: SignIn,
    response: { 200: SignedIn, 400: Problem, 401: Problem, 429: Problem },
  },
} satisfies Route;

export const refreshLogin = {
  method: 'POST',
  url: '/auth/refresh',
  schema: {
    operationId: 'refreshLogin',
    summary: 'A new access token for the refresh cookie, which is rotated; a stolen old one ends the login',
    tags,
    response: { 200: SignedIn, 401: Problem },
  },
} satisfies Route;

export const signOut = {
  method: 'POST',
  url: '/auth/sign-out',
  schema: {
    operationId: 'signOut',
    summary: 'End this login, known by its cookie or its access token',
    tags,
    response: { 204: z.undefined() },
  },
} satisfies Route;

export const signOutEverywhere = {
  method: 'POST',
  url: '/auth/sign-out-everywhere',
  schema: {
    operationId: 'signOutEverywhere',
    summary: 'End all logins of the caller, at once and on every device',
    tags,
    response: { 204: z.undefined(), 401: Problem, 403: Problem },
  },
} satisfies Route;

export const changePassword = {
  method: 'POST',
  url: '/auth/password',
  schema: {
    operationId: 'changePassword',
    summary: "Change one's own password; all other logins end",
    tags,
    body: z.strictObject({ current: Password, next: Password }),
    response: { 204: z.undefined(), 400: Problem, 401: Problem, 403: Problem, 429: Problem },
  },
} satisfies Route;

export const readMe = {
  method: 'GET',
  url: '/me',
  schema: {
    operationId: 'readMe',
    summary: 'Who the caller is, and in which academy',
    tags,
    response: { 200: MyAccount, 401: Problem },
  },
} satisfies Route;

export const updateMe = {
  method: 'PATCH',
  url: '/me',
  schema: {
    operationId: 'updateMe',
    summary: "Change one's own language",
    tags,
    body: z.strictObject({ locale: Locale }),
    response: { 200: MyAccount, 400: Problem, 401: Problem },
  },
} satisfies Route;

export const Login = z
  .object({
    id: z.int(),
    user_agent: z.string().nullable(),
    address: z.string().nullable(),
    created_at: Instant,
    last_used_at: Instant,
    is_current: z.boolean(),
  })
  .meta({ id: 'Login' });
export type Login = z.output<typeof Login>;

export const listLogins = {
  method: 'GET',
  url: '/auth/logins',
  schema: {
    operationId: 'listLogins',
    summary: "One's own devices that are signed in",
    tags,
    querystring: ListQuery.omit({ ordering: true, search: true }),
    response: { 200: pageOf(Login), 401: Problem },
  },
} satisfies Route;

export const endLogin = {
  method: 'DELETE',
  url: '/auth/logins/:id',
  schema: {
    operationId: 'endLogin',
    summary: "Sign one of one's own devices out",
    tags,
    params: IdParams,
    response: { 204: z.undefined(), 401: Problem, 403: Problem, 404: Problem },
  },
} satisfies Route;

export const Demo = z.object({
  academy: z.object({ code: z.string(), name: z.string() }).nullable(),
  accounts: z.array(z.object({ role: Role, name: z.string(), login: z.string(), password: z.string() })),
});
export type Demo = z.infer<typeof Demo>;

export const readDemo = {
  method: 'GET',
  url: '/demo',
  schema: {
    operationId: 'readDemo',
    summary: 'How to try the demo academy, where there is one; empty in production',
    tags,
    response: { 200: Demo },
  },
} satisfies Route;
