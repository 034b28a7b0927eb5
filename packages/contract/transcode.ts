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

/** What is found out about a source before any work on it. */
export const SourceProbe = z.strictObject({
  duration: z.number().describe('Seconds, to the end of the last packet'),
  has_video: z.boolean(),
  has_audio: z.boolean(),
  width: z.int().describe('As it is to be seen: upright, with square pixels'),
  height: z.int(),
  rotation: z.int().describe('Clockwise degrees that the stored picture is turned by'),
  frame_rate: z.number(),
  video_codec: z.string(),
  audio_codec: z.string().nullable(),
  pixel_format: z.string(),
});
export type SourceProbe = z.infer<typeof SourceProbe>;

/** Why a source cannot become a lecture; trying again with the same file is useless. */
export const SourceProblem = z.enum([
  'source_empty',
  'source_not_a_video',
  'source_truncated',
  'source_audio_only',
  'source_too_long',
  'source_too_large',
  'source_unreadable',
]);
export type SourceProblem = z.infer<typeof SourceProblem>;

/** What `runners/video/probe.ts` prints. */
export const ProbeReport = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), probe: SourceProbe }),
  z.strictObject({ ok: z.literal(false), code: SourceProblem }),
]);
export type ProbeReport = z.infer<typeof ProbeReport>;

/** Why an attempt failed although the source may be good; another one may succeed. */
export const TranscodeTrouble = z.enum([
  'disk_full',
  'storage_full',
  'storage_unavailable',
  'source_unavailable',
  'engine_failed',
  'hdr_unsupported',
  'timed_out',
  'out_of_limits',
  'internal',
]);
export type TranscodeTrouble = z.infer<typeof TranscodeTrouble>;
