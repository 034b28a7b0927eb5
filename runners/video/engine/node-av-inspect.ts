import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
} from 'node-av/constants';
import { avGetCodecName, avGetPixFmtName, type FormatContext, Packet, type Stream } from 'node-av/lib';
import { type Facts, quarterTurn, type StreamFacts, tail_seconds } from './facts.ts';
import { openInput } from './node-av-input.ts';

const bt709 = 1;
const smpte2084 = 16;
const arib_std_b67 = 18;
const transfers = new Map<number, string>([
  [bt709, 'bt709'],
  [smpte2084, 'smpte2084'],
  [arib_std_b67, 'arib-std-b67'],
]);

const rate = ({ num, den }: { num: number; den: number }) => (num > 0 && den > 0 ? num / den : 0);

/** Clockwise degrees out of a display matrix of nine 16.16 numbers. */
function rotationOf(matrix: Buffer | null): number {
  if (!matrix || matrix.length < 20) return 0;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  return quarterTurn((Math.atan2(b, a) * 180) / Math.PI);
}

function toStream(stream: Stream): StreamFacts {
  const { codecpar } = stream;
  const kinds = new Map([
    [AVMEDIA_TYPE_VIDEO, 'video'],
    [AVMEDIA_TYPE_AUDIO, 'audio'],
  ] as const);
  const aspect = rate(stream.sampleAspectRatio) || rate(codecpar.sampleAspectRatio);
  return {
    index: stream.index,
    kind: kinds.get(codecpar.codecType as never) ?? 'other',
    codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
    is_picture: stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC),
    width: codecpar.width,
    height: codecpar.height,
    pixel_format: avGetPixFmtName(codecpar.format as never) ?? 'unknown',
    pixel_aspect: aspect || 1,
    rotation: rotationOf(codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)),
    average_rate: rate(stream.avgFrameRate),
    base_rate: rate(stream.rFrameRate),
    transfer: transfers.get(codecpar.colorTrc) ?? 'other',
    channels: codecpar.codecType === AVMEDIA_TYPE_AUDIO ? codecpar.channels : 0,
    end: null,
  };
}

function endsOf(context: FormatContext, start: number): Map<number, number> {
  const ends = new Map<number, number>();
  const packet = new Packet();
  packet.alloc();
  const bases = context.streams.map(({ timeBase }) => rate(timeBase));
  while (context.readFrameSync(packet) >= 0) {
    const base = bases[packet.streamIndex] ?? 0;
    if (packet.pts !== AV_NOPTS_VALUE) {
      const end = Number(packet.pts + packet.duration) * base - start;
      ends.set(packet.streamIndex, Math.max(end, ends.get(packet.streamIndex) ?? 0));
    }
    packet.unref();
  }
  return ends;
}

/** Reads headers and the end of a source. */
export function inspect(url: string, protocols: string): Facts {
  const context = openInput(url, protocols);
  const seconds = (time: bigint) => (time === AV_NOPTS_VALUE ? 0 : Number(time) / 1_000_000);
  const start = seconds(context.startTime);
  const duration = seconds(context.duration) || null;
  if (duration !== null) {
    const target = BigInt(Math.round(Math.max(0, start + duration - tail_seconds) * 1_000_000));
    // What cannot be sought is read from the start.
    context.seekFrameSync(-1, target, AVSEEK_FLAG_BACKWARD);
  }
  const streams = context.streams.map(toStream);
  const ends = endsOf(context, start);
  return {
    duration,
    start,
    streams: streams.map((stream) => ({ ...stream, end: ends.get(stream.index) ?? null })),
  };
}
