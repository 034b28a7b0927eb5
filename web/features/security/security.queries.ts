import * as auth from '@seodang/contract/auth.ts';
import type { Input, Output } from '@seodang/contract/call.ts';
import * as security from '@seodang/contract/security.ts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Device = Output<typeof auth.listLogins>['results'][number];
export type ApiKey = Output<typeof security.listApiKeys>['results'][number];
export type Enrolment = Output<typeof security.enrolTotp>;
type NewKey = Input<typeof security.createApiKey>['body'];

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => call(auth.readMe, {}) });

export const devicesQuery = queryOptions({
  queryKey: ['logins'],
  queryFn: () => call(auth.listLogins, { querystring: { page_size: 100 } }),
});

export const endDevice = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) => call(auth.endLogin, { params: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['logins'] }),
  });

export const apiKeysQuery = queryOptions({
  queryKey: ['api_keys'],
  queryFn: () => call(security.listApiKeys, { querystring: { page_size: 100 } }),
});

export const createKey = (body: NewKey) => call(security.createApiKey, { body });

export const revokeKey = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) => call(security.revokeApiKey, { params: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['api_keys'] }),
  });

export const enrol = (password: string) => call(security.enrolTotp, { body: { password } });
export const confirm = (code: string) => call(security.confirmTotp, { body: { code } });
export const disable = (password: string) => call(security.disableTotp, { body: { password } });
