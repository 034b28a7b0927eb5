import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/settings.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Settings = Output<typeof api.readSettings>;
export type SettingsChange = Input<typeof api.changeSettings>['body'];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => call(api.readSettings, {}),
});

/** Sends what is given; the rest stays as it is. */
export function useChangeSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) => call(api.changeSettings, { body }),
    meta: { quiet: true },
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
}
