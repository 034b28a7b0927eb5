import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Task } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import type { Desk } from '#domains/jobs/index.ts';
import { audienceRoutes, impactRoutes } from './audience.routes.ts';
import { captionRoutes, chapterRoutes } from './captions.routes.ts';
import { caseRoutes } from './cases.routes.ts';
import { deliveryRoutes } from './delivery.routes.ts';
import { openDelivery } from './delivery.ts';
import { eventLogRoutes } from './event-log.routes.ts';
import { openEventWriter } from './event-writer.ts';
import { playbackRoutes } from './playback.routes.ts';
import type { Stage } from './playback.ts';
import type { PlaybackStore } from './playback-store.ts';
import { processingRoutes } from './processing.routes.ts';
import { processingTasks } from './processing.tasks.ts';
import { transcodeKind } from './processing.ts';
import { replacementRoutes } from './replacement.routes.ts';
import { startsTogether } from './starts.ts';
import { storeInPostgres } from './store-in-postgres.ts';
import { storeInRedis } from './store-in-redis.ts';
import * as upkeep from './upkeep.ts';
import { uploadRoutes } from './upload.routes.ts';
import { uploadTasks } from './upload.tasks.ts';
import { permissionRoutes, progressRoutes, videoListRoutes, videoViewRoutes } from './videos.routes.ts';
import { workerRoutes } from './worker.routes.ts';

export { examineVideos } from './examine.ts';
export { videoShelves } from './shelves.ts';
export { signingPart } from './signing-canary.ts';
export { reconcilePlaybacks } from './upkeep.ts';

export async function videoRoutes(app: App, platform: Platform, desk: Desk): Promise<void> {
  const stage = stageOf(platform, (err) =>
    app.log.warn({ err }, 'starts of one moment are tried one by one'),
  );
  app.addHook('onReady', async () => stage.store.open());
  app.addHook('onClose', () => stage.store.close());
  videoListRoutes(app, stage.delivery);
  videoViewRoutes(app, stage.delivery);
  permissionRoutes(app);
  progressRoutes(app, stage.store);
  audienceRoutes(app);
  impactRoutes(app);
  playbackRoutes(app, stage);
  eventLogRoutes(app);
  caseRoutes(app, stage.store);
  uploadRoutes(app, platform.storage);
  replacementRoutes(app, platform.storage);
  processingRoutes(app);
  workerRoutes(app, desk);
  chapterRoutes(app);
  await captionRoutes(app, { storage: platform.storage, delivery: stage.delivery });
}

/** Outside /api/v1: addresses that a player asks for without saying who it is; the signature is the permission. */
export function serveVideos(app: App, platform: Platform): void {
  deliveryRoutes(app, { ...platform, delivery: openDelivery(platform.config, platform.secrets) });
}

/** Where live playbacks are: in Redis when there is one. */
export function playbackStore(ground: Ground): PlaybackStore {
  return ground.redis ? storeInRedis(ground.redis, ground) : storeInPostgres(ground.db);
}
type Ground = Pick<Platform, 'db' | 'live' | 'clock' | 'redis'>;

/** `onLostStarts` hears why starts of one moment could not share their transaction. */
export function stageOf(platform: Platform, onLostStarts: (error: unknown) => void = () => {}): Stage {
  const { config, secrets, db } = platform;
  return {
    store: playbackStore(platform),
    starts: startsTogether(onLostStarts),
    events: openEventWriter(db),
    token_secret: secrets.app,
    delivery: openDelivery(config, secrets),
  };
}

export function videoUpkeep(platform: Platform): Upkeep[] {
  return upkeep.videoUpkeep(platform, playbackStore(platform));
}

export function videoTasks(storage: Storage): Task[] {
  return [...processingTasks(storage), ...uploadTasks(storage)];
}

export function videoJobKinds(storage: Storage) {
  return [transcodeKind(storage)];
}
