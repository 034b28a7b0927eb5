import type { Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/storage-audit.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type StorageState = Output<typeof api.readStorage>;
export type StorageFault = Output<typeof api.listStorageFaults>['results'][number];

export const faultsOnAPage = 20;
const whileCheckingMs = 2000;

export const storageQuery = queryOptions({
  queryKey: ['storage', 'state'],
  queryFn: () => call(api.readStorage, {}),
  refetchInterval: ({ state }) => (state.data?.is_checking ? whileCheckingMs : false),
});

export type Sort = 'missing' | 'orphan';

export const storageFaultsQuery = (page: number, kind: Sort) =>
  queryOptions({
    queryKey: ['storage', 'faults', { page, kind }],
    queryFn: () => call(api.listStorageFaults, { querystring: { page, page_size: faultsOnAPage, kind } }),
    placeholderData: keepPreviousData,
  });

/** The largest orphans of that age that nobody has had removed yet: as many as can be named in one question. */
export async function oldOrphans(older_than_days: number): Promise<StorageFault[]> {
  const querystring = { page_size: faultsOnAPage, kind: 'orphan', older_than_days } as const;
  const { results } = await call(api.listStorageFaults, { querystring });
  return results.filter(({ removing_at }) => removing_at === null);
}

export const checkStorage = () => call(api.auditStorage, {});

export const removeOrphans = (ids: number[], older_than_days: number) =>
  call(api.removeOrphans, { body: { ids, older_than_days } });
