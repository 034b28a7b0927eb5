import { createCall, type Send } from '@seodang/contract/call.ts';
import { bearer, currentLogin, refresh } from './login.ts';
import { sendPlain } from './send.ts';

async function withBearer(init: RequestInit): Promise<RequestInit> {
  const token = await bearer();
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

/** Sends to the API as the signed-in user; a token that the server finds stale is renewed once. */
export const send: Send = async (url, init) => {
  const reply = await sendPlain(url, await withBearer(init));
  if (reply.status !== 401 || currentLogin().status !== 'in') return reply;
  await refresh();
  return currentLogin().status === 'in' ? sendPlain(url, await withBearer(init)) : reply;
};

/**
 * Calls one route of the contract: `await call(getVideo, { params: { id } })`.
 * Throws ApiProblem for what the server refuses; `sentenceOf` makes it readable.
 */
export const call = createCall(send);
