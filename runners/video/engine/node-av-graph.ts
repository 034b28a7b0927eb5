import { AVERROR_EOF } from 'node-av/constants';
import { FFmpegError, type FilterContext, FilterGraph } from 'node-av/lib';
import { type GraphInput, idOf } from './node-av-decode.ts';
import type { EngineRun } from './run.ts';

/** An end of the graph, read by one output. */
export type Sink = { context: FilterContext; isAudio: boolean };

function endsOf(run: EngineRun): { label: string; isAudio: boolean }[] {
  return run.outputs.flatMap(({ video, audio }) => [
    ...(video ? [{ label: video.label, isAudio: false }] : []),
    ...(audio ? [{ label: audio.label, isAudio: true }] : []),
  ]);
}

/** Builds the graph with its sources and sinks, which FFmpeg's command would add by itself. */
export function openGraph(run: EngineRun, inputs: GraphInput[]) {
  const graph = new FilterGraph();
  graph.alloc();
  const ends = endsOf(run);
  const parts = [
    ...inputs.map((input) => input.source()),
    ...(run.graph ? [run.graph] : []),
    ...ends.map(({ label, isAudio }) => `[${label}]${isAudio ? 'abuffersink' : 'buffersink'}@${label}`),
  ];
  if (parts.length > 0) {
    FFmpegError.throwIfError(graph.parse2(parts.join(';')), 'filter graph');
    FFmpegError.throwIfError(graph.configSync(), 'filter graph');
  }
  const named = (name: string): FilterContext => {
    const context = graph.getFilter(name);
    if (!context) throw new Error(`no filter ${name}`);
    return context;
  };
  const sources = inputs.map((input) => {
    const isVideo = input.first?.isVideo();
    return { input, closed: false, context: named(`${isVideo ? 'buffer' : 'abuffer'}@${idOf(input.label)}`) };
  });
  const sinks = new Map<string, Sink>(
    ends.map(({ label, isAudio }) => [
      label,
      { isAudio, context: named(`${isAudio ? 'abuffersink' : 'buffersink'}@${label}`) },
    ]),
  );
  return {
    sinks,
    feed: () => feed(sources),
    pull: () => ends.length > 0 && graph.requestOldestSync() !== AVERROR_EOF,
  };
}

type Source = { input: GraphInput; closed: boolean; context: FilterContext };

function feed(sources: Source[]): void {
  for (const source of sources) {
    for (const frame of source.input.waiting.splice(0)) {
      source.context.buffersrcAddFrameSync(frame);
      frame.free();
    }
    if (source.input.ended && !source.closed) {
      source.closed = true;
      source.context.buffersrcAddFrameSync(null);
    }
  }
}
