import { AV_NOPTS_VALUE, AV_PICTURE_TYPE_NONE, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  type FormatContext,
  Frame,
  type Packet,
} from 'node-av/lib';
import { max_pixels } from './run.ts';

/** One decoded stream of an input, as a source of the graph. Frames that no graph takes yet wait in a queue. */
export class GraphInput {
  readonly label: string;
  readonly index: number;
  readonly waiting: Frame[] = [];
  ended = false;
  first: Frame | null = null;
  readonly #context: FormatContext;
  readonly #decoder = new CodecContext();

  constructor(label: string, context: FormatContext, index: number, coarse: boolean) {
    this.label = label;
    this.index = index;
    this.#context = context;
    const codec = Codec.findDecoder(this.#stream.codecpar.codecId);
    if (!codec) throw new Error(`no decoder for stream ${label}`);
    this.#decoder.allocContext3(codec);
    FFmpegError.throwIfError(this.#decoder.parametersToContext(this.#stream.codecpar), 'decoder parameters');
    this.#decoder.pktTimebase = this.#stream.timeBase;
    const options = Dictionary.fromObject({
      ...{ max_pixels, threads: 'auto' },
      ...(coarse ? { skip_loop_filter: 'noref' } : {}),
    });
    FFmpegError.throwIfError(this.#decoder.open2Sync(codec, options), 'open decoder');
  }

  get #stream() {
    const stream = this.#context.streams[this.index];
    if (!stream) throw new Error(`no stream ${this.label}`);
    return stream;
  }

  /** Damaged packets are passed over, like FFmpeg's command does; what is missing is counted in the end. */
  decode(packet: Packet | null): void {
    this.#decoder.sendPacketSync(packet);
    for (;;) {
      const frame = new Frame();
      frame.alloc();
      if (this.#decoder.receiveFrameSync(frame) < 0) {
        frame.free();
        break;
      }
      if (frame.bestEffortTimestamp !== AV_NOPTS_VALUE) frame.pts = frame.bestEffortTimestamp;
      // What the source's encoder chose must not bind ours.
      if (frame.isVideo()) frame.pictType = AV_PICTURE_TYPE_NONE;
      this.first ??= frame;
      this.waiting.push(frame);
    }
    if (packet === null) this.ended = true;
  }

  /** The graph's source for this stream, in its own language. */
  source(): string {
    const { num, den } = this.#stream.timeBase;
    const frame = this.first;
    if (!frame) throw new Error('Invalid data found when decoding: no frame');
    if (this.#stream.codecpar.codecType !== AVMEDIA_TYPE_VIDEO)
      return audioSource(this.label, frame, `${num}/${den}`);
    const aspect = this.#decoder.sampleAspectRatio;
    const rate = this.#stream.avgFrameRate;
    const options = {
      ...{ width: frame.width, height: frame.height, pix_fmt: frame.format, time_base: `${num}/${den}` },
      ...{ pixel_aspect: aspect.num > 0 ? `${aspect.num}/${aspect.den}` : '1/1' },
      ...(rate.num > 0 && rate.den > 0 ? { frame_rate: `${rate.num}/${rate.den}` } : {}),
      ...{ colorspace: frame.colorSpace, range: frame.colorRange },
    };
    return `buffer@${idOf(this.label)}=${optionText(options)}[${this.label}]`;
  }
}

function audioSource(label: string, frame: Frame, time_base: string): string {
  const { mask, nbChannels } = frame.channelLayout;
  const layout = mask > 0n ? { channel_layout: `0x${mask.toString(16)}` } : { channels: nbChannels };
  const options = { time_base, sample_rate: frame.sampleRate, sample_fmt: frame.format, ...layout };
  return `abuffer@${idOf(label)}=${optionText(options)}[${label}]`;
}

/** The name of a stream's source inside the graph. */
export const idOf = (label: string): string => `in${label.replace(':', 'x')}`;

const optionText = (options: Record<string, unknown>) =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(':');
