import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/staff.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Member = Output<typeof api.listStaff>['results'][number];
export type Issued = { name: string; temporary_password: string; expires_at: string };
type NewMember = Input<typeof api.createStaff>['body'];

export const pageSize = 50;

export const staffQuery = (page: number, search: string) =>
  queryOptions({
    queryKey: ['staff', { page, search }],
    queryFn: () =>
      call(api.listStaff, { querystring: { page, page_size: pageSize, ...(search && { search }) } }),
    placeholderData: keepPreviousData,
  });

export async function createMember(body: NewMember): Promise<Issued> {
  const { account, temporary_password, expires_at } = await call(api.createStaff, { body });
  return { name: account.name, temporary_password, expires_at };
}

export async function resetPassword({ id, name }: Member): Promise<Issued> {
  return { name, ...(await call(api.resetStaffPassword, { params: { id } })) };
}

type Change = Input<typeof api.updateStaff>['body'] & { id: number };
export const updateMember = ({ id, ...body }: Change) => call(api.updateStaff, { params: { id }, body });

export const changeMember = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: updateMember,
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
