import { sql } from 'kysely';
import { tasksOf } from '#core/events.ts';
import { type App, openHttp } from '#core/http.ts';
import { idempotencyTasks } from '#core/idempotency.ts';
import { type Audience, liveRoutes } from '#core/live.routes.ts';
import type { Permissions } from '#core/permission.ts';
import type { Platform } from '#core/platform.ts';
import type { Part } from '#core/readiness.ts';
import { serveStorage, storagePart } from '#core/storage/open.ts';
import { healthRoutes, systemRoutes } from '#core/system.routes.ts';
import type { Task } from '#core/tasks.ts';
import { serveWebApp } from '#core/web-app.ts';
import { authenticator } from '#domains/identity/index.ts';
import { identityRoutes } from '#domains/identity/wiring.ts';
import { JobKinds, jobRoutes, jobTasks } from '#domains/jobs/wiring.ts';
import { schoolRoutes } from '#domains/school/wiring.ts';
import { serveVideos, videoJobKinds, videoRoutes, videoTasks } from '#domains/video/wiring.ts';
import { permissions as allPermissions } from '#permissions.ts';

/** The HTTP server with every domain wired in, ready to listen. */
export async function buildApp(platform: Platform, permissions: Permissions = allPermissions): Promise<App> {
  const parts = partsOf(platform);
  const desk = { ...platform, kinds: jobKinds(platform) };
  const app = await openHttp(
    platform,
    { authenticate: authenticator(platform), permissions },
    async (api) => {
      systemRoutes(api, parts);
      liveRoutes(api, platform.live, audience);
      schoolRoutes(api);
      jobRoutes(api, desk);
      videoRoutes(api, platform, desk);
      await identityRoutes(api, platform);
    },
  );
  healthRoutes(app, parts);
  serveVideos(app, platform);
  await serveStorage(app, platform.storage);
  await serveWebApp(app, platform.config);
  await app.ready();
  return app;
}

/** Everything that runs in the background, and who listens to which news. */
export function buildTasks(platform: Platform): Task[] {
  return [
    ...tasksOf([]),
    ...idempotencyTasks,
    ...jobTasks(jobKinds(platform)),
    ...videoTasks(platform.storage),
  ];
}

/** The kinds of jobs that runners may take. */
function jobKinds({ storage }: Platform): JobKinds {
  return new JobKinds(videoJobKinds(storage));
}

function partsOf({ db, storage }: Platform): Part[] {
  return [
    {
      name: 'database',
      check: async () => {
        await sql`select 1`.execute(db);
        return { state: 'ok', detail: 'answers' };
      },
    },
    storagePart(storage),
  ];
}

const audience: Audience = async ({ actor }) => {
  const isStaff = actor.kind === 'user' && !['student', 'parent'].includes(actor.role);
  return (news) => isStaff || (actor.kind === 'user' && news.user_id === actor.user_id);
};
