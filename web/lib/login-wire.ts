import { ApiProblem } from '@seodang/contract/call.ts';
import type { Role } from '@seodang/contract/identity.ts';
import { sendPlain } from './send.ts';

export type SignedIn = {
  access_token: string;
  expires_in: number;
  user: {
    id: number;
    name: string;
    role: Role;
    must_change_password: boolean;
    locale: string | null;
  };
  tenant: { id: number; code: string; name: string; timezone: string };
};

/** Posts to an endpoint that answers with a sign-in. */
export async function signedInOf(url: string, body: object): Promise<SignedIn> {
  const reply = await sendPlain(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = await reply.json();
  if (!reply.ok) throw new ApiProblem(json);
  return json;
}
