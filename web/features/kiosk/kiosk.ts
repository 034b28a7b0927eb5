import { createCall, type Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/kiosk.ts';
import { queryOptions } from '@tanstack/react-query';
import { sendPlain } from '../../lib/send.ts';
import { memory } from '../../lib/store.ts';

export type CheckedIn = Output<typeof api.checkIn>;

/** The token comes behind the # of the first visit; remembered, a reload keeps working without it. */
export const rememberKiosk = (token: string) => memory.write('kiosk', token);
export const kioskToken = () => memory.read('kiosk');

/** Calls the API as this kiosk. */
export function kioskCalls(token: string) {
  const call = createCall((url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return sendPlain(url, { ...init, headers });
  });
  return {
    checkIn: (code: string) => call(api.checkIn, { body: { code } }),
    welcome: queryOptions({
      queryKey: ['kiosk', token],
      queryFn: () => call(api.kioskWelcome, {}),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  };
}
