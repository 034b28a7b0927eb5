import { z } from 'zod';
import { OutputName } from './jobs.ts';

/** What a `video.transcode` job sends to its runner. */
export const TranscodePayload = z.strictObject({
  video_id: z.int(),
  source_url: z.string().describe('Signed GET of the source; supports ranges'),
  source_bytes: z.int().nonnegative(),
  duration_seconds: z.number().positive().describe('As probed when the upload was completed'),
  max_height: z.int().default(1080),
  key_hex: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('AES-128 key of this output'),
  key_uri: z.string().describe('As written into the playlists; relative to them'),
  loudness: z.boolean().default(false).describe('Even out to EBU R128, -16 LUFS'),
});
export type TranscodePayload = z.infer<typeof TranscodePayload>;

export const Rendition = z.strictObject({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  frame_rate: z.number(),
  bandwidth: z.int().describe('Peak bits per second over any segment'),
  average_bandwidth: z.int(),
  codecs: z.string(),
});

/** What a `video.transcode` job reports, also for the first rendition alone (publish). */
export const TranscodeResult = z.strictObject({
  master: OutputName,
  poster: OutputName.nullable(),
  storyboard: OutputName.nullable().describe('WebVTT with sprite coordinates for the seek bar'),
  duration: z.number().positive().describe('Seconds of the output'),
  width: z.int(),
  height: z.int(),
  has_audio: z.boolean(),
  renditions: z.array(Rendition).min(1),
  files: z.array(z.strictObject({ name: OutputName, bytes: z.int().nonnegative() })).min(1),
});
export type TranscodeResult = z.infer<typeof TranscodeResult>;

/** What a `video.probe` finds out about a source. */
export const SourceProbe = z.strictObject({
  duration: z.number(),
  has_video: z.boolean(),
  has_audio: z.boolean(),
  width: z.int(),
  height: z.int(),
  rotation: z.int(),
  frame_rate: z.number(),
  video_codec: z.string(),
  audio_codec: z.string().nullable(),
  pixel_format: z.string(),
});
export type SourceProbe = z.infer<typeof SourceProbe>;
