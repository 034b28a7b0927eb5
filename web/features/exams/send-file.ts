import { ApiProblem } from '@seodang/contract/call.ts';
import type { Problem } from '@seodang/contract/problem.ts';
import { send } from '../../lib/api.ts';

/** Sends a spreadsheet as it is, as text or as bytes by its name; throws ApiProblem for what the server refuses. */
export async function sendFile<T>(url: string, file: File): Promise<T> {
  const type = /\.(csv|txt|tsv)$/i.test(file.name) ? 'text/csv' : 'application/octet-stream';
  const reply = await send(url, { method: 'POST', headers: { 'content-type': type }, body: file });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new ApiProblem(answer as Problem);
  return answer as T;
}
