import { z } from 'zod';

/** What an academy chose for its videos: the part `video` of tenant.settings. */
const VideoSettings = z.object({
  max_sessions: z.int().min(1).max(100).catch(1),
  max_devices: z.int().min(1).max(100).catch(3),
  /** Who takes a session by video watches it the first time without skipping ahead. */
  once_for_online: z.boolean().catch(false),
});
export type VideoSettings = z.infer<typeof VideoSettings>;

/** The choices with their defaults: one stream, three devices. What cannot be read counts as not chosen. */
export function videoSettings(settings: unknown): VideoSettings {
  const parsed = z.object({ video: z.record(z.string(), z.unknown()) }).safeParse(settings);
  return VideoSettings.parse(parsed.success ? parsed.data.video : {});
}
