import { tasksOf } from '#core/events.ts';
import { healthRoutes } from '#core/health.ts';
import { type App, openHttp } from '#core/http.ts';
import { idempotencyUpkeep } from '#core/idempotency.ts';
import { type Audience, liveRoutes } from '#core/live.routes.ts';
import { cachePart, databasePart, processPart } from '#core/parts.ts';
import type { Permissions } from '#core/permission.ts';
import type { Platform } from '#core/platform.ts';
import type { Part } from '#core/readiness.ts';
import { serveStorage, storagePart } from '#core/storage/open.ts';
import { storageTasks, storageUpkeep } from '#core/storage/storage-audit.ts';
import { systemRoutes } from '#core/system.routes.ts';
import type { Task } from '#core/tasks.ts';
import { type Upkeep, upkeepTasks } from '#core/upkeep.ts';
import { serveWebApp } from '#core/web-app.ts';
import { demoTasks } from '#db/demo/videos.ts';
import { examsRoutes } from '#domains/exams/wiring.ts';
import { authenticator } from '#domains/identity/index.ts';
import { identityRoutes, identityUpkeep } from '#domains/identity/wiring.ts';
import {
  JobKinds,
  jobRoutes,
  jobTasks,
  jobUpkeep,
  metricsRoute,
  openClaims,
  runnerPart,
} from '#domains/jobs/wiring.ts';
import { noticeListeners, noticeRoutes, noticeTasks, withFamilyLinks } from '#domains/notices/wiring.ts';
import { parentRoutes, parentUpkeep } from '#domains/parents/wiring.ts';
import { clinicRoutes, progressListeners, progressRoutes, progressTasks } from '#domains/progress/wiring.ts';
import { resultListeners, resultRoutes } from '#domains/results/wiring.ts';
import { isStaff, listOwnEnrollmentIds } from '#domains/school/index.ts';
import { schoolRoutes, schoolUpkeep, withKiosks } from '#domains/school/wiring.ts';
import { studyListeners, studyRoutes, studyTasks, studyUpkeep } from '#domains/study/wiring.ts';
import {
  submissionJobKinds,
  submissionListeners,
  submissionsRoutes,
  submissionTasks,
  submissionUpkeep,
} from '#domains/submissions/wiring.ts';
import {
  serveVideos,
  signingPart,
  videoJobKinds,
  videoRoutes,
  videoTasks,
  videoUpkeep,
} from '#domains/video/wiring.ts';
import { permissions as allPermissions } from '#permissions.ts';
import { shelves } from '#shelves.ts';

/** The HTTP server with every domain wired in, ready to listen. */
export async function buildApp(
  platform: Platform,
  permissions: Permissions = allPermissions,
  isStopping: () => boolean = () => false,
): Promise<App> {
  const parts = partsOf(platform);
  const desk = { ...platform, kinds: jobKinds(platform), claims: openClaims(platform) };
  const app = await openHttp(
    platform,
    { authenticate: withFamilyLinks(platform, withKiosks(platform, authenticator(platform))), permissions },
    async (api) => {
      systemRoutes(api, [...parts, runnerPart(platform)]);
      liveRoutes(api, platform.live, audience);
      await schoolRoutes(api);
      await examsRoutes(api, platform.storage);
      await submissionsRoutes(api, platform.storage);
      resultRoutes(api);
      await studyRoutes(api, platform);
      noticeRoutes(api, platform);
      parentRoutes(api, platform);
      jobRoutes(api, desk);
      await videoRoutes(api, platform, desk);
      progressRoutes(api);
      clinicRoutes(api);
      await identityRoutes(api, platform);
    },
  );
  healthRoutes(app, [processPart(isStopping), ...parts]);
  metricsRoute(app, platform);
  serveVideos(app, platform);
  await serveStorage(app, platform.storage);
  await serveWebApp(app, platform.config);
  await app.ready();
  return app;
}

/** Everything that runs in the background, and who listens to which news. */
export function buildTasks(platform: Platform): Task[] {
  return [
    ...tasksOf([
      ...submissionListeners,
      ...resultListeners,
      ...progressListeners,
      ...noticeListeners(),
      ...studyListeners(platform.storage),
    ]),
    ...submissionTasks(platform.storage),
    ...progressTasks(),
    ...noticeTasks(platform),
    ...studyTasks(platform.storage),
    ...jobTasks(jobKinds(platform)),
    ...videoTasks(platform.storage),
    ...demoTasks(platform.storage),
    ...storageTasks({ storage: platform.storage, shelves }),
    ...upkeepTasks(buildUpkeep(platform)),
  ];
}

/** What is done in every academy each hour or day without anybody asking. */
export function buildUpkeep(platform: Platform): Upkeep[] {
  return [
    ...idempotencyUpkeep,
    ...identityUpkeep,
    ...schoolUpkeep,
    ...parentUpkeep,
    ...jobUpkeep,
    ...submissionUpkeep(platform.storage),
    ...studyUpkeep,
    ...videoUpkeep(platform),
    storageUpkeep({ storage: platform.storage, shelves }),
  ];
}

/** The kinds of jobs that runners may take. */
function jobKinds({ storage }: Platform): JobKinds {
  return new JobKinds([...videoJobKinds(storage), ...submissionJobKinds(storage)]);
}

/** What people can't be let in without. A runner is not among them: lectures play while none is there. */
export function partsOf(platform: Platform): Part[] {
  const { config, db, storage } = platform;
  return [databasePart(db), cachePart(config), storagePart(storage), signingPart(platform)];
}

/** Staff hear everything of their academy; students and parents what concerns them or their enrollments. */
const audience: Audience = async (scope) => {
  const { actor } = scope;
  if (isStaff(scope)) return () => true;
  if (actor.kind !== 'user') return () => false;
  const own = new Set(await scope.tx((tx) => listOwnEnrollmentIds(tx, actor.user_id)));
  return ({ user_id, enrollment_id = 0, enrollment_ids = [] }) =>
    user_id === actor.user_id || own.has(enrollment_id) || enrollment_ids.some((id) => own.has(id));
};
