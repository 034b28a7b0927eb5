import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { compressAnswers } from '#core/compressed.ts';
import { serveErrors } from '#core/http-errors.ts';
import { serveIdempotency } from '#core/idempotency.ts';
import { serveOpenApi } from '#core/openapi.ts';
import { guardRoutes, type Permissions } from '#core/permission.ts';
import type { Platform } from '#core/platform.ts';
import { checkedReplies, trustedReplies } from '#core/replies.ts';
import type { Actor, Scope } from '#core/scope.ts';
import { guardText } from '#core/text-guard.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for everybody who is signed in; routes that anyone may call have none. */
    scope: Scope;
  }
}

/** The caller of a request, or undefined for nobody. `inside`: the handler's own statement asks whether the login lives. */
export type Authenticate = (request: FastifyRequest, inside: boolean) => Promise<Caller | undefined>;
export type Caller = { tenant_id: number; actor: Actor; must_change_password: boolean };

export type HttpOptions = { authenticate: Authenticate; permissions: Permissions };

const MAX_BODY_BYTES = 1024 * 1024;

/** The HTTP server with everything that all routes share; `routes` adds the domains' below /api/v1. */
export async function openHttp(
  platform: Platform,
  options: HttpOptions,
  routes: (api: App) => Promise<void>,
): Promise<App> {
  const { config } = platform;
  const app = Fastify({
    logger:
      config.LOG_LEVEL === 'silent'
        ? false
        : { level: config.LOG_LEVEL, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(config.NODE_ENV === 'test' ? checkedReplies : trustedReplies);
  serveErrors(app);
  guardText(app);
  await serveOpenApi(app);
  await app.register(
    async (api: App) => {
      guardRoutes(api, platform, options);
      serveIdempotency(api, platform);
      compressAnswers(api);
      await routes(api);
    },
    { prefix: '/api/v1' },
  );
  return app;
}
