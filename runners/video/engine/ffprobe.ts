import { z } from 'zod';
import { type Facts, quarterTurn, rateOf, type StreamFacts } from './facts.ts';
import { max_pixels, openable } from './run.ts';

const number = z.coerce.number().catch(0);
const ProbedStream = z.object({
  index: z.int(),
  codec_type: z.string().default(''),
  codec_name: z.string().default('unknown'),
  width: number,
  height: number,
  pix_fmt: z.string().default('unknown'),
  sample_aspect_ratio: z.string().default('1:1'),
  r_frame_rate: z.string().default('0/0'),
  avg_frame_rate: z.string().default('0/0'),
  color_transfer: z.string().default('unknown'),
  channels: number,
  disposition: z.object({ attached_pic: number }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.looseObject({ rotation: number })).default([]),
});
const Probed = z.object({
  streams: z.array(ProbedStream).default([]),
  format: z.object({ duration: z.coerce.number().nullable().catch(null), start_time: number }),
});

const isSecondsOf = (duration: number | null) =>
  duration !== null && Number.isFinite(duration) && duration > 0;

function toStream(stream: z.infer<typeof ProbedStream>): StreamFacts {
  const [w = 1, h = 1] = stream.sample_aspect_ratio.split(':').map(Number);
  const turned = stream.side_data_list.find(({ rotation }) => rotation !== 0)?.rotation ?? 0;
  return {
    index: stream.index,
    kind: stream.codec_type === 'video' || stream.codec_type === 'audio' ? stream.codec_type : 'other',
    codec: stream.codec_name,
    is_picture: stream.disposition.attached_pic === 1,
    width: stream.width,
    height: stream.height,
    pixel_format: stream.pix_fmt,
    pixel_aspect: w > 0 && h > 0 ? w / h : 1,
    // The display matrix counts anticlockwise.
    rotation: quarterTurn(-turned),
    average_rate: rateOf(stream.avg_frame_rate),
    base_rate: rateOf(stream.r_frame_rate),
    transfer: stream.color_transfer,
    channels: stream.channels,
    end: null,
  };
}

const opening = (protocols: string) => [
  ...['-hide_banner', '-loglevel', 'error', '-protocol_whitelist', protocols],
  ...['-format_whitelist', openable, '-max_pixels', String(max_pixels)],
];

export const headerArguments = (url: string, protocols: string): string[] => [
  ...opening(protocols),
  ...['-show_format', '-show_streams', '-print_format', 'json', url],
];

/** Reads the packets from `from` seconds to the end (all of them when null), one `index,pts,duration` a line. */
export const tailArguments = (url: string, protocols: string, from: number | null): string[] => [
  ...opening(protocols),
  ...(from === null ? [] : ['-read_intervals', `${from}%`]),
  ...['-show_entries', 'packet=stream_index,pts_time,duration_time', '-print_format', 'csv=p=0', url],
];

export function readHeader(json: string): Facts {
  const { streams, format } = Probed.parse(JSON.parse(json));
  return {
    duration: isSecondsOf(format.duration) ? format.duration : null,
    start: format.start_time,
    streams: streams.map(toStream),
  };
}

/** Keeps the furthest end of each stream, so that listings of any length need no memory. */
export function endsReader(start: number) {
  const ends = new Map<number, number>();
  return {
    ends,
    line(line: string): void {
      const [index = '', pts = '', duration = ''] = line.split(',');
      const end = Number(pts) + (Number(duration) || 0) - start;
      if (pts === '' || !Number.isFinite(end)) return;
      ends.set(Number(index), Math.max(end, ends.get(Number(index)) ?? 0));
    },
  };
}
