import { z } from 'zod';
import { Password } from './identity.ts';
import { IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const tags = ['identity'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 409: Problem, 429: Problem } as const;
const Code = z.string().trim().min(6).max(40);

export const enrolTotp = {
  method: 'POST',
  url: '/auth/totp',
  schema: {
    operationId: 'enrolTotp',
    summary: 'Begin to use an authenticator app: what its QR code says. Counts once confirmed.',
    tags,
    body: z.strictObject({ password: Password }),
    response: { 200: z.object({ secret: z.string(), uri: z.string() }), ...refusals },
  },
} satisfies Route;

export const confirmTotp = {
  method: 'POST',
  url: '/auth/totp/confirm',
  schema: {
    operationId: 'confirmTotp',
    summary: 'The first code of the app; from now on every sign-in asks for one',
    tags,
    body: z.strictObject({ code: Code }),
    response: {
      200: z.object({ recovery_codes: z.array(z.string()).describe('Each opens the account once') }),
      ...refusals,
    },
  },
} satisfies Route;

export const disableTotp = {
  method: 'POST',
  url: '/auth/totp/disable',
  schema: {
    operationId: 'disableTotp',
    summary: 'Stop asking for codes',
    tags,
    body: z.strictObject({ password: Password }),
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const ApiKey = z
  .object({
    id: z.int(),
    name: z.string(),
    hint: z.string().describe('How the key begins'),
    created_at: Instant,
    last_used_at: Instant.nullable(),
    expires_at: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.output<typeof ApiKey>;

export const listApiKeys = {
  method: 'GET',
  url: '/auth/api-keys',
  schema: {
    operationId: 'listApiKeys',
    summary: "One's own API keys that still open something",
    tags,
    querystring: ListQuery.omit({ ordering: true, search: true }),
    response: { 200: pageOf(ApiKey), 401: Problem, 403: Problem },
  },
} satisfies Route;

export const createApiKey = {
  method: 'POST',
  url: '/auth/api-keys',
  schema: {
    operationId: 'createApiKey',
    summary: 'A key for an integration that acts as the caller; shown this once',
    tags,
    body: z.strictObject({ name: z.string().trim().min(1).max(100), expires_at: Instant.optional() }),
    response: { 201: ApiKey.extend({ key: z.string() }), ...refusals },
  },
} satisfies Route;
export type NewApiKey = z.output<typeof createApiKey.schema.body>;

export const revokeApiKey = {
  method: 'DELETE',
  url: '/auth/api-keys/:id',
  schema: {
    operationId: 'revokeApiKey',
    summary: 'The key opens nothing any more',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), 401: Problem, 403: Problem, 404: Problem },
  },
} satisfies Route;
