import type { SourceProbe } from '@seodang/contract/transcode.ts';
import type { Facts, StreamFacts } from './engine/facts.ts';
import type { Picture } from './ladder.ts';

/** A source that can be worked on: its streams chosen, its picture as it is to be seen. */
export type Source = {
  video: StreamFacts;
  audio: StreamFacts | null;
  start: number;
  /** Where its packets really end, not what the header claims. */
  duration: number;
  picture: Picture;
  hdr: boolean;
};

/** Upright and with square pixels. */
export function pictureOf({ width, height, pixel_aspect, rotation }: StreamFacts): Picture {
  const shown =
    pixel_aspect >= 1 ? { width: width * pixel_aspect, height } : { width, height: height / pixel_aspect };
  const [w, h] = [Math.round(shown.width), Math.round(shown.height)];
  return rotation % 180 === 90 ? { width: h, height: w } : { width: w, height: h };
}

export function toSource(facts: Facts): Source | null {
  const video = facts.streams.find(
    ({ kind, is_picture, width, height }) => kind === 'video' && !is_picture && width * height > 0,
  );
  if (!video) return null;
  const audio = facts.streams.find(({ kind, channels }) => kind === 'audio' && channels > 0) ?? null;
  const duration = Math.max(video.end ?? 0, audio?.end ?? 0);
  const hdr = ['smpte2084', 'arib-std-b67'].includes(video.transfer);
  return { video, audio, start: facts.start, duration, picture: pictureOf(video), hdr };
}

export function toProbe(source: Source): SourceProbe {
  const { video, audio, picture, duration } = source;
  return {
    duration,
    has_video: true,
    has_audio: audio !== null,
    ...picture,
    rotation: video.rotation,
    frame_rate: video.average_rate || video.base_rate,
    video_codec: video.codec,
    audio_codec: audio?.codec ?? null,
    pixel_format: video.pixel_format,
  };
}
