import type { Rendition } from '@seodang/contract/transcode.ts';
import type { z } from 'zod';

export type Segment = { name: string; duration: number; bytes: number };

const lines = (...text: string[]) => `${text.join('\n')}\n`;

/**
 * A media playlist. Segments are encrypted whole with AES-128, their number is the initialisation vector; the key
 * comes after the map, so the initialisation segment stays in the clear.
 */
export function mediaPlaylist(init: string, segments: Segment[], key_uri: string): string {
  const longest = Math.max(...segments.map(({ duration }) => duration));
  return lines(
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(longest))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${init}"`,
    `#EXT-X-KEY:METHOD=AES-128,URI="${key_uri}"`,
    ...segments.flatMap(({ name, duration }) => [`#EXTINF:${duration.toFixed(5)},`, name]),
    '#EXT-X-ENDLIST',
  );
}

/** The master playlist; smallest rendition first, so that a player which takes the first one starts quickly. */
export function masterPlaylist(renditions: z.infer<typeof Rendition>[]): string {
  const byRate = renditions.toSorted((a, b) => a.bandwidth - b.bandwidth);
  return lines(
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...byRate.flatMap((rendition) => [
      `#EXT-X-STREAM-INF:BANDWIDTH=${rendition.bandwidth},AVERAGE-BANDWIDTH=${rendition.average_bandwidth},` +
        `RESOLUTION=${rendition.width}x${rendition.height},FRAME-RATE=${rendition.frame_rate.toFixed(3)},` +
        `CODECS="${rendition.codecs}"`,
      `${rendition.name}/index.m3u8`,
    ]),
  );
}

/** Peak and average bits per second of a rendition's segments. */
export function bandwidthOf(segments: Segment[]): { bandwidth: number; average_bandwidth: number } {
  const bits = (bytes: number, seconds: number) => Math.ceil((bytes * 8) / Math.max(seconds, 0.001));
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const seconds = segments.reduce((sum, { duration }) => sum + duration, 0);
  // The last segment may be a few frames long; its rate says nothing about what the network must carry.
  const telling = segments.filter(({ duration }) => duration >= 1);
  const peaks = (telling.length > 0 ? telling : segments).map(({ bytes, duration }) => bits(bytes, duration));
  return { bandwidth: Math.max(...peaks), average_bandwidth: bits(total, seconds) };
}
