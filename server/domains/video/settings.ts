import type { VideoSettings } from '@seodang/contract/settings.ts';
import { chosenOf } from '#domains/school/index.ts';

/** What an academy chose for its videos: the part `video` of tenant.settings. Default: one stream, three devices. */
export function videoSettings(settings: unknown): VideoSettings {
  return chosenOf(settings).video;
}
