import { z } from 'zod';

/** A stream as the engine sees it; sizes as stored, before rotation and pixel shape. */
export const StreamFacts = z.object({
  index: z.int(),
  kind: z.enum(['video', 'audio', 'other']),
  codec: z.string(),
  /** A cover picture in a sound file is a video stream too. */
  is_picture: z.boolean(),
  width: z.int(),
  height: z.int(),
  pixel_format: z.string(),
  pixel_aspect: z.number(),
  /** Clockwise degrees the picture must be turned by to be upright. */
  rotation: z.int(),
  average_rate: z.number(),
  base_rate: z.number(),
  transfer: z.string(),
  channels: z.int(),
  /** Where the last packet ends, in seconds from the start of the source; null when it has none. */
  end: z.number().nullable(),
});
export type StreamFacts = z.infer<typeof StreamFacts>;

/** What stands in a source's headers, and where its last packets really are. */
export const Facts = z.object({
  /** Claimed by the header; null when it claims nothing. */
  duration: z.number().nullable(),
  start: z.number(),
  streams: z.array(StreamFacts),
});
export type Facts = z.infer<typeof Facts>;

/** `30000/1001` as a number; 0 for what is no rate. */
export function rateOf(text: string): number {
  const [num = 0, den = 1] = text.split('/').map(Number);
  return den > 0 && num > 0 ? num / den : 0;
}

/** Degrees to the next quarter turn, 0..270. */
export function quarterTurn(degrees: number): number {
  return (((Math.round(degrees / 90) * 90) % 360) + 360) % 360;
}

/** How far before the claimed end reading starts to find the real one. */
export const tail_seconds = 3;
