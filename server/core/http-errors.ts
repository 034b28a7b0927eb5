import type { ProblemCode } from '@seodang/contract/problem.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isDatabaseAway } from '#core/db.ts';
import type { App } from '#core/http.ts';
import { Refusal, toProblem } from '#core/problem.ts';

/** Every refusal and every bug leaves as RFC 9457 problem+json with the request id; bugs without detail. */
export function serveErrors(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const [code, extra] = codeOf(error);
    if (code === 'internal')
      request.log.error({ err: error, request_id: request.id }, 'a bug reached the edge');
    return sendProblem(request, reply, code, extra);
  });
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  extra: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const problem = toProblem(code, request.url.split('?')[0] ?? '', { ...extra, request_id: request.id });
  if (typeof extra.retry_after === 'number') reply.header('retry-after', Math.ceil(extra.retry_after));
  if (code === 'range_not_satisfiable' && typeof extra.size === 'number')
    reply.header('content-range', `bytes */${extra.size}`);
  if (code === 'unavailable') reply.header('retry-after', 1);
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}

function codeOf(error: unknown): [ProblemCode, Readonly<Record<string, unknown>>?] {
  if (error instanceof Refusal) return [error.code, error.extra];
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.flatMap((issue) => fieldErrors(issue));
    return ['invalid_request', { errors }];
  }
  if (isDatabaseAway(error)) return ['unavailable'];
  return [knownCodes[(error as { code?: string }).code ?? ''] ?? 'internal'];
}

const knownCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'not_found',
  // A file by a path that no file has, such as one with two slashes.
  FST_STATIC_FORBIDDEN_PATH: 'not_found',
  ENOSPC: 'storage_full',
  // PostgreSQL took back one of those that were in each other's way: what was asked is right when it is asked again.
  '40001': 'unavailable',
  '40P01': 'unavailable',
  // Or ended the wait of one that set a limit to it.
  '55P03': 'unavailable',
};

type Issue = {
  instancePath: string;
  message?: string;
  keyword?: string;
  params?: { keys?: string[] };
};

/** An unknown field is named itself, not the object that holds it. */
function fieldErrors(issue: Issue): { pointer: string; message: string }[] {
  const keys = issue.keyword === 'unrecognized_keys' ? issue.params?.keys : undefined;
  if (!keys) return [{ pointer: issue.instancePath, message: issue.message ?? 'is not valid' }];
  return keys.map((key) => ({
    pointer: `${issue.instancePath.replace(/\/$/, '')}/${key}`,
    message: 'unknown field',
  }));
}
