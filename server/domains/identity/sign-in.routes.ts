import cookie from '@fastify/cookie';
import * as api from '@seodang/contract/auth.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { openAcademy, readDemo } from './academy.ts';
import { bearerOf } from './authenticate.ts';
import { LOGIN_SECONDS } from './logins.rules.ts';
import * as logins from './logins.ts';
import { signIn } from './sign-in.ts';
import type { Visitor } from './visitor.ts';

const COOKIE = 'seodang_refresh';

/** The door: what people do who are not signed in (yet, or any more). */
export async function signInRoutes(app: App, platform: Platform): Promise<void> {
  // Within a register of their own: no other request pays for the reading of cookies.
  await app.register(async (door: App) => {
    await door.register(cookie);
    doorRoutes(door, platform);
  });
}

function doorRoutes(app: App, platform: Platform): void {
  const place = placeOf(platform);
  const hand = (reply: FastifyReply, { answer, refresh_token }: logins.Opened) => {
    reply
      .setCookie(COOKIE, refresh_token, { ...place, maxAge: LOGIN_SECONDS })
      .header('cache-control', 'no-store');
    return answer;
  };

  app.route({
    ...api.openAcademy,
    async handler(request, reply) {
      reply.code(201);
      return hand(reply, await openAcademy(platform, visitorOf(request), request.body));
    },
  });
  app.route({
    ...api.signIn,
    handler: async (request, reply) => hand(reply, await signIn(platform, visitorOf(request), request.body)),
  });
  app.route({
    ...api.refreshLogin,
    async handler(request, reply) {
      const token = request.cookies[COOKIE] ?? '';
      return hand(reply, await logins.refreshLogin(platform, token, visitorOf(request)));
    },
  });
  app.route({
    ...api.signOut,
    async handler(request, reply) {
      const given = { refresh_token: request.cookies[COOKIE], access_token: bearerOf(request) };
      await logins.signOut(platform, visitorOf(request), given);
      return reply.clearCookie(COOKIE, place).code(204).send();
    },
  });
  app.route({ ...api.readDemo, handler: () => readDemo(platform) });
}

/** Out of reach of scripts and of other sites, and sent nowhere but to the routes that need it. */
function placeOf({ config }: Platform) {
  const secure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  return { path: '/api/v1/auth', httpOnly: true, sameSite: 'strict', secure } as const;
}

function visitorOf({ ip, headers, id }: FastifyRequest): Visitor {
  return { address: ip, user_agent: headers['user-agent'] ?? null, request_id: id };
}
