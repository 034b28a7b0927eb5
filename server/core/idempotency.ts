import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#core/http.ts';
import * as queries from '#core/idempotency.queries.ts';
import type { Platform } from '#core/platform.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { seal, unseal } from '#core/sealed.ts';
import type { Upkeep } from '#core/upkeep.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The Idempotency-Key that this request has claimed and must answer for. */
    claimed: { user_id: number; key: string } | undefined;
  }
}

/** Longer answers are not kept; their requests run again when repeated. */
const MOST_BYTES = 1024 * 1024;

/**
 * A request that changes something and names an Idempotency-Key runs once in 24 h: a repeat gets the first answer byte
 * for byte. Not kept, so that they can be tried again: 5xx, 429, streams and answers above a MB.
 */
export function serveIdempotency(api: App, platform: Platform): void {
  api.decorateRequest('claimed', undefined);
  // Few requests name a key: the others are let through without a promise.
  api.addHook('preValidation', (request, reply, done) => {
    if (request.headers['idempotency-key'] === undefined) return done();
    void claimFirst(platform, request, reply).then(() => done(), done);
  });
  api.addHook('onSend', (request, reply, payload, done) => {
    if (!request.claimed) return done(null, payload);
    // The work is done: that its answer could not be kept must not turn it into a failure.
    const settled = settle(platform, request, reply, payload).catch((error: unknown) => {
      request.log.error({ err: error, request_id: request.id }, 'an answer could not be kept');
    });
    void settled.then(() => done(null, payload));
  });
}

/** What is replayed is sent when this resolves, so that nothing else answers. */
async function claimFirst(platform: Platform, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const key = request.headers['idempotency-key'];
  if (request.method === 'GET' || !request.scope) return;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    refuseFields({ pointer: '/Idempotency-Key', message: '1 to 200 visible ASCII characters' });
  }
  const body = textOf(request.body);
  const user_id = userOf(request.scope);
  if (body === undefined || user_id === undefined) return;
  const fingerprint = macOf(platform, `${request.method} ${request.url}\n`, body);
  const first = await claim(request.scope, { user_id, key, fingerprint });
  if (first === 'claimed') request.claimed = { user_id, key };
  else await replay(platform, reply, key, first);
}

type Claim = { user_id: number; key: string; fingerprint: Buffer };

async function claim(
  scope: Scope,
  { user_id, key, fingerprint }: Claim,
): Promise<'claimed' | queries.Answer> {
  return scope.tx(async (tx, { now }) => {
    if (await queries.claimKey(tx, { user_id, key, fingerprint, now })) return 'claimed';
    const first = await queries.findKey(tx, user_id, key);
    if (first && !first.fingerprint.equals(fingerprint)) refuse('idempotency_key_reused');
    if (!first || first.status === null) refuse('idempotency_in_progress', { retry_after: 1 });
    return { status: first.status, content_type: first.content_type, body: first.body };
  });
}

function replay(
  { secrets }: Platform,
  reply: FastifyReply,
  key: string,
  first: queries.Answer,
): FastifyReply {
  reply.code(first.status).header('idempotency-replayed', 'true');
  if (first.content_type !== null) reply.header('content-type', first.content_type);
  return reply.send(first.body === null ? undefined : unseal(secrets.app, purposeOf(key), first.body));
}

/** Before the answer leaves: who has it may repeat at once, and finds it kept. */
async function settle(
  { secrets }: Platform,
  { claimed, scope }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  if (!claimed) return;
  const { user_id, key } = claimed;
  const status = reply.statusCode;
  const body = bytesOf(payload);
  const isKept = body !== undefined && body.length <= MOST_BYTES && status < 500 && status !== 429;
  const content_type = reply.getHeader('content-type')?.toString() ?? null;
  await scope.tx((tx) =>
    isKept
      ? queries.keepAnswer(tx, user_id, key, {
          status,
          content_type,
          body: body.length > 0 ? seal(secrets.app, purposeOf(key), body) : null,
        })
      : queries.freeKey(tx, user_id, key),
  );
}

/** The body as it counts for the fingerprint; undefined for a stream, which can't be compared. */
function textOf(body: unknown): Buffer | string | undefined {
  if (Buffer.isBuffer(body) || typeof body === 'string') return body;
  const isStream = typeof body === 'object' && body !== null && 'pipe' in body;
  return isStream ? undefined : (JSON.stringify(body) ?? '');
}

function bytesOf(payload: unknown): Buffer | undefined {
  if (payload === null || payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload);
  return Buffer.isBuffer(payload) ? payload : undefined;
}

function userOf({ actor }: Scope): number | undefined {
  if (actor.kind === 'user') return actor.user_id;
  return actor.kind === 'kiosk' ? -actor.kiosk_id : undefined;
}

function macOf({ secrets }: Platform, line: string, body: Buffer | string): Buffer {
  return createHmac('sha256', secrets.app).update('idempotency:').update(line).update(body).digest();
}

const purposeOf = (key: string) => `idempotency:${key}`;

export const idempotencyUpkeep: readonly Upkeep[] = [
  {
    name: 'core.forget_answers',
    every: 'hour',
    step: (scope, limit) =>
      scope.tx((tx, { now }) =>
        queries.deleteKeysBefore(tx, new Date(now.getTime() - queries.DAY_MS), limit),
      ),
  },
];
