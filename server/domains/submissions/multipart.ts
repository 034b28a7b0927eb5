import type { FastifyRequest } from 'fastify';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';

export type SentFile = { filename: string; bytes: Uint8Array };
const sent = new WeakMap<FastifyRequest, SentFile[]>();

/** Reads multipart/form-data of these routes: fields become the body (numbers as numbers, JSON as JSON), files lie beside. */
export function takeForms(app: App, bodyLimit: number): void {
  const limits = { parseAs: 'buffer' as const, bodyLimit };
  app.addContentTypeParser('multipart/form-data', limits, async (request: FastifyRequest, body: Buffer) => {
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(body, { headers: { 'content-type': type } })
      .formData()
      .catch(() => refuse('invalid_request', { errors: [{ pointer: '', message: 'is no form' }] }));
    const files: SentFile[] = [];
    const fields: Record<string, unknown> = {};
    for (const [name, value] of form) {
      if (typeof value === 'string') fields[name] = plain(value);
      else files.push({ filename: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
    }
    sent.set(request, files);
    return fields;
  });
}

/** The files that came with a form, in their order; none for JSON. */
export function filesOfForm(request: FastifyRequest): SentFile[] {
  return sent.get(request) ?? [];
}

function plain(text: string): unknown {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
