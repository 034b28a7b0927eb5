import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '#core/problem.ts';
import { equalText } from '#core/tokens.ts';
import { isKey, mustBeKey } from './keys.ts';
import { MAX_PART_COUNT } from './storage.ts';

export const STORAGE_PATH = '/storage/';
const SIGNATURE = '&signature=';

export type Request = {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly upload_id?: string | undefined;
  readonly part_number?: number | undefined;
};
type Signer = { readonly secret: string; readonly clock: () => Date };

/** An address for exactly this request, relative to the API's; whoever has it needs no other credentials. */
export function sign(signer: Signer, request: Request, seconds: number): string {
  const { method, key, upload_id, part_number } = request;
  mustBeKey(key);
  const expires = Math.floor(signer.clock().getTime() / 1000) + seconds;
  const query = new URLSearchParams({ expires: String(expires) });
  if (upload_id !== undefined) query.set('upload_id', upload_id);
  if (part_number !== undefined) query.set('part_number', String(part_number));
  const address = `${STORAGE_PATH}${key}?${query}`;
  return `${address}${SIGNATURE}${signatureOf(signer, method, address)}`;
}

function signatureOf({ secret }: Signer, method: string, address: string): string {
  return createHmac('sha256', secret).update(`${method}\n${address}`).digest('base64url');
}

const Query = z.object({
  expires: z.coerce.number().int(),
  upload_id: z.string().optional(),
  part_number: z.coerce.number().int().min(1).max(MAX_PART_COUNT).optional(),
});

/** What an address was signed for; refuses when one byte of it, or the method, is another, or its time is over. */
export function verify(signer: Signer, method: Request['method'], url: string): Request {
  const at = url.lastIndexOf(SIGNATURE);
  const address = url.slice(0, at);
  if (at < 0 || !equalText(url.slice(at + SIGNATURE.length), signatureOf(signer, method, address)))
    refuse('signature_invalid');
  const { pathname, searchParams } = new URL(address, 'http://storage');
  const { expires, upload_id, part_number } = Query.parse(Object.fromEntries(searchParams));
  const key = pathname.slice(STORAGE_PATH.length);
  if (expires * 1000 <= signer.clock().getTime() || !isKey(key)) refuse('signature_invalid');
  return { method, key, upload_id, part_number };
}
