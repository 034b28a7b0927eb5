import { ApiProblem } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import { send } from './api.ts';

/**
 * Fetches a file from the API and gives it to the browser's downloads, under the title that is given, else the name that
 * the server says. With a body the file is asked for by POST. Throws ApiProblem for what the server refuses.
 */
export async function download(
  url: string,
  otherwise: string,
  { body, title }: { body?: object; title?: string | undefined } = {},
): Promise<void> {
  const asked = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const reply = await send(url, asked ?? {});
  if (!reply.ok) throw new ApiProblem((await reply.json()) as Problem);
  const name = /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await reply.blob());
  const ending = /\.\w+$/.exec(name ?? otherwise)?.[0] ?? '';
  link.download = title ? `${title}${ending}` : (name ?? otherwise);
  link.click();
  URL.revokeObjectURL(link.href);
}
