import type { IngestAnswer, IngestBody } from '@seodang/contract/study-ingest.ts';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import { openScope, type Scope, userOf } from '#core/scope.ts';
import { equalText } from '#core/tokens.ts';
import { listKnown } from './arrival.queries.ts';
import { findByHash, findPrincipal } from './devices.queries.ts';
import { DEVICE_TOKEN, hashOfToken } from './devices.ts';
import { ingest, type Sender } from './ingest.ts';
import { findTenant } from './senders.queries.ts';
import { mustBeStudent } from './topics.ts';

/** When a viewer is to try again that keeps what it has until it may send. */
const SHUT_SECONDS = 3600;

/** In whose name a viewer sends; without a sender the questions themselves must say whose they are. */
export type Viewer = { scope: Scope; sender: Sender | undefined };

/**
 * Who sends, by the token of a device or by the one that all viewers of an academy share (named by `x-academy`). Refuses
 * while viewers are not let in, and whoever has no such token.
 */
export async function viewerOf(platform: Platform, request: FastifyRequest): Promise<Viewer> {
  if (!platform.config.STUDY_INGEST_ENABLED) refuse('study_ingest_disabled', { retry_after: SHUT_SECONDS });
  return (
    (await byDevice(platform, request)) ??
    (await bySharedToken(platform, request)) ??
    refuse('unauthenticated')
  );
}

async function byDevice(platform: Platform, request: FastifyRequest): Promise<Viewer | undefined> {
  const [, token, tenant] = DEVICE_TOKEN.exec(request.headers.authorization ?? '') ?? [];
  if (!token) return undefined;
  const tenant_id = Number(tenant);
  const sender = await findByHash(platform.db, tenant_id, hashOfToken(token));
  return sender && { scope: scopeOf(platform, request, tenant_id), sender };
}

async function bySharedToken(platform: Platform, request: FastifyRequest): Promise<Viewer | undefined> {
  const { VIEWER_SYNC_TOKEN } = platform.config;
  const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const academy = request.headers['x-academy'];
  if (!VIEWER_SYNC_TOKEN || !token || typeof academy !== 'string') return undefined;
  if (!equalText(token, VIEWER_SYNC_TOKEN)) return undefined;
  const tenant_id = await findTenant(platform.db, academy);
  return tenant_id === undefined
    ? undefined
    : { scope: scopeOf(platform, request, tenant_id), sender: undefined };
}

function scopeOf({ db, clock }: Platform, request: FastifyRequest, tenant_id: number): Scope {
  const actor = { kind: 'system' as const, reason: 'study viewer' };
  return openScope(db, tenant_id, actor, { now: clock(), request_id: request.id, address: request.ip });
}

/** Takes a session in for whoever sent it. */
export async function ingestFrom({ scope, sender }: Viewer, body: IngestBody): Promise<IngestAnswer> {
  return ingest(scope, sender ?? (await principalOf(scope, body)), body);
}

/** The one student to whom all questions belong. */
function principalOf(scope: Scope, { attempts }: IngestBody): Promise<Sender> {
  return scope.tx(async (tx) => {
    const pub_ids = [...new Set(attempts.map(({ pub_id }) => pub_id))];
    const owners = new Set((await listKnown(tx, null, pub_ids)).map(({ student_id }) => student_id));
    const [owner] = owners;
    if (owners.size !== 1 || owner === null || owner === undefined) refuse('mixed_principals');
    return (await findPrincipal(tx, owner)) ?? refuse('mixed_principals');
  });
}

/** The same for the student who is signed in. */
export async function sync(scope: Scope, body: IngestBody): Promise<IngestAnswer> {
  const { user_id } = userOf(scope);
  const student_id = await scope.tx((tx, scope) => mustBeStudent(tx, scope));
  return ingest(scope, { student_id, user_id }, body);
}
