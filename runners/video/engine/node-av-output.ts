import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AVFMT_GLOBALHEADER,
  AVFMT_NOFILE,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  type FilterContext,
  FormatContext,
  Frame,
  Packet,
  type Stream,
} from 'node-av/lib';
import type { Sink } from './node-av-graph.ts';
import type { EngineOutput } from './run.ts';

type Track = { sink: Sink; encoder: CodecContext; stream: Stream; ended: boolean };
type Coding = { label: string; codec: string; options: Record<string, string> };

const must = (code: number, what: string) => FFmpegError.throwIfError(code, what);

/** One output: its encoders, and the file or pipe they write to. */
export class OutputFile {
  readonly #format = new FormatContext();
  readonly #tracks: Track[] = [];
  readonly #frame = new Frame();
  readonly #packet = new Packet();

  constructor(output: EngineOutput, target: string, sinks: Map<string, Sink>) {
    this.#frame.alloc();
    this.#packet.alloc();
    must(this.#format.allocOutputContext2(null, output.format, target), 'output format');
    for (const coding of [output.video, output.audio])
      if (coding) this.#tracks.push(this.#track(coding, sinks));
    if (!this.#format.oformat?.hasFlags(AVFMT_NOFILE)) must(this.#format.openOutputSync(), 'open output');
    must(this.#format.writeHeaderSync(Dictionary.fromObject(output.format_options)), 'write header');
  }

  #track({ label, codec: name, options }: Coding, sinks: Map<string, Sink>): Track {
    const sink = sinks.get(label);
    const codec = Codec.findEncoderByName(name as never);
    if (!sink || !codec) throw new Error(`no encoder ${name} for ${label}`);
    const encoder = new CodecContext();
    encoder.allocContext3(codec);
    encoder.timeBase = sink.context.buffersinkGetTimeBase();
    if (sink.isAudio) takeSound(encoder, sink.context);
    else takePicture(encoder, sink.context);
    if (this.#format.oformat?.hasFlags(AVFMT_GLOBALHEADER)) encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    must(encoder.open2Sync(codec, Dictionary.fromObject(options)), `open ${name}`);
    const stream = this.#format.newStream();
    must(stream.codecpar.fromContext(encoder), 'stream parameters');
    stream.timeBase = encoder.timeBase;
    if (!sink.isAudio) stream.avgFrameRate = encoder.framerate;
    return { sink, encoder, stream, ended: false };
  }

  /** Encodes and writes all that the graph has ready. */
  drain(): void {
    for (const track of this.#tracks) {
      while (!track.ended && track.sink.context.buffersinkGetFrameSync(this.#frame) >= 0) {
        if (!track.sink.isAudio) this.#frame.pictType = AV_PICTURE_TYPE_NONE;
        this.#encode(track, this.#frame);
        this.#frame.unref();
      }
    }
  }

  #encode(track: Track, frame: Frame | null): void {
    must(track.encoder.sendFrameSync(frame), 'encode');
    while (track.encoder.receivePacketSync(this.#packet) >= 0) {
      this.#write(track.stream, track.encoder.timeBase);
    }
  }

  #write(stream: Stream, from: { num: number; den: number }): void {
    this.#packet.rescaleTs(from, stream.timeBase);
    this.#packet.streamIndex = stream.index;
    must(this.#format.interleavedWriteFrameSync(this.#packet), 'write');
  }

  close(): void {
    for (const track of this.#tracks) {
      this.#encode(track, null);
      track.ended = true;
    }
    must(this.#format.writeTrailerSync(), 'write trailer');
    if (!this.#format.oformat?.hasFlags(AVFMT_NOFILE)) this.#format.closeOutputSync();
  }
}

function takePicture(encoder: CodecContext, context: FilterContext): void {
  encoder.width = context.buffersinkGetWidth();
  encoder.height = context.buffersinkGetHeight();
  encoder.pixelFormat = context.buffersinkGetFormat() as never;
  encoder.sampleAspectRatio = context.buffersinkGetSampleAspectRatio();
  encoder.framerate = context.buffersinkGetFrameRate();
  encoder.colorSpace = context.buffersinkGetColorspace();
  encoder.colorRange = context.buffersinkGetColorRange();
}

function takeSound(encoder: CodecContext, context: FilterContext): void {
  encoder.sampleFormat = context.buffersinkGetFormat() as never;
  encoder.sampleRate = context.buffersinkGetSampleRate();
  encoder.channelLayout = context.buffersinkGetChannelLayout();
}
