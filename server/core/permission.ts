import type { Role } from '@seodang/contract/identity.ts';
import type { FastifyRequest } from 'fastify';
import type { App, HttpOptions } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import { type Actor, openScope } from '#core/scope.ts';
import { equalText } from '#core/tokens.ts';

/** Who may call an operation: anyone, our runners (by worker token), a kiosk, a message's link, or these roles. */
export type Rule = 'anyone' | 'runner' | 'kiosk' | 'family' | readonly Role[];

/** One readable table for the whole API; whose rows a role sees is the services' part. */
export type Permissions = {
  readonly rules: Readonly<Record<string, Rule>>;
  /** Also open to those who must change a temporary password first. */
  readonly beforePasswordChange: readonly string[];
  /** Closed to API keys: a key that leaks must not be able to outlive its end. */
  readonly notByApiKey: readonly string[];
  /** Hot paths whose own statement checks in one round trip that the login still lives. */
  readonly checkedInside: readonly string[];
};

/** Default deny: every route of `api` gets its rule from the table, and the server does not start without one. */
export function guardRoutes(api: App, platform: Platform, { permissions, authenticate }: HttpOptions): void {
  const unused = new Set(Object.keys(permissions.rules));
  api.addHook('onRoute', (route) => {
    if (route.method === 'HEAD' || route.method === 'OPTIONS') return;
    const name = (route.schema as { operationId?: string } | undefined)?.operationId;
    const rule = name === undefined ? undefined : permissions.rules[name];
    if (name === undefined || rule === undefined) {
      throw new Error(
        `${route.method} ${route.url} (${name ?? 'no operationId'}) has no rule in server/permissions.ts`,
      );
    }
    unused.delete(name);
  });
  api.addHook('onReady', async () => {
    if (unused.size > 0)
      throw new Error(`server/permissions.ts has rules without a route: ${[...unused].join(', ')}`);
  });
  api.addHook('onRequest', async (request) => {
    const name = operationOf(request);
    const rule = permissions.rules[name] ?? refuse('forbidden');
    if (rule === 'anyone') return;
    if (rule === 'runner') return mustBeRunner(request, platform);
    const caller = await authenticate(request, permissions.checkedInside.includes(name));
    if (!caller) refuse('unauthenticated');
    if (!isAllowed(rule, caller.actor)) refuse('forbidden');
    if (caller.must_change_password && !permissions.beforePasswordChange.includes(name))
      refuse('password_change_required');
    if (isApiKey(caller.actor) && permissions.notByApiKey.includes(name)) refuse('not_by_api_key');
    request.scope = openScope(platform.db, caller.tenant_id, caller.actor, {
      now: platform.clock(),
      request_id: request.id,
      address: request.ip,
    });
  });
}

function operationOf(request: FastifyRequest): string {
  return (request.routeOptions.schema as { operationId?: string } | undefined)?.operationId ?? '';
}

function isAllowed(rule: Rule, actor: { kind: string; role?: Role }): boolean {
  if (rule === 'kiosk' || rule === 'family') return actor.kind === rule;
  return (
    Array.isArray(rule) && actor.kind === 'user' && actor.role !== undefined && rule.includes(actor.role)
  );
}

function isApiKey(actor: Actor): boolean {
  return actor.kind === 'user' && actor.login_session_id === null;
}

/** Without INTERNAL_WORKER_TOKEN only the runner that this server starts itself knows the token. */
function mustBeRunner(request: FastifyRequest, { config, secrets }: Platform): void {
  const given = request.headers['x-worker-token'];
  if (typeof given === 'string' && equalText(given, secrets.worker)) return;
  refuse(config.INTERNAL_WORKER_TOKEN ? 'unauthenticated' : 'INTERNAL_WORKER_TOKEN not configured');
}
