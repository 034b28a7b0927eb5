import type { EnforcementSettings, VideoSettings } from '@seodang/contract/settings.ts';
import { chosenOf } from '#domains/school/index.ts';

/** What an academy chose for its videos: the part `video` of tenant.settings. Default: one stream, three devices. */
export function videoSettings(settings: unknown): VideoSettings {
  return chosenOf(settings).video;
}

/** From how many violations on somebody is warned (1), paused (2) and revoked (3, or half of at least ten events). */
export function thresholdsOf(settings: unknown): EnforcementSettings {
  return chosenOf(settings).enforcement;
}
