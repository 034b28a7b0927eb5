import { AV_NOPTS_VALUE, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants';
import { FFmpegError, type FormatContext, Packet } from 'node-av/lib';
import { GraphInput } from './node-av-decode.ts';
import { openGraph } from './node-av-graph.ts';
import { openInput } from './node-av-input.ts';
import { OutputFile } from './node-av-output.ts';
import type { EngineRun } from './run.ts';

type Reader = {
  context: FormatContext;
  decoders: GraphInput[];
  clock: number;
  ended: boolean;
};

const packet = new Packet();

/** Runs a graph to its end. Everything is synchronous: the codecs have their own threads, and this process no other work. */
export function runGraph(run: EngineRun, first_pipe: number): void {
  packet.alloc();
  const readers = openReaders(run);
  for (const reader of readers)
    while (reader.decoders.some(({ first }) => !first) && !reader.ended) read(reader);
  // A stream that never gives anything: there is nothing to make, and who asked for it finds nothing.
  if (readers.some(({ decoders }) => decoders.some(({ first }) => !first))) return;
  const { sinks, feed, pull } = openGraph(
    run,
    readers.flatMap(({ decoders }) => decoders),
  );
  let pipe = first_pipe;
  const outputs = run.outputs.map((output) => {
    return new OutputFile(output, output.path ?? `pipe:${pipe++}`, sinks);
  });
  const drain = () => {
    for (const output of outputs) output.drain();
  };

  feed();
  drain();
  for (let reader = behind(readers); reader; reader = behind(readers)) {
    read(reader);
    feed();
    drain();
  }
  feed();
  while (pull()) drain();
  drain();
  for (const output of outputs) output.close();
}

function openReaders(run: EngineRun): Reader[] {
  const wanted = [...run.graph.matchAll(/\[(\d+):(\d+)\]/g)].map(([, input, stream]) => ({ input, stream }));
  return run.inputs.map((url, n) => {
    const context = openInput(`file:${url}`, 'file');
    const coarse = run.coarse === true && n === 0;
    const indexes = new Set(
      wanted.filter(({ input }) => Number(input) === n).map(({ stream }) => Number(stream)),
    );
    const decoders = [...indexes].map((index) => new GraphInput(`${n}:${index}`, context, index, coarse));
    return { context, decoders, clock: 0, ended: false };
  });
}

/** The input that is least far read, so that none has to be held in memory for the others. */
function behind(readers: Reader[]): Reader | undefined {
  const open = readers.filter(({ ended }) => !ended);
  return open.reduce<Reader | undefined>((a, b) => (a && a.clock <= b.clock ? a : b), undefined);
}

function read(reader: Reader): void {
  const code = reader.context.readFrameSync(packet);
  if (code === AVERROR_EAGAIN) return;
  if (code < 0) {
    reader.ended = true;
    for (const decoder of reader.decoders) decoder.decode(null);
    if (code !== AVERROR_EOF) process.stderr.write(`${FFmpegError.strerror(code)}\n`);
    return;
  }
  const { timeBase } = reader.context.streams[packet.streamIndex] ?? {};
  if (timeBase && packet.dts !== AV_NOPTS_VALUE) {
    reader.clock = Math.max(reader.clock, (Number(packet.dts) * timeBase.num) / timeBase.den);
  }
  for (const decoder of reader.decoders) if (decoder.index === packet.streamIndex) decoder.decode(packet);
  packet.unref();
}
