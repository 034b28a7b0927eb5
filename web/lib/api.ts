import { ApiProblem, createCall, type Send } from '@seodang/contract/call.ts';
import { bearer, currentLogin, mayResend } from './login.ts';
import { sendPlain } from './send.ts';

function sendAs(token: string | undefined, url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return sendPlain(url, { ...init, headers });
}

/** Screens that are still drawn after the sign-in has ended ask nobody: the server would refuse them, again and again. */
function mustBeHere(): void {
  if (currentLogin().status === 'out')
    throw new ApiProblem({
      ...{ type: 'about:blank', title: 'unauthenticated' },
      ...{ status: 401, detail: 'unauthenticated' },
    });
}

/** Sends to the API as the signed-in user; a token that the server finds stale is renewed once. */
export const send: Send = async (url, init) => {
  const token = await bearer();
  mustBeHere();
  const reply = await sendAs(token, url, init);
  return reply.status === 401 && (await mayResend(token)) ? sendAs(await bearer(), url, init) : reply;
};

/**
 * Calls one route of the contract: `await call(getVideo, { params: { id } })`.
 * Throws ApiProblem for what the server refuses; `sentenceOf` makes it readable.
 */
export const call = createCall(send);
