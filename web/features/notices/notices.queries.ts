import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/notices.ts';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Notice = Output<typeof api.outbox>['results'][number];
export type Usage = Output<typeof api.noticeUsage>;
export type NoticeSettings = Output<typeof api.readNoticeSettings>;

/** An empty word narrows nothing. */
export type OutboxFilter = {
  status: Notice['status'] | '';
  channel: Notice['channel'] | '';
  kind: Notice['kind'] | '';
  search: string;
};

export const outboxQuery = (page: number, { status, channel, kind, search }: OutboxFilter) => {
  const querystring = {
    page,
    ...(status && { status }),
    ...(channel && { channel }),
    ...(kind && { kind }),
    ...(search && { search }),
  };
  return queryOptions({
    queryKey: ['notices', 'outbox', querystring],
    queryFn: () => call(api.outbox, { querystring }),
    placeholderData: keepPreviousData,
  });
};

export const usageQuery = queryOptions({
  queryKey: ['notices', 'usage'],
  queryFn: () => call(api.noticeUsage, {}),
});

export const noticeSettingsQuery = queryOptions({
  queryKey: ['notices', 'settings'],
  queryFn: () => call(api.readNoticeSettings, {}),
});

export function useSendAgain() {
  return useMutation({ mutationFn: (id: number) => call(api.sendNoticeAgain, { params: { id } }) });
}

export function useCloseLink() {
  return useMutation({ mutationFn: (id: number) => call(api.revokeNoticeLink, { params: { id } }) });
}

export function useChangeNoticeSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Input<typeof api.changeNoticeSettings>['body']) =>
      call(api.changeNoticeSettings, { body }),
    meta: { quiet: true },
    onSuccess: (settings) => queries.setQueryData(noticeSettingsQuery.queryKey, settings),
  });
}
